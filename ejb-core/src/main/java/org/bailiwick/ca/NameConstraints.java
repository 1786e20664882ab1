package org.bailiwick.ca;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.DnsIdentifier;
import org.bailiwick.acme.Identifier;
import org.bailiwick.acme.Problem;
import org.bailiwick.acme.ProblemType;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraintValidatorException;
import org.bouncycastle.asn1.x509.PKIXNameConstraintValidator;

/**
 * The names that the certificates of a chain let it certify (RFC 5280 §4.2.1.10), all of them taken together as §6.1.4 (g)
 * does, and the root's as well. A certificate outside would be refused by its users; we refuse it first.
 *
 * <p>Immutable after construction; costs nothing when the chain has no such extension.
 */
final class NameConstraints {

    private final PKIXNameConstraintValidator validator = new PKIXNameConstraintValidator();
    private final List<String> excludedDnsNames = new ArrayList<>();

    /** The kinds of names of which an empty subtree excludes every one. */
    private final Set<Integer> excludedKinds = new HashSet<>();

    private boolean any;

    private NameConstraints() {}

    static NameConstraints of(CertificateChain chain) {
        NameConstraints constraints = new NameConstraints();
        for (X509Certificate certificate : chain.certificates()) {
            byte[] value = certificate.getExtensionValue(Extension.nameConstraints.getId());
            if (value != null) {
                constraints.add(org.bouncycastle.asn1.x509.NameConstraints.getInstance(
                        ASN1OctetString.getInstance(value).getOctets()));
            }
        }
        return constraints;
    }

    private void add(org.bouncycastle.asn1.x509.NameConstraints extension) {
        any = true;
        if (extension.getPermittedSubtrees() != null) {
            validator.intersectPermittedSubtree(limiting(extension.getPermittedSubtrees()));
        }
        if (extension.getExcludedSubtrees() != null) {
            for (GeneralSubtree subtree : extension.getExcludedSubtrees()) {
                exclude(subtree);
            }
        }
    }

    private void exclude(GeneralSubtree subtree) {
        GeneralName base = subtree.getBase();
        if (isEverything(base)) {
            excludedKinds.add(base.getTagNo());
            return;
        }
        validator.addExcludedSubtree(subtree);
        if (base.getTagNo() == GeneralName.dNSName) {
            excludedDnsNames.add(base.getName().toString().toLowerCase(Locale.ROOT));
        }
    }

    /** Without those of a kind of which one subtree permits every name: the others of its extension permit no more. */
    private static GeneralSubtree[] limiting(GeneralSubtree[] permitted) {
        Set<Integer> unlimited = Arrays.stream(permitted)
                .map(GeneralSubtree::getBase)
                .filter(NameConstraints::isEverything)
                .map(GeneralName::getTagNo)
                .collect(Collectors.toSet());
        return Arrays.stream(permitted)
                .filter(subtree -> !unlimited.contains(subtree.getBase().getTagNo()))
                .toArray(GeneralSubtree[]::new);
    }

    /**
     * Whether every name of its kind is in a subtree: adding zero or more labels to an empty DNS name makes any (RFC 5280
     * §4.2.1.10), and any directory name begins with the empty one. The validator takes these for subtrees of nothing.
     */
    private static boolean isEverything(GeneralName base) {
        return switch (base.getTagNo()) {
            case GeneralName.dNSName -> base.getName().toString().isEmpty();
            case GeneralName.directoryName ->
                X500Name.getInstance(base.getName()).size() == 0;
            default -> false;
        };
    }

    /**
     * Demands that the issuer's chain permits these names and this subject.
     *
     * @throws AcmeException {@code rejectedIdentifier}, with one problem per name that is not permitted
     * @throws CertificateNotIssuableException if the names are but the subject is not
     */
    void require(List<Identifier> identifiers, X500Name subject) {
        if (!any) {
            return;
        }
        List<Problem> problems = identifiers.stream()
                .filter(identifier -> !permits(identifier))
                .map(NameConstraints::problem)
                .toList();
        if (!problems.isEmpty()) {
            throw new AcmeException(Problem.together(problems));
        }
        if (subject.size() > 0 && !permitsSubject(subject)) {
            throw new CertificateNotIssuableException(
                    "the name constraints of the issuer's chain do not permit the subject \"%s\"%s"
                            .formatted(subject, identifiers.isEmpty() ? "" : "; use a profile without common name"));
        }
    }

    private boolean permits(Identifier identifier) {
        return permits(GeneralName.getInstance(SubjectAlternativeName.generalName(identifier)))
                && !(identifier instanceof DnsIdentifier dns && dns.wildcard() && coversExcluded(dns.baseName()));
    }

    /** RFC 5280 has no word on wildcards: {@code *.corp} must not be issued where {@code secret.corp} is excluded. */
    private boolean coversExcluded(String base) {
        return excludedDnsNames.stream().anyMatch(excluded -> {
            String name = excluded.startsWith(".") ? excluded.substring(1) : excluded;
            return name.equals(base) || name.substring(name.indexOf('.') + 1).equals(base);
        });
    }

    /** Whether it may certify somebody of that name. */
    boolean permitsSubject(X500Name subject) {
        return permits(new GeneralName(subject));
    }

    private boolean permits(GeneralName name) {
        if (excludedKinds.contains(name.getTagNo())) {
            return false;
        }
        try {
            validator.checkPermitted(name);
            validator.checkExcluded(name);
            return true;
        } catch (NameConstraintValidatorException outside) {
            return false;
        }
    }

    private static Problem problem(Identifier identifier) {
        return ProblemType.REJECTED_IDENTIFIER
                .problem("\"%s\" is outside the names that this CA's own certificate lets it certify."
                        .formatted(identifier.value()))
                .about(identifier);
    }
}
