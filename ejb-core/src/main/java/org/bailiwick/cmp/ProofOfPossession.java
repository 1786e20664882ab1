package org.bailiwick.cmp;

import java.security.PublicKey;
import org.bailiwick.ca.EncodingException;
import org.bailiwick.ca.SequenceReader;
import org.bailiwick.ca.SignatureAlgorithms;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/**
 * {@code ProofOfPossession} (RFC 4211 §4) of the one kind that is taken: a signature over the request.
 *
 * @param algorithm how
 * @param signature by the key to be certified
 * @param signed DER of {@code CertRequest}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and leaves this package by nothing
record ProofOfPossession(AlgorithmIdentifier algorithm, byte[] signature, byte[] signed) {

    private static final int RA_VERIFIED = 0;
    private static final int SIGNATURE = 1;
    private static final int KEY_ENCIPHERMENT = 2;
    private static final int KEY_AGREEMENT = 3;

    /**
     * Reads it out of a {@code CertReqMsg}.
     *
     * @throws CmpException {@code badPOP} if there is none, or one of another kind
     */
    static ProofOfPossession read(SequenceReader message, byte[] certRequest) throws EncodingException, CmpException {
        if (message.nextTaggedAs(RA_VERIFIED).isPresent()) {
            throw refused("raVerified is taken from nobody: send the requester's own p10cr");
        }
        ASN1TaggedObject signature = message.nextTaggedAs(SIGNATURE).orElse(null);
        if (signature == null) {
            boolean another = message.nextTaggedAs(KEY_ENCIPHERMENT).isPresent()
                    || message.nextTaggedAs(KEY_AGREEMENT).isPresent();
            throw refused(another ? "the key must be one that signs" : "there is none");
        }
        SequenceReader signing = SequenceReader.of(ASN1Sequence.getInstance(signature, false));
        if (signing.nextTaggedAs(0).isPresent()) {
            throw refused("the signature must be over the request itself, without poposkInput (RFC 4211 §4.1)");
        }
        AlgorithmIdentifier algorithm = AlgorithmIdentifier.getInstance(signing.next(ASN1Sequence.class));
        ASN1BitString bits = signing.next(ASN1BitString.class);
        signing.requireEnd();
        if (bits.getPadBits() != 0) {
            throw new EncodingException("a signature is no BIT STRING of whole octets");
        }
        return new ProofOfPossession(algorithm, bits.getOctets(), certRequest);
    }

    /**
     * Demands that a key made it.
     *
     * @throws CmpException {@code badAlg} or {@code badPOP}
     */
    void require(PublicKey key) throws CmpException {
        try {
            SignatureAlgorithms.require(algorithm, key);
        } catch (EncodingException unfit) {
            throw new CmpException(
                    FailureInfo.BAD_ALG,
                    "The proof of possession cannot be used: %s.".formatted(unfit.clause()),
                    unfit);
        } catch (IllegalArgumentException | IllegalStateException malformed) {
            throw new CmpException(
                    FailureInfo.BAD_ALG,
                    "The proof of possession cannot be used: its algorithm cannot be read.",
                    malformed);
        }
        if (!SignatureAlgorithms.verifies(key, algorithm, signed, signature)) {
            throw refused("the signature is not by the key of the template");
        }
    }

    private static CmpException refused(String clause) {
        return new CmpException(FailureInfo.BAD_POP, "The proof of possession is refused: %s.".formatted(clause));
    }
}
