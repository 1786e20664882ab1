package org.bailiwick.cmp;

import java.util.List;
import java.util.Optional;

/**
 * Protection by a shared secret: PBM (RFC 4211 §4.4, here with SHA-256 and HMAC-SHA256) or PBMAC1 (RFC 8018 §7.1, RFC 9481 §6.1.2,
 * here with PBKDF2 and HMAC-SHA256 twice). Of others, these are taken and nothing else: PBM with a salt of 8 to 128 octets and 100 to
 * 100,000 iterations; PBMAC1 with one of 16 to 128 and 1,000 to 1,000,000. What is asked for beyond is refused before anything is
 * computed.
 */
public final class MacProtection implements Protection {

    private MacProtection() {}

    /**
     * PBM with 10,000 iterations: every CMP implementation has it.
     *
     * @param secret not empty
     * @param reference what the secret is called, as {@code senderKID}
     * @throws IllegalArgumentException if the secret is empty
     */
    public static MacProtection passwordBased(byte[] secret, Optional<Octets> reference) {
        throw new UnsupportedOperationException();
    }

    /**
     * PBMAC1 with 100,000 iterations.
     *
     * @param secret not empty
     * @param reference what the secret is called, as {@code senderKID}
     * @throws IllegalArgumentException if the secret is empty
     */
    public static MacProtection pbmac1(byte[] secret, Optional<Octets> reference) {
        throw new UnsupportedOperationException();
    }

    /**
     * Protection of the answer to a message that was {@link #verify verified}: by the same algorithm, secret and reference.
     *
     * @throws IllegalArgumentException if the message is not protected by a MAC
     */
    public static MacProtection answering(CmpMessage request, byte[] secret) {
        throw new UnsupportedOperationException();
    }

    /**
     * Demands that a message is protected by a MAC of a secret.
     *
     * @param secret not empty
     * @throws CmpException {@code wrongIntegrity} if it is protected by something else or not at all, {@code badAlg} if by a MAC
     *     that is not taken, {@code badMessageCheck} if it was altered or the secret is another
     */
    public static void verify(CmpMessage message, byte[] secret) throws CmpException {
        throw new UnsupportedOperationException();
    }

    @Override
    public byte[] protect(CmpHeader header, CmpBody body, List<byte[]> extraCertificates) {
        throw new UnsupportedOperationException();
    }
}
