package org.bailiwick.it;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import org.bailiwick.hsm.CaSigner;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A CA that is not ours: a root that signs whatever it likes. */
final class ForeignCa {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final KeyPair key = AcmeClient.newKey();
    private final X500Name name;
    private final X509Certificate root;

    ForeignCa(String name) {
        this.name = new X500Name("CN=" + name);
        this.root = signed(draft(key.getPublic())
                .subject(this.name)
                .authority(true)
                .usage(KeyUsage.keyCertSign | KeyUsage.cRLSign)
                .purpose(KeyPurposeId.anyExtendedKeyUsage)
                .days(3_650));
    }

    X509Certificate root() {
        return root;
    }

    /** The root as PEM. */
    String pem() {
        return pem(root);
    }

    static String pem(X509Certificate certificate) {
        try {
            return Pki.pem("CERTIFICATE", certificate.getEncoded());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** For OpenSSL: {@code root.pem}, {@code root.key}. */
    ForeignCa writeTo(Path folder) throws IOException {
        Files.writeString(folder.resolve("root.pem"), pem());
        Files.writeString(
                folder.resolve("root.key"),
                Pki.pem("PRIVATE KEY", key.getPrivate().getEncoded()));
        return this;
    }

    /** Its key. */
    CaSigner signer() {
        return new CmpPeer.FileKey(key.getPublic(), key.getPrivate());
    }

    /** A certificate for a TLS server, as it should be; and to be made another one. */
    Draft draft(PublicKey of, String... names) {
        return new Draft(of, names);
    }

    X509Certificate signed(Draft draft) {
        return signed(draft, key);
    }

    /** In its name, by somebody else's key. */
    X509Certificate signed(Draft draft, KeyPair by) {
        try {
            Instant now = Clock.systemUTC().instant();
            X509v3CertificateBuilder certificate = new JcaX509v3CertificateBuilder(
                    name,
                    draft.serial,
                    Date.from(now.minus(Duration.ofHours(1))),
                    Date.from(now.plus(Duration.ofDays(draft.days))),
                    draft.subject,
                    draft.key);
            JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
            certificate
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(draft.authority))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(draft.usage))
                    .addExtension(
                            Extension.subjectKeyIdentifier, false, identifiers.createSubjectKeyIdentifier(draft.key))
                    .addExtension(
                            Extension.authorityKeyIdentifier,
                            false,
                            identifiers.createAuthorityKeyIdentifier(key.getPublic()));
            if (!draft.purpose.equals(KeyPurposeId.anyExtendedKeyUsage)) {
                certificate.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(draft.purpose));
            }
            if (draft.names.length > 0) {
                certificate.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(draft.names));
            }
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            certificate.build(new JcaContentSignerBuilder("SHA256withECDSA").build(by.getPrivate())));
        } catch (GeneralSecurityException | OperatorCreationException | IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** What a certificate is to be. */
    static final class Draft {

        private PublicKey key;
        private X500Name subject;
        private GeneralName[] names;
        private BigInteger serial = new BigInteger(120, RANDOM).setBit(110);
        private int days = 80;
        private int usage = KeyUsage.digitalSignature;
        private boolean authority;
        private KeyPurposeId purpose = KeyPurposeId.id_kp_serverAuth;

        private Draft(PublicKey key, String... names) {
            this.key = key;
            this.subject = new X500Name(names.length > 0 ? "CN=" + names[0] : "CN=nobody");
            this.names = Arrays.stream(names)
                    .map(each -> new GeneralName(GeneralName.dNSName, each))
                    .toArray(GeneralName[]::new);
        }

        Draft key(PublicKey other) {
            key = other;
            return this;
        }

        Draft subject(X500Name other) {
            subject = other;
            return this;
        }

        Draft names(GeneralName... others) {
            names = others.clone();
            return this;
        }

        /** One more. */
        Draft and(GeneralName more) {
            names = Arrays.copyOf(names, names.length + 1);
            names[names.length - 1] = more;
            return this;
        }

        Draft serial(BigInteger other) {
            serial = other;
            return this;
        }

        Draft days(int from) {
            days = from;
            return this;
        }

        Draft usage(int bits) {
            usage = bits;
            return this;
        }

        Draft authority(boolean is) {
            authority = is;
            return this;
        }

        /** {@code anyExtendedKeyUsage} for no extension. */
        Draft purpose(KeyPurposeId other) {
            purpose = other;
            return this;
        }
    }
}
