package org.bailiwick.authority.standing;

import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.time.Instant;

/**
 * A certificate of a chain.
 *
 * @param subject its name (RFC 4514)
 * @param serial hexadecimal, in whole octets
 * @param notBefore from when it is valid
 * @param remaining until when
 * @param algorithm of its key, as {@code EC P-384}
 * @param root whether it names itself as issuer
 * @param own whether it is the issuer's own, at the end of the chain
 */
public record ChainMember(
        String subject,
        String serial,
        Instant notBefore,
        Remaining remaining,
        String algorithm,
        boolean root,
        boolean own) {

    static ChainMember of(X509Certificate certificate, boolean own, Instant now) {
        return new ChainMember(
                certificate.getSubjectX500Principal().getName(),
                hexadecimal(certificate.getSerialNumber()),
                certificate.getNotBefore().toInstant(),
                Remaining.of(certificate.getNotAfter().toInstant(), now),
                KeyText.of(certificate.getPublicKey()),
                certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal()),
                own);
    }

    private static String hexadecimal(BigInteger serial) {
        String digits = serial.toString(16);
        return digits.length() % 2 == 0 ? digits : "0" + digits;
    }
}
