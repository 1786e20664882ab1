package org.bailiwick.ca;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import javax.security.auth.x500.X500Principal;
import org.bailiwick.hsm.CaSigner;
import org.bailiwick.hsm.SignatureScheme;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.pkcs.Attribute;
import org.bouncycastle.asn1.pkcs.CertificationRequestInfo;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/**
 * A request of ours for a CA certificate (PKCS#10, RFC 2986), which another CA is to answer. It asks for what an issuing CA
 * needs: cA with a path length of 0, keyCertSign and cRLSign. Who answers may make the path longer.
 *
 * @param der the {@code CertificationRequest}
 * @param scheme how its key signs
 */
@SuppressWarnings("ArrayRecordComponent") // copied in and out
public record CaRequest(byte[] der, SignatureScheme scheme) {

    private static final Base64.Encoder LINES_OF_64 =
            Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

    public CaRequest {
        der = der.clone();
    }

    /**
     * Has one signed by the key that it is for, and verifies the signature.
     *
     * @throws org.bailiwick.hsm.TokenException if the token does not sign
     */
    public static CaRequest sign(CaSubject subject, CaSigner signer) {
        SubjectPublicKeyInfo key =
                SubjectPublicKeyInfo.getInstance(signer.publicKey().getEncoded());
        Extensions extensions = new Extensions(
                CaCertificateIssuer.own(key, new BasicConstraints(0)).toArray(Extension[]::new));
        Attribute asked = new Attribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, new DERSet(extensions));
        CertificationRequestInfo contents = new CertificationRequestInfo(subject.name(), key, new DERSet(asked));
        return new CaRequest(SignedStructure.sign(SignedStructure.der(contents), signer), signer.scheme());
    }

    /** One that was stored. */
    public static CaRequest of(byte[] der, SignatureScheme scheme) {
        return new CaRequest(der, scheme);
    }

    @Override
    public byte[] der() {
        return der.clone();
    }

    /** The name that it asks for. */
    public X500Principal subject() {
        return new X500Principal(SignedStructure.der(contents().getSubject()));
    }

    /** The key that it is for. */
    public KeyFingerprint key() {
        return KeyFingerprint.of(SignedStructure.der(contents().getSubjectPublicKeyInfo()));
    }

    /** As {@code openssl req} reads it, lines end in LF. */
    public String pem() {
        return "-----BEGIN CERTIFICATE REQUEST-----\n" + LINES_OF_64.encodeToString(der)
                + "\n-----END CERTIFICATE REQUEST-----\n";
    }

    private CertificationRequestInfo contents() {
        return CertificationRequestInfo.getInstance(
                ASN1Sequence.getInstance(der).getObjectAt(0));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CaRequest that && Arrays.equals(der, that.der) && scheme == that.scheme;
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(der);
    }

    @Override
    public String toString() {
        return "request for " + subject();
    }
}
