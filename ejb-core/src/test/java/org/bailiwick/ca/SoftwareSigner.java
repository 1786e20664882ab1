package org.bailiwick.ca;

import java.io.IOException;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.concurrent.atomic.AtomicInteger;
import org.bailiwick.hsm.CaSigner;
import org.bailiwick.hsm.SignatureScheme;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.DefaultSignatureNameFinder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A signer without a token: a key of the platform, for tests. Counts what it signed. */
public final class SoftwareSigner implements CaSigner {

    private final KeyPair keys;
    private final SignatureScheme scheme;
    private final AtomicInteger signatures = new AtomicInteger();

    public SoftwareSigner(KeyPair keys, SignatureScheme scheme) {
        this.keys = keys;
        this.scheme = scheme;
    }

    /** A signer with a fresh key of the scheme's kind. */
    public static SoftwareSigner of(SignatureScheme scheme) {
        String name = scheme.name();
        KeyPair keys = name.startsWith("RSA_")
                ? rsa(2048)
                : ellipticCurve("secp%sr1".formatted(name.substring("ECDSA_P".length(), "ECDSA_Pnnn".length())));
        return new SoftwareSigner(keys, scheme);
    }

    /** A fresh pair on a curve by its JDK name. */
    public static KeyPair ellipticCurve(String curve) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(curve));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** A fresh RSA pair. */
    public static KeyPair rsa(int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** A fresh pair of an algorithm without parameters: Ed25519, Ed448, X25519. */
    public static KeyPair pair(String algorithm) {
        try {
            return KeyPairGenerator.getInstance(algorithm).generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public PublicKey publicKey() {
        return keys.getPublic();
    }

    @Override
    public SignatureScheme scheme() {
        return scheme;
    }

    @Override
    public byte[] sign(byte[] completeTbs) {
        signatures.incrementAndGet();
        AlgorithmIdentifier algorithm = AlgorithmIdentifier.getInstance(scheme.algorithmIdentifier());
        return sign(keys, new DefaultSignatureNameFinder().getAlgorithmName(algorithm), completeTbs);
    }

    /** How often this key signed. */
    public int signatures() {
        return signatures.get();
    }

    static byte[] sign(KeyPair keys, String algorithm, byte[] octets) {
        try {
            ContentSigner signer = new JcaContentSignerBuilder(algorithm)
                    .setProvider(BouncyCastle.PROVIDER)
                    .build(keys.getPrivate());
            try (OutputStream out = signer.getOutputStream()) {
                out.write(octets);
            }
            return signer.getSignature();
        } catch (OperatorCreationException | IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
