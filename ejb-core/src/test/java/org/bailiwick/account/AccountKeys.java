package org.bailiwick.account;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import org.bailiwick.ca.SoftwareSigner;

/** Key pairs and signatures for tests, made by the JDK's own providers: not by the code under test. */
final class AccountKeys {

    private AccountKeys() {}

    static KeyPair pair(JwsAlgorithm algorithm) {
        return switch (algorithm) {
            case ES256 -> ec("secp256r1");
            case ES384 -> ec("secp384r1");
            case ES512 -> ec("secp521r1");
            case EDDSA -> generated("Ed25519");
            case RS256 -> rsa(2048);
        };
    }

    static KeyPair ec(String curve) {
        return SoftwareSigner.ellipticCurve(curve);
    }

    static KeyPair rsa(int bits) {
        return SoftwareSigner.rsa(bits);
    }

    static KeyPair generated(String algorithm) {
        try {
            return KeyPairGenerator.getInstance(algorithm).generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static AccountKey accountKey(KeyPair pair) {
        return AccountKey.ofSubjectPublicKeyInfo(pair.getPublic().getEncoded());
    }

    static byte[] sign(JwsAlgorithm algorithm, KeyPair pair, byte[] input) {
        return sign(
                switch (algorithm) {
                    case ES256 -> "SHA256withECDSAinP1363Format";
                    case ES384 -> "SHA384withECDSAinP1363Format";
                    case ES512 -> "SHA512withECDSAinP1363Format";
                    case EDDSA -> "Ed25519";
                    case RS256 -> "SHA256withRSA";
                },
                pair,
                input);
    }

    static byte[] sign(String jcaName, KeyPair pair, byte[] input) {
        try {
            Signature signer = Signature.getInstance(jcaName);
            signer.initSign(pair.getPrivate());
            signer.update(input);
            return signer.sign();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
