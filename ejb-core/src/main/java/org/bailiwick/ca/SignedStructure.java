package org.bailiwick.ca;

import java.io.IOException;
import org.bailiwick.hsm.CaSigner;
import org.bailiwick.hsm.TokenException.SignatureFailed;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/** The form that certificates (RFC 5280 §4.1) and requests for them (RFC 2986 §4) have in common: contents, algorithm, signature. */
final class SignedStructure {

    private SignedStructure() {}

    /**
     * Has contents signed, and verifies the signature before anybody sees it.
     *
     * @param contents DER, complete
     * @return DER of the whole
     * @throws SignatureFailed if what the token gave is not its key's signature over these octets
     * @throws org.bailiwick.hsm.TokenException if the token does not sign
     */
    static byte[] sign(byte[] contents, CaSigner signer) {
        AlgorithmIdentifier algorithm = SignatureAlgorithms.of(signer);
        byte[] signature = signer.sign(contents.clone());
        if (!SignatureAlgorithms.verifies(signer.publicKey(), algorithm, contents, signature)) {
            throw new SignatureFailed(
                    "What the token gave is not a signature by its key",
                    "The HSM is broken, or its key does not sign by the scheme %s.".formatted(signer.scheme()),
                    null,
                    null);
        }
        return sequence(read(contents), algorithm, new DERBitString(signature));
    }

    /** DER of a SEQUENCE. */
    static byte[] sequence(ASN1Encodable... elements) {
        return der(new DERSequence(elements));
    }

    static byte[] der(ASN1Encodable structure) {
        try {
            return structure.toASN1Primitive().getEncoded(ASN1Encoding.DER);
        } catch (IOException impossible) {
            throw new IllegalStateException("a structure that we built or checked has a DER encoding", impossible);
        }
    }

    private static ASN1Primitive read(byte[] contents) {
        try {
            return DistinguishedEncoding.read(contents);
        } catch (EncodingException impossible) {
            throw new IllegalStateException("what is to be signed is DER", impossible);
        }
    }
}
