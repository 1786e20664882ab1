package org.bailiwick.hsm.ceremony;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.function.UnaryOperator;
import org.bailiwick.hsm.CaSigner;
import org.bailiwick.hsm.SignatureScheme;

/**
 * A signer without a token, for what needs none; or one that is broken.
 *
 * @param fault what becomes of a right signature on its way
 */
record SoftwareSigner(KeyPair keys, UnaryOperator<byte[]> fault) implements CaSigner {

    static SoftwareSigner create() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return new SoftwareSigner(generator.generateKeyPair(), UnaryOperator.identity());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    SoftwareSigner broken(UnaryOperator<byte[]> how) {
        return new SoftwareSigner(keys, how);
    }

    @Override
    public PublicKey publicKey() {
        return keys.getPublic();
    }

    @Override
    public SignatureScheme scheme() {
        return SignatureScheme.ECDSA_P256_SHA256;
    }

    @Override
    public byte[] sign(byte[] completeTbs) {
        try {
            Signature engine = Signature.getInstance("SHA256withECDSA");
            engine.initSign(keys.getPrivate());
            engine.update(completeTbs);
            return fault.apply(engine.sign());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
