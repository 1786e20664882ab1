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
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * PBM (RFC 4211 §4.4, RFC 9810 §5.1.3.1) with SHA-256 as its hash.
 *
 * @param salt hexadecimal
 * @param iterations of the hash, the first one counted
 * @param hmac its MAC
 */
record PasswordBasedMac(Octets salt, int iterations, Hmac hmac) implements MacAlgorithm {

    private static final int SHORTEST_SALT = 8;
    private static final int FEWEST_ITERATIONS = 100;
    private static final int MOST_ITERATIONS = 100_000;
    private static final int OUR_ITERATIONS = 10_000;

    static PasswordBasedMac ours() {
        return new PasswordBasedMac(Octets.random(), OUR_ITERATIONS, Hmac.SHA_256);
    }

    static PasswordBasedMac read(@Nullable ASN1Encodable parameters, boolean answer) throws CmpException {
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
            if (!hash.getAlgorithm().equals(NISTObjectIdentifiers.id_sha256)) {
                throw new CmpException(FailureInfo.BAD_ALG, "PBM is taken with the hash SHA-256 only.");
            }
            return new PasswordBasedMac(
                    Octets.of(MacAlgorithm.salt(salt, SHORTEST_SALT)),
                    MacAlgorithm.iterations(iterations, FEWEST_ITERATIONS, MOST_ITERATIONS),
                    Hmac.of(mac)
                            .filter(hmac -> answer || hmac == Hmac.SHA_256)
                            .orElseThrow(() -> new CmpException(
                                    FailureInfo.BAD_ALG, "PBM is taken with the MAC HMAC-SHA256 only.")));
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
                        hmac.asn1()));
    }

    @Override
    public byte[] mac(byte[] secret, byte[] octets) {
        byte[] added = salt.toArray();
        byte[] key = Arrays.copyOf(secret, secret.length + added.length);
        System.arraycopy(added, 0, key, secret.length, added.length);
        for (int i = 0; i < iterations; i++) {
            key = Sha256.of(key);
        }
        return hmac.of(key, octets);
    }

    @Override
    public MacAlgorithm again() {
        return new PasswordBasedMac(Octets.random(), iterations, hmac);
    }
}
