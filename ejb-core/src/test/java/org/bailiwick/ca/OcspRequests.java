package org.bailiwick.ca;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/** OCSP requests, right ones and wrong ones, piece by piece. */
public final class OcspRequests {

    private final List<ASN1Encodable> requests = new ArrayList<>();
    private final List<ASN1Encodable> extensions = new ArrayList<>();
    private final List<ASN1Encodable> before = new ArrayList<>();
    private final List<ASN1Encodable> behind = new ArrayList<>();

    /** A request for one certificate, by SHA-1. */
    public static OcspRequests about(X509Certificate issuer, SerialNumber serial) {
        return new OcspRequests().and(issuer, serial.value());
    }

    /** And for another. */
    public OcspRequests and(X509Certificate issuer, BigInteger serial) {
        return ask(sha1(issuer, serial));
    }

    OcspRequests ask(ASN1Encodable id) {
        requests.add(new DERSequence(id));
        return this;
    }

    OcspRequests ask(ASN1Encodable id, Extension single) {
        requests.add(new DERSequence(new ASN1Encodable[] {id, new DERTaggedObject(true, 0, new DERSequence(single))}));
        return this;
    }

    /** A nonce of so many octets. */
    public OcspRequests nonce(int octets) {
        return extension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce, false, new DEROctetString(new byte[octets]));
    }

    OcspRequests extension(ASN1ObjectIdentifier type, boolean critical, ASN1Encodable value) {
        return extension(Asn1.extension(type, critical, value));
    }

    OcspRequests extension(ASN1Encodable extension) {
        extensions.add(extension);
        return this;
    }

    /** A version or a requestor's name. */
    OcspRequests first(int tag, ASN1Encodable value) {
        before.add(new DERTaggedObject(true, tag, value));
        return this;
    }

    /** A signature, or what is none. */
    OcspRequests last(ASN1Encodable value) {
        behind.add(value);
        return this;
    }

    /** DER. */
    public byte[] der() {
        ASN1EncodableVector tbs = new ASN1EncodableVector();
        before.forEach(tbs::add);
        tbs.add(new DERSequence(requests.toArray(ASN1Encodable[]::new)));
        if (!extensions.isEmpty()) {
            tbs.add(new DERTaggedObject(true, 2, new DERSequence(extensions.toArray(ASN1Encodable[]::new))));
        }
        ASN1EncodableVector all = new ASN1EncodableVector();
        all.add(new DERSequence(tbs));
        behind.forEach(all::add);
        return Asn1.der(new DERSequence(all));
    }

    static ASN1Encodable sha1(X509Certificate issuer, BigInteger serial) {
        return id(OIWObjectIdentifiers.idSHA1, "SHA-1", issuer, serial);
    }

    static ASN1Encodable sha256(X509Certificate issuer, BigInteger serial) {
        return id(NISTObjectIdentifiers.id_sha256, "SHA-256", issuer, serial);
    }

    static ASN1Encodable id(ASN1ObjectIdentifier type, String hash, X509Certificate issuer, BigInteger serial) {
        SubjectPublicKeyInfo key =
                SubjectPublicKeyInfo.getInstance(issuer.getPublicKey().getEncoded());
        return id(
                new AlgorithmIdentifier(type, DERNull.INSTANCE),
                digest(hash, issuer.getSubjectX500Principal().getEncoded()),
                digest(hash, key.getPublicKeyData().getBytes()),
                new ASN1Integer(serial));
    }

    static ASN1Encodable id(ASN1Encodable algorithm, byte[] name, byte[] key, ASN1Encodable serial) {
        return new DERSequence(
                new ASN1Encodable[] {algorithm, new DEROctetString(name), new DEROctetString(key), serial});
    }

    private static byte[] digest(String hash, byte[] octets) {
        try {
            return MessageDigest.getInstance(hash).digest(octets);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
