package org.bailiwick.ca;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/**
 * Which of the keys that {@link KeyRequirements} accepts a profile takes.
 *
 * @param curves EC keys on these
 * @param ed25519 whether Ed25519 keys
 * @param rsa RSA keys of these sizes; empty for none
 */
public record KeyTypes(Set<EllipticCurve> curves, boolean ed25519, Optional<RsaSizes> rsa) {

    /** Every key that {@link KeyRequirements#ofCertificateKeys} accepts. */
    public static final KeyTypes ALL =
            new KeyTypes(EnumSet.allOf(EllipticCurve.class), true, Optional.of(RsaSizes.ALL));

    public KeyTypes {
        if (curves.isEmpty() && !ed25519 && rsa.isEmpty()) {
            throw new IllegalArgumentException("no key could ever be certified");
        }
        EnumSet<EllipticCurve> sorted = EnumSet.noneOf(EllipticCurve.class);
        sorted.addAll(curves);
        curves = Collections.unmodifiableSet(sorted);
    }

    /**
     * Lengths of RSA moduli, in bits.
     *
     * @param minimumBits the least, from {@value #LEAST} on
     * @param maximumBits the most, to {@value #MOST}
     */
    public record RsaSizes(int minimumBits, int maximumBits) {

        public static final int LEAST = 2048;
        public static final int MOST = 4096;

        static final RsaSizes ALL = new RsaSizes(LEAST, MOST);

        public RsaSizes {
            if (minimumBits < LEAST || maximumBits > MOST || minimumBits > maximumBits) {
                throw new IllegalArgumentException(
                        "RSA keys have %d to %d bits, and the minimum is not above the maximum".formatted(LEAST, MOST));
            }
        }
    }

    /** Whether a key is one of these. */
    boolean contain(SubjectPublicKeyInfo key) {
        ASN1ObjectIdentifier kind = key.getAlgorithm().getAlgorithm();
        if (kind.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
            return curves.stream().anyMatch(curve -> curve.identifier()
                    .equals(key.getAlgorithm().getParameters()));
        }
        if (kind.equals(PKCSObjectIdentifiers.rsaEncryption)) {
            int bits = rsaBits(key);
            return rsa.filter(sizes -> bits >= sizes.minimumBits() && bits <= sizes.maximumBits())
                    .isPresent();
        }
        return ed25519 && kind.equals(EdECObjectIdentifiers.id_Ed25519);
    }

    private static int rsaBits(SubjectPublicKeyInfo key) {
        try {
            return RSAPublicKey.getInstance(key.parsePublicKey()).getModulus().bitLength();
        } catch (IOException notRsa) {
            return 0;
        }
    }

    /** For a person. */
    String words() {
        List<String> kinds = new ArrayList<>();
        if (!curves.isEmpty()) {
            kinds.add("EC on " + curves.stream().map(EllipticCurve::word).collect(Collectors.joining(", ")));
        }
        if (ed25519) {
            kinds.add("Ed25519");
        }
        rsa.ifPresent(sizes -> kinds.add("RSA of %d to %d bits".formatted(sizes.minimumBits(), sizes.maximumBits())));
        return String.join("; ", kinds);
    }
}
