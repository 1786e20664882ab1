package org.bailiwick.ca;

import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.ProblemType;

/**
 * Which public keys we accept. EC keys on P-256, P-384 and P-521 by name; Ed25519; RSA from 2048 bits with an exponent
 * from 65537, a modulus without small factors, without the ROCA weakness (CVE-2017-15361) and without close primes
 * (CVE-2022-26320). Keys can be blocked on top, one by one or by lists of weak ones ({@link WeakRsaKeys}).
 *
 * <p>One check costs microseconds, except for RSA (some hundred). The longest modulus bounds it, for a caller without an
 * account.
 */
public final class KeyRequirements {

    private static final KeyRequirements CERTIFICATE_KEYS =
            new KeyRequirements(ProblemType.BAD_CSR, "The certificate's key", 4096, List.of());
    private static final KeyRequirements ACCOUNT_KEYS =
            new KeyRequirements(ProblemType.BAD_PUBLIC_KEY, "The account key", 8192, List.of());

    private final ProblemType refusal;
    private final String subject;
    private final int rsaMaximumBits;
    private final List<Blocked> blocked;

    private KeyRequirements(ProblemType refusal, String subject, int rsaMaximumBits, List<Blocked> blocked) {
        this.refusal = refusal;
        this.subject = subject;
        this.rsaMaximumBits = rsaMaximumBits;
        this.blocked = List.copyOf(blocked);
    }

    /** For keys that go into a certificate: RSA up to 4096 bits, refused with {@code badCSR}. */
    public static KeyRequirements ofCertificateKeys() {
        return CERTIFICATE_KEYS;
    }

    /** For keys of ACME accounts: RSA up to 8192 bits, refused with {@code badPublicKey}. */
    public static KeyRequirements ofAccountKeys() {
        return ACCOUNT_KEYS;
    }

    /**
     * The same, and these keys not: the keys of the CA, keys that were compromised.
     *
     * @param keys tells whether a key is one of them
     * @param because why, as a clause that a client may read ("it is a key of this CA")
     */
    public KeyRequirements except(Predicate<KeyFingerprint> keys, String because) {
        return without(new Blocked(info -> keys.test(KeyFingerprint.of(info)), because));
    }

    /** The same, and these weak keys not. */
    public KeyRequirements except(WeakRsaKeys weak) {
        return without(new Blocked(weak::contain, WeakRsaKeys.BECAUSE));
    }

    private KeyRequirements without(Blocked keys) {
        List<Blocked> more = new ArrayList<>(blocked);
        more.add(keys);
        return new KeyRequirements(refusal, subject, rsaMaximumBits, more);
    }

    /**
     * Reads a key if it is acceptable.
     *
     * @param subjectPublicKeyInfo DER (RFC 5280 §4.1.2.7)
     * @return the key; its {@code getEncoded()} gives the same octets
     * @throws AcmeException {@code badCSR} or {@code badPublicKey} with the reason
     */
    public PublicKey require(byte[] subjectPublicKeyInfo) {
        PublicKey key = read(subjectPublicKeyInfo);
        requireNotBlocked(subjectPublicKeyInfo);
        return key;
    }

    /**
     * Demands of a key that is acceptable otherwise that it is none of those {@link #except excepted}.
     *
     * @param subjectPublicKeyInfo DER, of a key that was {@link #require required} before
     * @throws AcmeException {@code badCSR} or {@code badPublicKey} with the reason
     */
    public void requireNotBlocked(byte[] subjectPublicKeyInfo) {
        for (Blocked some : blocked) {
            if (some.keys().test(subjectPublicKeyInfo)) {
                throw refused(some.because());
            }
        }
    }

    /**
     * Demands that a key that was read elsewhere is acceptable.
     *
     * @throws AcmeException {@code badCSR} or {@code badPublicKey} with the reason
     */
    public void require(PublicKey key) {
        byte[] encoded = key.getEncoded();
        if (encoded == null) {
            throw refused("it has no encoding");
        }
        require(encoded);
    }

    private PublicKey read(byte[] subjectPublicKeyInfo) {
        try {
            PublicKey key = SubjectPublicKey.read(subjectPublicKeyInfo, rsaMaximumBits);
            if (!Arrays.equals(key.getEncoded(), subjectPublicKeyInfo)) {
                throw refused("it is not in its usual encoding");
            }
            return key;
        } catch (EncodingException unacceptable) {
            throw refused(unacceptable.clause());
        } catch (IllegalArgumentException | IllegalStateException otherStructure) {
            throw refused("it is not a SubjectPublicKeyInfo");
        }
    }

    private AcmeException refused(String because) {
        return new AcmeException(refusal.problem("%s is refused: %s.".formatted(subject, because)));
    }

    /** Some keys, by their DER {@code SubjectPublicKeyInfo}. */
    private record Blocked(Predicate<byte[]> keys, String because) {}
}
