package org.bailiwick.admin;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Provider;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bailiwick.ca.SoftwareSigner;
import org.bailiwick.schema.Injected;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A CA for the client certificates of administrators, which issues whatever is asked of it. */
final class TestClientCa {

    private static final X500Principal NAME = new X500Principal("CN=Administrators of Corp");

    private static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();

    private final KeyPair key = SoftwareSigner.rsa(2048);

    /** A server's that trusts it and no other. */
    ClientCas trusted() {
        X509Certificate own =
                issue(NAME, key.getPublic(), "SHA256withRSA", Instant.parse("2040-01-01T00:00:00Z"), extension(true));
        return Injected.into(new ClientCas(), List.of(own));
    }

    /** One with an EC key. */
    X509Certificate client(String name, Instant end, Extension... extensions) {
        return client(name, end, SoftwareSigner.ellipticCurve("secp256r1"), extensions);
    }

    X509Certificate client(String name, Instant end, KeyPair own, Extension... extensions) {
        return issue(new X500Principal(name), own.getPublic(), "SHA256withRSA", end, extensions);
    }

    X509Certificate issue(
            X500Principal subject, PublicKey own, String algorithm, Instant end, Extension... extensions) {
        try {
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    NAME,
                    BigInteger.valueOf(end.getEpochSecond()),
                    Date.from(end.minus(Duration.ofDays(30))),
                    Date.from(end),
                    subject,
                    own);
            for (Extension each : extensions) {
                builder.addExtension(each);
            }
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder(algorithm)
                            .setProvider(BOUNCY_CASTLE)
                            .build(key.getPrivate())));
        } catch (GeneralSecurityException | OperatorCreationException | IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Whether it is a CA's. */
    static Extension extension(boolean ca) {
        try {
            return Extension.create(Extension.basicConstraints, true, new BasicConstraints(ca));
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
