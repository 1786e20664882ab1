package org.bailiwick.ca;

import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.CommonName;
import org.bailiwick.acme.Identifier;
import org.bailiwick.acme.Problem;
import org.bailiwick.acme.SubjectName;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.TBSCertificate;

/**
 * What a certificate that another CA made must be before it is taken for what was asked for. Whatever that CA does, its
 * certificate is for the key and exactly the names that were proven here, and is no more than the profile allows. Who has
 * signed it is for {@link TrustAnchors} to say.
 *
 * @param key the key of the request
 * @param identifiers the names that were proven
 * @param profile what it was asked by; a certificate may be valid for less time and for fewer purposes
 * @param now the moment at which it came
 */
public record IssuedCheck(KeyFingerprint key, List<Identifier> identifiers, CertificateProfile profile, Instant now) {

    public IssuedCheck {
        identifiers = List.copyOf(identifiers);
    }

    /**
     * What is wrong with a certificate: a clause for each thing; nothing, if it may be taken.
     *
     * @param der whatever came
     */
    public List<String> findings(byte[] der) {
        Findings findings = new Findings();
        try {
            EndEntityCertificate certificate =
                    EndEntityCertificate.parse(der).orElseThrow(() -> new IllegalArgumentException("no certificate"));
            TBSCertificate tbs = org.bouncycastle.asn1.x509.Certificate.getInstance(DistinguishedEncoding.read(der))
                    .getTBSCertificate();
            if (tbs.getExtensions() == null) {
                return List.of("it has no extensions, so that it names nobody");
            }
            findings.demand(certificate.key().equals(key), "it is for another key than that of the request");
            checkNames(certificate.names(), tbs, findings);
            checkValidity(tbs, findings);
            checkKind(certificate, tbs.getExtensions(), findings);
            checkKeyUsage(tbs.getExtensions(), findings);
            checkPurposes(tbs.getExtensions(), findings);
        } catch (EncodingException wrong) {
            findings.add("it cannot be read: " + wrong.clause());
        } catch (AcmeException | IllegalArgumentException | IllegalStateException | ClassCastException unreadable) {
            findings.add("it is no certificate, or has something in it that cannot be read");
        }
        return findings.clauses();
    }

    /** Of whatever kind: what is neither a name of the request nor a common name that repeats one is too many. */
    private void checkNames(List<SubjectName> names, TBSCertificate tbs, Findings findings) {
        Set<SubjectName> alternative =
                names.stream().filter(name -> !(name instanceof CommonName)).collect(Collectors.toSet());
        Set<SubjectName> missing = new HashSet<>(identifiers);
        missing.removeAll(alternative);
        findings.demand(missing.isEmpty(), "it lacks " + listed(missing));
        alternative.removeAll(Set.copyOf(identifiers));
        findings.demand(alternative.isEmpty(), "it has " + listed(alternative) + ", which was not asked for");
        Set<String> permitted = identifiers.stream().map(Identifier::value).collect(Collectors.toSet());
        List<SubjectName> commonNames =
                names.stream().filter(CommonName.class::isInstance).toList();
        findings.demand(
                commonNames.size() <= 1 && commonNames.stream().allMatch(name -> permitted.contains(name.value())),
                "its common name is not one of the names that were asked for");
        findings.demand(
                tbs.getSubject().getRDNs(PKCSObjectIdentifiers.pkcs_9_at_emailAddress).length == 0,
                "it has an e-mail address in its subject, which was not asked for");
    }

    private static String listed(Set<SubjectName> names) {
        return names.stream()
                .limit(5)
                .map(name -> "\"" + Problem.printable(name.value()) + "\"")
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private void checkValidity(TBSCertificate tbs, Findings findings) throws EncodingException {
        Validity validity = new Validity(
                Validity.instant(tbs.getStartDate().toASN1Primitive()),
                Validity.instant(tbs.getEndDate().toASN1Primitive()));
        findings.demand(
                validity.length().compareTo(profile.validity()) <= 0,
                "it is valid for longer than the profile \"%s\" allows".formatted(profile.name()));
        findings.demand(
                !validity.notBefore().isAfter(now.plus(TrustAnchors.SKEW))
                        && validity.notAfter().isAfter(now),
                "it is not valid now");
    }

    private static void checkKind(EndEntityCertificate certificate, Extensions extensions, Findings findings) {
        BasicConstraints constraints = BasicConstraints.fromExtensions(extensions);
        findings.demand(constraints == null || !constraints.isCA(), "it is a CA's");
        findings.demand(certificate.kind() != CertificateKind.OCSP_RESPONDER, "it is an OCSP responder's");
        findings.demand(
                certificate.namesIssuerKey(),
                "it does not say which key of its issuer signed it (RFC 5280 §4.2.1.1), so that RFC 9773 has no name for it");
    }

    private void checkKeyUsage(Extensions extensions, Findings findings) {
        var usage = org.bouncycastle.asn1.x509.KeyUsage.fromExtensions(extensions);
        if (usage == null) {
            findings.add("it has no keyUsage, so that its key may do everything");
            return;
        }
        int bits = profile.keyUsages().stream()
                .filter(known -> usage.hasUsages(known.bit()))
                .mapToInt(KeyUsage::bit)
                .sum();
        findings.demand(
                usage.equals(new org.bouncycastle.asn1.x509.KeyUsage(bits)),
                "its keyUsage has something that the profile \"%s\" has not".formatted(profile.name()));
    }

    private void checkPurposes(Extensions extensions, Findings findings) {
        var usage = org.bouncycastle.asn1.x509.ExtendedKeyUsage.fromExtensions(extensions);
        if (usage == null) {
            findings.add("it has no extendedKeyUsage, so that it is good for everything");
            return;
        }
        Set<KeyPurposeId> permitted =
                profile.extendedKeyUsages().stream().map(ExtendedKeyUsage::asn1).collect(Collectors.toSet());
        KeyPurposeId[] purposes = usage.getUsages();
        findings.demand(
                purposes.length > 0 && permitted.containsAll(Arrays.asList(purposes)),
                "its extendedKeyUsage has something that the profile \"%s\" has not".formatted(profile.name()));
    }
}
