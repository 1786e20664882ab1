package org.bailiwick.cmp;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DERNull;
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
     * @throws CmpException {@code badAlg} if it is another, or its parameters are out of bounds
     */
    static MacAlgorithm read(AlgorithmIdentifier algorithm) throws CmpException {
        if (algorithm.getAlgorithm().equals(CMPObjectIdentifiers.passwordBasedMac)) {
            return PasswordBasedMac.read(algorithm.getParameters());
        } else if (algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBMAC1)) {
            return Pbmac1.read(algorithm.getParameters());
        } else {
            throw new CmpException(FailureInfo.BAD_ALG, "The MAC is neither PBM nor PBMAC1.");
        }
    }

    static AlgorithmIdentifier hmacSha256() {
        return new AlgorithmIdentifier(PKCSObjectIdentifiers.id_hmacWithSHA256, DERNull.INSTANCE);
    }

    static byte[] hmacSha256(byte[] key, byte[] octets) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(octets);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has HmacSHA256", impossible);
        }
    }

    /** Demands an algorithm without parameters, or with NULL ones. */
    static void require(AlgorithmIdentifier algorithm, ASN1ObjectIdentifier wanted, String sentence)
            throws CmpException {
        ASN1Encodable parameters = algorithm.getParameters();
        if (!algorithm.getAlgorithm().equals(wanted) || !(parameters == null || DERNull.INSTANCE.equals(parameters))) {
            throw new CmpException(FailureInfo.BAD_ALG, sentence);
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
        if (iterations.compareTo(BigInteger.valueOf(fewest)) < 0 || iterations.compareTo(BigInteger.valueOf(most)) > 0) {
            throw new CmpException(
                    FailureInfo.BAD_ALG, "The MAC's iterations are not %d to %d.".formatted(fewest, most));
        }
        return iterations.intValue();
    }
}
