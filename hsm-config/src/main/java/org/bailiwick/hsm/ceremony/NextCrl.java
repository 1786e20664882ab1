package org.bailiwick.hsm.ceremony;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.Period;
import java.util.Arrays;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.bailiwick.hsm.CaSigner;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.TBSCertList;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.cert.X509v2CRLBuilder;

/**
 * What the next CRL (RFC 5280 §5) of an off-line CA shall say. What was revoked stays so: the entries of the CRL before are
 * taken over as they are.
 *
 * @param previous the one before; empty for the first
 * @param number its number; else one more than that of the one before
 * @param revocations what is revoked beside
 * @param untilNext from now until the CRL after it is there at the latest
 */
public record NextCrl(
        Optional<X509CRL> previous, Optional<BigInteger> number, List<Revocation> revocations, Period untilNext) {

    /** CRL numbers have at most 20 octets (RFC 5280 §5.2.3). */
    private static final int LONGEST_NUMBER_BITS = 159;

    private static final int CRL_SIGN = 6;

    public NextCrl {
        revocations = List.copyOf(revocations);
    }

    /** Makes it, checks it, has it signed and verifies the signature. */
    X509CRL sign(CaSigner key, X509Certificate issuer, Instant now) {
        Validity validity = Validity.of(now, untilNext);
        requireMaySign(issuer, validity);
        previous.ifPresent(before -> requireBefore(before, issuer, now));
        BigInteger next = nextNumber();
        requireNew(issuer);
        try {
            X509v2CRLBuilder builder = new X509v2CRLBuilder(name(issuer), Date.from(validity.notBefore()))
                    .setNextUpdate(Date.from(validity.notAfter()));
            if (previous.isPresent()) {
                builder.addCRL(new X509CRLHolder(previous.get().getEncoded()));
            }
            for (Revocation each : revocations) {
                builder.addCRLEntry(
                        each.serial(),
                        Date.from(validity.notBefore()),
                        each.reason().code());
            }
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    new AuthorityKeyIdentifier(CaCertificate.subjectKeyIdentifier(issuer)));
            builder.addExtension(Extension.cRLNumber, false, new CRLNumber(next));
            CaSigner checked = new CheckedSigner(key, tbs -> requireSound(tbs, key, issuer, next, validity));
            byte[] der = builder.build(new CollectingSigner(checked)).getEncoded();
            X509CRL crl = (X509CRL) CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(der));
            crl.verify(issuer.getPublicKey());
            return crl;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("The CRL that was signed does not verify; it was not kept.", e);
        }
    }

    /** The number of a CRL; empty if it has none. */
    static Optional<BigInteger> numberOf(X509CRL crl) {
        byte[] extension = crl.getExtensionValue(Extension.cRLNumber.getId());
        return extension == null
                ? Optional.empty()
                : Optional.of(ASN1Integer.getInstance(
                                ASN1OctetString.getInstance(extension).getOctets())
                        .getPositiveValue());
    }

    private static void requireMaySign(X509Certificate issuer, Validity validity) {
        boolean[] usage = issuer.getKeyUsage();
        if (issuer.getBasicConstraints() < 0 || (usage != null && !usage[CRL_SIGN])) {
            throw new IllegalArgumentException(
                    "The certificate of this key is not that of a CA which signs CRLs (basicConstraints, keyUsage).");
        }
        if (validity.notBefore().isBefore(issuer.getNotBefore().toInstant())
                || validity.notAfter().isAfter(issuer.getNotAfter().toInstant())) {
            throw new IllegalArgumentException("The CRL would count until " + validity.notAfter()
                    + ", and the certificate of its issuer only from "
                    + issuer.getNotBefore().toInstant() + " until "
                    + issuer.getNotAfter().toInstant() + ".");
        }
    }

    /** It must be this CA's, whole, and older: else entries would be lost, or foreign ones come in. */
    private static void requireBefore(X509CRL before, X509Certificate issuer, Instant now) {
        try {
            before.verify(issuer.getPublicKey());
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("The previous CRL is not signed by this key.", e);
        }
        if (!before.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())) {
            throw new IllegalArgumentException(
                    "The previous CRL is of another CA of this key: \"" + before.getIssuerX500Principal() + "\".");
        }
        if (before.getExtensionValue(Extension.deltaCRLIndicator.getId()) != null
                || before.getExtensionValue(Extension.issuingDistributionPoint.getId()) != null) {
            throw new IllegalArgumentException(
                    "The previous CRL is not a whole one: it is a delta, or for a part of the" + " certificates only.");
        }
        if (before.getThisUpdate().toInstant().isAfter(now)) {
            throw new IllegalArgumentException(
                    "The previous CRL is of " + before.getThisUpdate().toInstant()
                            + ", which is still to come: is the clock of this machine right?");
        }
    }

    private BigInteger nextNumber() {
        Optional<BigInteger> last = previous.flatMap(NextCrl::numberOf);
        if (previous.isPresent() && last.isEmpty()) {
            throw new IllegalArgumentException("The previous CRL has no number (RFC 5280 §5.2.3).");
        }
        BigInteger next = number.or(() -> last.map(BigInteger.ONE::add))
                .orElseThrow(() -> new IllegalArgumentException(
                        "Give the previous CRL; or, for the first one of this CA, a number such as 1."));
        if (last.isPresent() && next.compareTo(last.get()) <= 0) {
            throw new IllegalArgumentException("A CRL's number grows: the previous one has " + last.get()
                    + ", so this one" + " cannot have " + next + ".");
        }
        if (next.signum() < 0 || next.bitLength() > LONGEST_NUMBER_BITS) {
            throw new IllegalArgumentException("A CRL's number is not negative and has at most 20 octets.");
        }
        return next;
    }

    private void requireNew(X509Certificate issuer) {
        Set<BigInteger> serials = new HashSet<>();
        for (Revocation each : revocations) {
            String serial = each.serial().toString(16);
            if (each.certificate().isPresent() && !isIssuedBy(each.certificate().get(), issuer)) {
                throw new IllegalArgumentException("The certificate with the serial number " + serial
                        + " was not issued by this CA; it cannot revoke it.");
            }
            if (each.serial().equals(issuer.getSerialNumber())
                    && issuer.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())) {
                throw new IllegalArgumentException(
                        "A root does not revoke itself: nobody would look. Have it removed from"
                                + " where it is trusted.");
            }
            X509CRLEntry known = previous.map(before -> before.getRevokedCertificate(each.serial()))
                    .orElse(null);
            if (known != null) {
                throw new IllegalArgumentException("The certificate with the serial number " + serial
                        + " is revoked since " + known.getRevocationDate().toInstant() + ".");
            }
            if (!serials.add(each.serial())) {
                throw new IllegalArgumentException("The serial number " + serial + " is named twice.");
            }
        }
    }

    private static boolean isIssuedBy(X509Certificate certificate, X509Certificate issuer) {
        if (!certificate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())) {
            return false;
        }
        try {
            certificate.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** Reads what is to be signed as if somebody else had made it. */
    private void requireSound(byte[] tbs, CaSigner key, X509Certificate issuer, BigInteger next, Validity validity) {
        TBSCertList list = TBSCertList.getInstance(tbs);
        Set<BigInteger> expected = new TreeSet<>();
        revocations.forEach(each -> expected.add(each.serial()));
        previous.map(X509CRL::getRevokedCertificates)
                .ifPresent(before -> before.forEach(each -> expected.add(each.getSerialNumber())));
        List<BigInteger> found = Arrays.stream(list.getRevokedCertificates())
                .map(each -> each.getUserCertificate().getValue())
                .toList();
        try {
            boolean sound = Arrays.equals(list.getEncoded(ASN1Encoding.DER), tbs)
                    && list.getVersionNumber() == 2
                    && list.getSignature()
                            .equals(AlgorithmIdentifier.getInstance(key.scheme().algorithmIdentifier()))
                    && Arrays.equals(list.getIssuer().getEncoded(), name(issuer).getEncoded())
                    && list.getThisUpdate().getDate().toInstant().equals(validity.notBefore())
                    && list.getNextUpdate().getDate().toInstant().equals(validity.notAfter())
                    && CRLNumber.getInstance(list.getExtensions().getExtensionParsedValue(Extension.cRLNumber))
                            .getCRLNumber()
                            .equals(next)
                    && found.size() == expected.size()
                    && expected.containsAll(found);
            if (!sound) {
                throw new IllegalStateException("The CRL to be signed is not what was asked for; nothing was signed.");
            }
        } catch (IOException e) {
            throw new IllegalStateException("The CRL to be signed cannot be encoded; nothing was signed.", e);
        }
    }

    private static X500Name name(X509Certificate issuer) {
        return X500Name.getInstance(issuer.getSubjectX500Principal().getEncoded());
    }
}
