package org.bailiwick.cmp;

import java.util.Optional;
import org.bailiwick.ca.EncodingException;
import org.bailiwick.ca.SequenceReader;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.PKCS5S2ParametersGenerator;
import org.bouncycastle.crypto.params.KeyParameter;
import org.jspecify.annotations.Nullable;

/**
 * PBMAC1 (RFC 8018 §7.1, RFC 9481 §6.1.2) with PBKDF2, and HMAC-SHA256 as its pseudorandom function and as the MAC.
 *
 * @param salt hexadecimal
 * @param iterations of the pseudorandom function
 */
record Pbmac1(Octets salt, int iterations) implements MacAlgorithm {

    private static final int SHORTEST_SALT = 16;
    private static final int FEWEST_ITERATIONS = 1_000;
    private static final int MOST_ITERATIONS = 1_000_000;
    private static final int OUR_ITERATIONS = 100_000;

    /** In octets: HMAC-SHA256 has keys as long as its hash. */
    private static final int KEY_LENGTH = 32;

    private static final String OTHER_PARAMETERS = "PBMAC1 is taken with PBKDF2 and HMAC-SHA256, twice, only.";

    static Pbmac1 ours() {
        return new Pbmac1(Octets.random(), OUR_ITERATIONS);
    }

    static Pbmac1 read(@Nullable ASN1Encodable parameters) throws CmpException {
        try {
            if (parameters == null) {
                throw new EncodingException("there are none");
            }
            SequenceReader reader = SequenceReader.of(parameters);
            AlgorithmIdentifier derivation = AlgorithmIdentifier.getInstance(reader.next());
            AlgorithmIdentifier mac = AlgorithmIdentifier.getInstance(reader.next());
            reader.requireEnd();
            requireSha256(mac);
            if (!derivation.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBKDF2)
                    || derivation.getParameters() == null) {
                throw new CmpException(FailureInfo.BAD_ALG, OTHER_PARAMETERS);
            }
            return ofDerivation(SequenceReader.of(derivation.getParameters()));
        } catch (EncodingException | IllegalArgumentException | IllegalStateException malformed) {
            throw new CmpException(FailureInfo.BAD_ALG, "The parameters of PBMAC1 cannot be read.", malformed);
        }
    }

    private static Pbmac1 ofDerivation(SequenceReader pbkdf2) throws EncodingException, CmpException {
        ASN1OctetString salt = pbkdf2.next(ASN1OctetString.class);
        ASN1Integer iterations = pbkdf2.next(ASN1Integer.class);
        Optional<ASN1Integer> keyLength = pbkdf2.nextIf(ASN1Integer.class);
        // Absent, it is HMAC-SHA1 (RFC 8018 A.2).
        AlgorithmIdentifier function = AlgorithmIdentifier.getInstance(pbkdf2.next(ASN1Sequence.class));
        pbkdf2.requireEnd();
        requireSha256(function);
        if (keyLength.isPresent() && !keyLength.get().hasValue(KEY_LENGTH)) {
            throw new CmpException(
                    FailureInfo.BAD_ALG, "PBMAC1 is taken with a key of %d octets only.".formatted(KEY_LENGTH));
        }
        return new Pbmac1(
                Octets.of(MacAlgorithm.salt(salt, SHORTEST_SALT)),
                MacAlgorithm.iterations(iterations, FEWEST_ITERATIONS, MOST_ITERATIONS));
    }

    private static void requireSha256(AlgorithmIdentifier algorithm) throws CmpException {
        if (!Hmac.of(algorithm).equals(Optional.of(Hmac.SHA_256))) {
            throw new CmpException(FailureInfo.BAD_ALG, OTHER_PARAMETERS);
        }
    }

    @Override
    public AlgorithmIdentifier asn1() {
        return new AlgorithmIdentifier(
                PKCSObjectIdentifiers.id_PBMAC1,
                Asn1.sequence(
                        new AlgorithmIdentifier(
                                PKCSObjectIdentifiers.id_PBKDF2,
                                Asn1.sequence(
                                        new DEROctetString(salt.toArray()),
                                        new ASN1Integer(iterations),
                                        new ASN1Integer(KEY_LENGTH),
                                        Hmac.SHA_256.asn1())),
                        Hmac.SHA_256.asn1()));
    }

    @Override
    public byte[] mac(byte[] secret, byte[] octets) {
        PKCS5S2ParametersGenerator generator = new PKCS5S2ParametersGenerator(new SHA256Digest());
        generator.init(secret.clone(), salt.toArray(), iterations);
        KeyParameter key = (KeyParameter) generator.generateDerivedMacParameters(KEY_LENGTH * Byte.SIZE);
        return Hmac.SHA_256.of(key.getKey(), octets);
    }

    @Override
    public MacAlgorithm again() {
        return new Pbmac1(Octets.random(), iterations);
    }
}
