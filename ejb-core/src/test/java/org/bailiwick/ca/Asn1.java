package org.bailiwick.ca;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.operator.ContentSigner;

/** ASN.1 for tests, without checked exceptions. */
final class Asn1 {

    private Asn1() {}

    static byte[] der(ASN1Encodable value) {
        try {
            return value.toASN1Primitive().getEncoded(ASN1Encoding.DER);
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** As it was put together, without sorting sets. */
    static byte[] dl(ASN1Encodable value) {
        try {
            return value.toASN1Primitive().getEncoded(ASN1Encoding.DL);
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static ASN1Primitive read(byte[] der) {
        try {
            return ASN1Primitive.fromByteArray(der);
        } catch (IOException notAsn1) {
            throw new IllegalStateException(notAsn1);
        }
    }

    static Extension extension(ASN1ObjectIdentifier type, boolean critical, ASN1Encodable value) {
        return new Extension(type, critical, der(value));
    }

    static ContentSigner contentSigner(SoftwareSigner signer) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        return new ContentSigner() {
            @Override
            public AlgorithmIdentifier getAlgorithmIdentifier() {
                return AlgorithmIdentifier.getInstance(signer.scheme().algorithmIdentifier());
            }

            @Override
            public OutputStream getOutputStream() {
                return octets;
            }

            @Override
            public byte[] getSignature() {
                return signer.sign(octets.toByteArray());
            }
        };
    }
}
