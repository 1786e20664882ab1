package org.bailiwick.cmp;

import java.math.BigInteger;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.cmp.CMPObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/** A MAC by a shared secret, with its parameters within their bounds. */
sealed interface MacAlgorithm permits PasswordBasedMac, Pbmac1 {

    /** In octets; more of a salt says nothing more, and costs the receiver. */
    int LONGEST_SALT = 128;

    /** How it is written as {@code protectionAlg}. */
    AlgorithmIdentifier asn1();

    /** Computes it; the iterations cost up to a second. */
    byte[] mac(byte[] secret, byte[] octets);

    /** The same algorithm with a fresh salt, and as many iterations. */
    MacAlgorithm again();

    /** Whether it is one at all, within the bounds or not. */
    static boolean isMac(AlgorithmIdentifier algorithm) {
        return algorithm.getAlgorithm().equals(CMPObjectIdentifiers.passwordBasedMac)
                || algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBMAC1);
    }

    /**
     * Reads one. Nothing is computed.
     *
     * @param answer whether it is a CA's answer to us, which may be by {@link Hmac#SHA_1}
     * @throws CmpException {@code badAlg} if it is another, or its parameters are out of bounds
     */
    static MacAlgorithm read(AlgorithmIdentifier algorithm, boolean answer) throws CmpException {
        if (algorithm.getAlgorithm().equals(CMPObjectIdentifiers.passwordBasedMac)) {
            return PasswordBasedMac.read(algorithm.getParameters(), answer);
        } else if (algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBMAC1)) {
            return Pbmac1.read(algorithm.getParameters());
        } else {
            throw new CmpException(FailureInfo.BAD_ALG, "The MAC is neither PBM nor PBMAC1.");
        }
    }

    static byte[] salt(ASN1OctetString salt, int shortest) throws CmpException {
        int octets = salt.getOctetsLength();
        if (octets < shortest || octets > LONGEST_SALT) {
            throw new CmpException(
                    FailureInfo.BAD_ALG,
                    "The MAC's salt has %d octets; %d to %d are taken.".formatted(octets, shortest, LONGEST_SALT));
        }
        return salt.getOctets();
    }

    static int iterations(ASN1Integer count, int fewest, int most) throws CmpException {
        BigInteger iterations = count.getValue();
        if (iterations.compareTo(BigInteger.valueOf(fewest)) < 0
                || iterations.compareTo(BigInteger.valueOf(most)) > 0) {
            throw new CmpException(
                    FailureInfo.BAD_ALG, "The MAC's iterations are not %d to %d.".formatted(fewest, most));
        }
        return iterations.intValue();
    }
}
