package org.bailiwick.cmp;

import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/**
 * Protection by a shared secret: PBM (RFC 4211 §4.4, here with SHA-256 and HMAC-SHA256) or PBMAC1 (RFC 8018 §7.1, RFC 9481 §6.1.2,
 * here with PBKDF2 and HMAC-SHA256 twice). Of others, these are taken and nothing else: PBM with a salt of 8 to 128 octets and 100 to
 * 100,000 iterations; PBMAC1 with one of 16 to 128 and 1,000 to 1,000,000. What is asked for beyond is refused before anything is
 * computed. A CA's answer may be by HMAC-SHA1, in which nobody has found a weakness: OpenSSL's server knows no other.
 */
public final class MacProtection implements Protection {

    private final MacAlgorithm algorithm;
    private final byte[] secret;
    private final Optional<Octets> reference;

    private MacProtection(MacAlgorithm algorithm, byte[] secret, Optional<Octets> reference) {
        requireSecret(secret);
        this.algorithm = algorithm;
        this.secret = secret.clone();
        this.reference = reference;
    }

    /**
     * PBM with 10,000 iterations: every CMP implementation has it.
     *
     * @param secret not empty
     * @param reference what the secret is called, as {@code senderKID}
     * @throws IllegalArgumentException if the secret is empty
     */
    public static MacProtection passwordBased(byte[] secret, Optional<Octets> reference) {
        return new MacProtection(PasswordBasedMac.ours(), secret, reference);
    }

    /**
     * PBMAC1 with 100,000 iterations.
     *
     * @param secret not empty
     * @param reference what the secret is called, as {@code senderKID}
     * @throws IllegalArgumentException if the secret is empty
     */
    public static MacProtection pbmac1(byte[] secret, Optional<Octets> reference) {
        return new MacProtection(Pbmac1.ours(), secret, reference);
    }

    /**
     * Protection of the answer to a message that was {@link #verify verified}: by the same algorithm, secret and reference.
     *
     * @throws IllegalArgumentException if the message is not protected by a MAC that is taken
     */
    public static MacProtection answering(CmpMessage request, byte[] secret) {
        AlgorithmIdentifier algorithm = request.algorithm();
        if (algorithm == null) {
            throw new IllegalArgumentException("the request is not protected");
        }
        try {
            return new MacProtection(
                    MacAlgorithm.read(algorithm, false).again(),
                    secret,
                    request.header().senderKeyId());
        } catch (CmpException neverVerified) {
            throw new IllegalArgumentException("the request is not protected by a MAC that is taken", neverVerified);
        }
    }

    /**
     * Demands that a message is protected by a MAC of a secret.
     *
     * @param secret not empty
     * @throws CmpException {@code wrongIntegrity} if it is protected by something else or not at all, {@code badAlg} if by a MAC
     *     that is not taken, {@code badMessageCheck} if it was altered or the secret is another
     * @throws IllegalArgumentException if the secret is empty
     */
    public static void verify(CmpMessage message, byte[] secret) throws CmpException {
        requireSecret(secret);
        AlgorithmIdentifier algorithm = message.algorithm();
        byte[] protection = message.protection();
        if (algorithm == null || protection == null || message.protectedBy() != CmpMessage.ProtectedBy.MAC) {
            throw new CmpException(
                    FailureInfo.WRONG_INTEGRITY, "The message must be protected by a MAC of the enrolment secret.");
        }
        byte[] right = MacAlgorithm.read(algorithm, message.isAnswer()).mac(secret, message.protectedPart());
        if (!MessageDigest.isEqual(right, protection)) {
            throw new CmpException(
                    FailureInfo.BAD_MESSAGE_CHECK,
                    "The MAC is wrong: the secret is another, or the message was altered.");
        }
    }

    @Override
    public byte[] protect(CmpHeader header, CmpBody body, List<byte[]> extraCertificates) {
        ProtectedPart part = ProtectedPart.of(header.from(header.sender(), reference), body, algorithm.asn1());
        return part.message(algorithm.mac(secret, part.octets()), extraCertificates);
    }

    private static void requireSecret(byte[] secret) {
        if (secret.length == 0) {
            throw new IllegalArgumentException("an empty secret protects nothing");
        }
    }
}
