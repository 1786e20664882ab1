package org.bailiwick.ca;

import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.PolicyConstraints;
import org.bouncycastle.asn1.x509.PolicyInformation;
import org.jspecify.annotations.Nullable;

/**
 * Which certificate policies an end-entity certificate below a chain may have, and whether it must have one of them: what path
 * validation has found when it comes to that certificate (RFC 5280 §6.1.3 (d) to (f), §6.1.4, §6.1.5), whatever policies its
 * user wants. Of the tree only its lowest level is kept, as nobody asks for the rest.
 *
 * @param demanded whether one is demanded
 * @param expected object identifiers; with anyPolicy among them, every one
 */
record PermittedPolicies(boolean demanded, Set<String> expected) {

    private static final String ANY = "2.5.29.32.0";

    static PermittedPolicies of(CertificateChain chain) {
        State state = new State();
        List<X509Certificate> path = chain.certificates();
        int last = path.size() - 1;
        // a root is the trust anchor, which is not validated itself; if it was left out nobody knows what is above
        for (int i = CertificateChain.isSelfIssued(path.get(last)) ? last - 1 : last; i >= 0; i--) {
            state.pass(path.get(i));
        }
        // the end entity is not self-issued: §6.1.5 (a) takes one more off
        return new PermittedPolicies(state.explicit <= 1, Set.copyOf(state.expected));
    }

    /**
     * Demands that a profile can have one of them.
     *
     * @throws IllegalArgumentException with a clause
     */
    void requireSome() {
        if (demanded && expected.isEmpty()) {
            throw new IllegalArgumentException(
                    "nothing that is issued here would be valid: its CA certificates demand a policy (policyConstraints) and permit none together (certificatePolicies)");
        }
    }

    /** What is wrong with an end-entity certificate below. */
    Optional<String> finding(Extensions extensions) {
        CertificatePolicies policies = CertificatePolicies.fromExtensions(extensions);
        boolean has = policies != null && named(policies).stream().anyMatch(this::permits);
        if (!demanded || has) {
            return Optional.empty();
        }
        return Optional.of(
                "the issuer's chain demands that a certificate has a policy (policyConstraints, RFC 5280 §6.1.5): %s; use a profile with it"
                        .formatted(
                                expected.contains(ANY)
                                        ? "any"
                                        : "one of " + expected.stream().sorted().collect(Collectors.joining(", "))));
    }

    private boolean permits(String policy) {
        return expected.contains(policy) || expected.contains(ANY);
    }

    private static Set<String> named(CertificatePolicies policies) {
        return Arrays.stream(policies.getPolicyInformation())
                .map(PolicyInformation::getPolicyIdentifier)
                .map(ASN1ObjectIdentifier::getId)
                .collect(Collectors.toSet());
    }

    /** The state variables of §6.1.2, for one CA certificate after the other, from above. */
    private static final class State {

        private Set<String> expected = Set.of(ANY);
        private int explicit = Integer.MAX_VALUE;
        private int mapping = Integer.MAX_VALUE;
        private int any = Integer.MAX_VALUE;

        void pass(X509Certificate certificate) {
            boolean selfIssued = CertificateChain.isSelfIssued(certificate);
            expected = mapped(valid(certificate, any > 0 || selfIssued), mappings(certificate));
            if (!selfIssued) {
                // §6.1.4 (h)
                explicit = Math.max(explicit - 1, 0);
                mapping = Math.max(mapping - 1, 0);
                any = Math.max(any - 1, 0);
            }
            // §6.1.4 (i) and (j)
            value(certificate, Extension.policyConstraints)
                    .map(PolicyConstraints::getInstance)
                    .ifPresent(constraints -> {
                        explicit = least(explicit, constraints.getRequireExplicitPolicyMapping());
                        mapping = least(mapping, constraints.getInhibitPolicyMapping());
                    });
            value(certificate, Extension.inhibitAnyPolicy)
                    .ifPresent(octets ->
                            any = least(any, ASN1Integer.getInstance(octets).getValue()));
        }

        /** §6.1.3 (d) and (e). */
        private Set<String> valid(X509Certificate certificate, boolean anyCounts) {
            Set<String> valid = new TreeSet<>();
            Set<String> its = value(certificate, Extension.certificatePolicies)
                    .map(octets -> named(CertificatePolicies.getInstance(octets)))
                    .orElse(Set.of());
            for (String policy : its) {
                if (!policy.equals(ANY) && (expected.contains(policy) || expected.contains(ANY))) {
                    valid.add(policy);
                }
            }
            if (its.contains(ANY) && anyCounts) {
                valid.addAll(expected);
            }
            return valid;
        }

        /** §6.1.4 (b): what the issuer calls so its subject calls otherwise. */
        private Set<String> mapped(Set<String> valid, Map<String, Set<String>> mappings) {
            Set<String> result = new TreeSet<>(valid);
            result.removeAll(mappings.keySet());
            if (mapping > 0) {
                mappings.forEach((theirs, ours) -> {
                    if (valid.contains(theirs) || valid.contains(ANY)) {
                        result.addAll(ours);
                    }
                });
            }
            return result;
        }

        private static Map<String, Set<String>> mappings(X509Certificate certificate) {
            Map<String, Set<String>> mappings = new HashMap<>();
            value(certificate, Extension.policyMappings)
                    .map(ASN1Sequence::getInstance)
                    .ifPresent(all -> {
                        for (ASN1Encodable each : all) {
                            ASN1Sequence pair = ASN1Sequence.getInstance(each);
                            mappings.computeIfAbsent(identifier(pair, 0), first -> new TreeSet<>())
                                    .add(identifier(pair, 1));
                        }
                    });
            return mappings;
        }

        private static String identifier(ASN1Sequence pair, int index) {
            return ASN1ObjectIdentifier.getInstance(pair.getObjectAt(index)).getId();
        }

        private static int least(int known, @Nullable BigInteger given) {
            return given == null
                    ? known
                    : given.max(BigInteger.ZERO).min(BigInteger.valueOf(known)).intValue();
        }

        private static Optional<byte[]> value(X509Certificate certificate, ASN1ObjectIdentifier type) {
            return Optional.ofNullable(certificate.getExtensionValue(type.getId()))
                    .map(octets -> ASN1OctetString.getInstance(octets).getOctets());
        }
    }
}
