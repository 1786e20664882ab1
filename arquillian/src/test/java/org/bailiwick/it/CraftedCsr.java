package org.bailiwick.it;

import jakarta.json.Json;
import java.io.IOException;
import java.security.KeyPair;
import java.util.Arrays;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequestBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/** PKCS#10 requests that ask for what they should not. */
final class CraftedCsr {

    private CraftedCsr() {}

    /** A finalize payload around anything. */
    static String payload(byte[] octets) {
        return payload(AcmeClient.base64url(octets));
    }

    static String payload(String csr) {
        return Json.createObjectBuilder().add("csr", csr).build().toString();
    }

    /** One with this subject and these names, signed by its key with this algorithm. */
    static byte[] of(KeyPair key, String algorithm, String subject, GeneralName... names) {
        return build(key, algorithm, subject, extensionsWith(names));
    }

    /** One for a name that asks for more rights and fields than a server has. */
    static byte[] greedy(KeyPair key, String name, boolean certificateAuthority) {
        try {
            ExtensionsGenerator extensions = extensionsWith(new GeneralName(GeneralName.dNSName, name));
            if (certificateAuthority) {
                extensions.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
            }
            extensions.addExtension(
                    Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyCertSign));
            extensions.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(new KeyPurposeId[] {
                KeyPurposeId.anyExtendedKeyUsage, KeyPurposeId.id_kp_OCSPSigning
            }));
            return build(key, "SHA256withECDSA", "C=XX,O=Evil Corp,OU=Root,E=a@evil.example,CN=" + name, extensions);
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static ExtensionsGenerator extensionsWith(GeneralName... names) {
        try {
            ExtensionsGenerator extensions = new ExtensionsGenerator();
            if (names.length > 0) {
                extensions.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
            }
            return extensions;
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static byte[] build(KeyPair key, String algorithm, String subject, ExtensionsGenerator extensions) {
        try {
            PKCS10CertificationRequestBuilder builder =
                    new JcaPKCS10CertificationRequestBuilder(new X500Name(subject), key.getPublic());
            builder.addAttribute(PKCSObjectIdentifiers.pkcs_9_at_challengePassword, new DERUTF8String("secret"));
            if (!extensions.isEmpty()) {
                builder.addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, extensions.generate());
            }
            return builder.build(new JcaContentSignerBuilder(algorithm).build(key.getPrivate()))
                    .getEncoded();
        } catch (IOException | OperatorCreationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static GeneralName[] dns(String... names) {
        return Arrays.stream(names)
                .map(name -> new GeneralName(GeneralName.dNSName, name))
                .toArray(GeneralName[]::new);
    }
}
