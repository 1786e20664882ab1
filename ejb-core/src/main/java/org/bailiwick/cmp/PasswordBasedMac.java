package org.bailiwick.cmp;

import java.util.Arrays;
import org.bailiwick.ca.EncodingException;
import org.bailiwick.ca.SequenceReader;
import org.bailiwick.hash.Sha256;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.cmp.CMPObjectIdentifiers;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * PBM (RFC 4211 §4.4, RFC 9810 §5.1.3.1) with SHA-256 and HMAC-SHA256.
 *
 * @param salt hexadecimal
 * @param iterations of the hash, the first one counted
 */
record PasswordBasedMac(Octets salt, int iterations) implements MacAlgorithm {

    private static final int SHORTEST_SALT = 8;
    private static final int FEWEST_ITERATIONS = 100;
    private static final int MOST_ITERATIONS = 100_000;
    private static final int OUR_ITERATIONS = 10_000;

    static PasswordBasedMac ours() {
        return new PasswordBasedMac(Octets.random(), OUR_ITERATIONS);
    }

    static PasswordBasedMac read(@Nullable ASN1Encodable parameters) throws CmpException {
        try {
            if (parameters == null) {
                throw new EncodingException("there are none");
            }
            SequenceReader reader = SequenceReader.of(parameters);
            ASN1OctetString salt = reader.next(ASN1OctetString.class);
            AlgorithmIdentifier hash = AlgorithmIdentifier.getInstance(reader.next());
            ASN1Integer iterations = reader.next(ASN1Integer.class);
            AlgorithmIdentifier mac = AlgorithmIdentifier.getInstance(reader.next());
            reader.requireEnd();
            MacAlgorithm.require(hash, NISTObjectIdentifiers.id_sha256, "PBM is taken with the hash SHA-256 only.");
            MacAlgorithm.require(
                    mac, PKCSObjectIdentifiers.id_hmacWithSHA256, "PBM is taken with the MAC HMAC-SHA256 only.");
            return new PasswordBasedMac(
                    Octets.of(MacAlgorithm.salt(salt, SHORTEST_SALT)),
                    MacAlgorithm.iterations(iterations, FEWEST_ITERATIONS, MOST_ITERATIONS));
        } catch (EncodingException | IllegalArgumentException | IllegalStateException malformed) {
            throw new CmpException(FailureInfo.BAD_ALG, "The parameters of PBM cannot be read.", malformed);
        }
    }

    @Override
    public AlgorithmIdentifier asn1() {
        return new AlgorithmIdentifier(
                CMPObjectIdentifiers.passwordBasedMac,
                Asn1.sequence(
                        new DEROctetString(salt.toArray()),
                        new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256, DERNull.INSTANCE),
                        new ASN1Integer(iterations),
                        MacAlgorithm.hmacSha256()));
    }

    @Override
    public byte[] mac(byte[] secret, byte[] octets) {
        byte[] added = salt.toArray();
        byte[] key = Arrays.copyOf(secret, secret.length + added.length);
        System.arraycopy(added, 0, key, secret.length, added.length);
        for (int i = 0; i < iterations; i++) {
            key = Sha256.of(key);
        }
        return MacAlgorithm.hmacSha256(key, octets);
    }

    @Override
    public MacAlgorithm again() {
        return new PasswordBasedMac(Octets.random(), iterations);
    }
}
