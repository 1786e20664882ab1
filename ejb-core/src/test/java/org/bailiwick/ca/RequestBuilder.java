package org.bailiwick.ca;

import java.security.KeyPair;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DLSequence;
import org.bouncycastle.asn1.DLSet;
import org.bouncycastle.asn1.pkcs.Attribute;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.operator.DefaultSignatureAlgorithmIdentifierFinder;
import org.jspecify.annotations.Nullable;

/** Certification requests as clients and attackers write them. */
final class RequestBuilder {

    /** Ed25519 signs fast, and tests want many. */
    static final KeyPair KEY = SoftwareSigner.pair("Ed25519");

    private KeyPair key = KEY;
    private String algorithm = "Ed25519";
    private int version;
    private X500Name subject = new X500Name("");
    private final List<ASN1Encodable> extensions = new ArrayList<>();
    private final List<ASN1Encodable> attributes = new ArrayList<>();
    private @Nullable ASN1Encodable wholeAttributes;
    private byte @Nullable [] subjectPublicKeyInfo;
    private byte @Nullable [] signature;
    private @Nullable AlgorithmIdentifier algorithmIdentifier;
    private boolean withoutAttributes;

    static RequestBuilder forNames(String... names) {
        return new RequestBuilder().dnsNames(names);
    }

    RequestBuilder key(KeyPair pair, String signatureAlgorithm) {
        key = pair;
        algorithm = signatureAlgorithm;
        return this;
    }

    RequestBuilder version(int value) {
        version = value;
        return this;
    }

    RequestBuilder subject(String name) {
        return subject(new X500Name(name));
    }

    RequestBuilder subject(X500Name name) {
        subject = name;
        return this;
    }

    RequestBuilder dnsNames(String... names) {
        return alternativeNames(
                Arrays.stream(names).map(RequestBuilder::dnsName).toArray(ASN1Encodable[]::new));
    }

    RequestBuilder alternativeNames(ASN1Encodable... names) {
        return extension(Extension.subjectAlternativeName, false, new DERSequence(names));
    }

    RequestBuilder extension(ASN1ObjectIdentifier type, boolean critical, ASN1Encodable value) {
        return extension(Asn1.extension(type, critical, value));
    }

    RequestBuilder extension(ASN1Encodable extension) {
        extensions.add(extension);
        return this;
    }

    RequestBuilder attribute(ASN1ObjectIdentifier type, ASN1Encodable... values) {
        return anyAttribute(new Attribute(type, new DERSet(values)));
    }

    RequestBuilder anyAttribute(ASN1Encodable attribute) {
        attributes.add(attribute);
        return this;
    }

    RequestBuilder wholeAttributes(ASN1Encodable value) {
        wholeAttributes = value;
        return this;
    }

    RequestBuilder withoutAttributes() {
        withoutAttributes = true;
        return this;
    }

    RequestBuilder subjectPublicKeyInfo(byte[] value) {
        subjectPublicKeyInfo = value;
        return this;
    }

    RequestBuilder signature(byte[] value) {
        signature = value;
        return this;
    }

    RequestBuilder algorithmIdentifier(AlgorithmIdentifier value) {
        algorithmIdentifier = value;
        return this;
    }

    byte[] build() {
        return sign(info());
    }

    /** The octets that are signed: CertificationRequestInfo. */
    byte[] info() {
        ASN1EncodableVector info = new ASN1EncodableVector();
        info.add(new ASN1Integer(version));
        info.add(subject);
        info.add(Asn1.read(subjectPublicKeyInfo == null ? key.getPublic().getEncoded() : subjectPublicKeyInfo));
        if (!withoutAttributes) {
            info.add(wholeAttributes == null ? attributes() : wholeAttributes);
        }
        return Asn1.dl(new DLSequence(info));
    }

    /** A request around octets that need not be a CertificationRequestInfo. */
    byte[] sign(byte[] info) {
        AlgorithmIdentifier identifier = algorithmIdentifier == null
                ? new DefaultSignatureAlgorithmIdentifierFinder().find(algorithm)
                : algorithmIdentifier;
        byte[] bits = signature == null ? SoftwareSigner.sign(key, algorithm, info) : signature;
        return concatenated(info, Asn1.der(identifier), Asn1.der(new DERBitString(bits)));
    }

    private static byte[] concatenated(byte[]... elements) {
        int length = Arrays.stream(elements).mapToInt(element -> element.length).sum();
        byte[] all = new byte[length];
        int at = 0;
        for (byte[] element : elements) {
            System.arraycopy(element, 0, all, at, element.length);
            at += element.length;
        }
        return sequence(all);
    }

    /** SEQUENCE around any octets. */
    static byte[] sequence(byte[] contents) {
        byte[] header = Asn1.der(new DEROctetString(contents));
        header[0] = 0x30;
        return header;
    }

    private ASN1TaggedObject attributes() {
        List<ASN1Encodable> all = new ArrayList<>(attributes);
        if (!extensions.isEmpty()) {
            all.add(new Attribute(
                    PKCSObjectIdentifiers.pkcs_9_at_extensionRequest,
                    new DLSet(new DLSequence(extensions.toArray(ASN1Encodable[]::new)))));
        }
        return new DERTaggedObject(false, 0, new DERSet(all.toArray(ASN1Encodable[]::new)));
    }

    static ASN1Encodable dnsName(String name) {
        return new DERTaggedObject(false, GeneralName.dNSName, new DERIA5String(name));
    }

    static ASN1Encodable ipAddress(int... octets) {
        byte[] address = new byte[octets.length];
        for (int i = 0; i < octets.length; i++) {
            address[i] = (byte) octets[i];
        }
        return new DERTaggedObject(false, GeneralName.iPAddress, new DEROctetString(address));
    }
}
