package org.bailiwick.it;

import jakarta.json.Json;
import java.io.IOException;
import java.security.KeyPair;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.BERTags;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.pkcs.Attribute;
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

    /** An arc for examples: IANA gave it to nobody (RFC 5612). */
    private static final ASN1ObjectIdentifier PRIVATE_EXTENSION = new ASN1ObjectIdentifier("1.3.6.1.4.1.32473.1");

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

    /**
     * One for a name that asks for more rights and fields than a server has.
     *
     * @param marker printable ASCII that is in its subject, its attributes and one of the extensions it asks for
     */
    static byte[] greedy(KeyPair key, String name, boolean certificateAuthority, String marker) {
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
            extensions.addExtension(PRIVATE_EXTENSION, false, new DERUTF8String(marker));
            return build(
                    key,
                    "SHA256withECDSA",
                    "C=XX,O=%s,OU=Root,E=a@evil.example,CN=%s".formatted(marker, name),
                    extensions,
                    new Attribute(
                            PKCSObjectIdentifiers.pkcs_9_at_challengePassword, new DERSet(new DERUTF8String(marker))),
                    new Attribute(
                            PKCSObjectIdentifiers.pkcs_9_at_unstructuredName, new DERSet(new DERUTF8String(marker))));
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** A SEQUENCE in a SEQUENCE in a SEQUENCE: good DER, and deeper than any stack. */
    static byte[] nest(int levels) {
        try {
            byte[] nest = new byte[0];
            for (int level = 0; level < levels; level++) {
                nest = new DEROctetString(nest).getEncoded();
                nest[0] = BERTags.SEQUENCE | BERTags.CONSTRUCTED;
            }
            return nest;
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

    private static byte[] build(
            KeyPair key, String algorithm, String subject, ExtensionsGenerator extensions, Attribute... attributes) {
        try {
            PKCS10CertificationRequestBuilder builder =
                    new JcaPKCS10CertificationRequestBuilder(new X500Name(subject), key.getPublic());
            for (Attribute attribute : attributes) {
                builder.addAttribute(
                        attribute.getAttrType(), attribute.getAttrValues().getObjectAt(0));
            }
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
