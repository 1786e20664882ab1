package org.bailiwick.it;

import jakarta.json.Json;
import java.io.IOException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.BERTags;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.pkcs.Attribute;
import org.bouncycastle.asn1.pkcs.CertificationRequest;
import org.bouncycastle.asn1.pkcs.CertificationRequestInfo;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequestBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/** PKCS#10 requests that ask for what they should not. */
final class CraftedCsr {

    /** An arc for examples: IANA gave it to nobody (RFC 5612). */
    private static final ASN1ObjectIdentifier PRIVATE_EXTENSION = new ASN1ObjectIdentifier("1.3.6.1.4.1.32473.1");

    private static final BouncyCastleProvider BOUNCY_CASTLE = new BouncyCastleProvider();

    private static final String ECDSA = "SHA256withECDSA";

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
                    ECDSA,
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

    /** One with these names, whatever they are. */
    static byte[] withNames(KeyPair key, ASN1Encodable... names) {
        return build(key, ECDSA, "", extensionsWith(new DERSequence(names)));
    }

    /** One that has the subjectAltName twice, each time with one of these names. */
    static byte[] withTwice(KeyPair key, ASN1Encodable first, ASN1Encodable second) {
        try {
            return new JcaPKCS10CertificationRequestBuilder(new X500Name(""), key.getPublic())
                    .addAttribute(
                            PKCSObjectIdentifiers.pkcs_9_at_extensionRequest,
                            new DERSequence(new ASN1Encodable[] {subjectAltName(first), subjectAltName(second)}))
                    .build(new JcaContentSignerBuilder(ECDSA).build(key.getPrivate()))
                    .getEncoded();
        } catch (IOException | OperatorCreationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** One for a key that another one signs, without proof that who asks has it. */
    static byte[] signedBy(KeyPair signer, PublicKey key, String name) {
        try {
            return new JcaPKCS10CertificationRequestBuilder(new X500Name(""), key)
                    .addAttribute(
                            PKCSObjectIdentifiers.pkcs_9_at_extensionRequest,
                            extensionsWith(new DERSequence(new GeneralName(GeneralName.dNSName, name)))
                                    .generate())
                    .build(new JcaContentSignerBuilder(ECDSA).build(signer.getPrivate()))
                    .getEncoded();
        } catch (IOException | OperatorCreationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** One for any key, with a signature of no octets. */
    static byte[] unsigned(SubjectPublicKeyInfo key, String name) throws IOException {
        Extensions extensions = extensionsWith(new DERSequence(new GeneralName(GeneralName.dNSName, name)))
                .generate();
        CertificationRequestInfo info = new CertificationRequestInfo(
                new X500Name(""),
                key,
                new DERSet(new Attribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, new DERSet(extensions))));
        return new CertificationRequest(
                        info,
                        new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256),
                        new DERBitString(new byte[0]))
                .getEncoded();
    }

    private static Extension subjectAltName(ASN1Encodable name) throws IOException {
        return new Extension(Extension.subjectAlternativeName, false, new DERSequence(name).getEncoded());
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
        return names.length == 0 ? new ExtensionsGenerator() : extensionsWith(new DERSequence(names));
    }

    private static ExtensionsGenerator extensionsWith(DERSequence subjectAltName) {
        try {
            ExtensionsGenerator extensions = new ExtensionsGenerator();
            extensions.addExtension(Extension.subjectAlternativeName, false, subjectAltName);
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
            return builder.build(signerOf(algorithm, key)).getEncoded();
        } catch (IOException | OperatorCreationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Bouncy Castle's, for keys that Java knows no more. */
    private static ContentSigner signerOf(String algorithm, KeyPair key) throws OperatorCreationException {
        return new JcaContentSignerBuilder(algorithm).setProvider(BOUNCY_CASTLE).build(key.getPrivate());
    }

    static GeneralName[] dns(String... names) {
        return Arrays.stream(names)
                .map(name -> new GeneralName(GeneralName.dNSName, name))
                .toArray(GeneralName[]::new);
    }
}
