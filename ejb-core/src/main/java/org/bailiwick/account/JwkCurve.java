package org.bailiwick.account;

import java.util.Optional;
import java.util.stream.Stream;

/** The elliptic curves an account key may be on (RFC 7518 §6.2.1.1), each with the one algorithm it signs with. */
public enum JwkCurve {
    /** NIST P-256, secp256r1. */
    P_256("P-256", "1.2.840.10045.3.1.7", 32, JwsAlgorithm.ES256),
    /** NIST P-384, secp384r1. */
    P_384("P-384", "1.3.132.0.34", 48, JwsAlgorithm.ES384),
    /** NIST P-521, secp521r1. */
    P_521("P-521", "1.3.132.0.35", 66, JwsAlgorithm.ES512);

    private final String crv;
    private final String oid;
    private final int coordinateLength;
    private final JwsAlgorithm algorithm;

    JwkCurve(String crv, String oid, int coordinateLength, JwsAlgorithm algorithm) {
        this.crv = crv;
        this.oid = oid;
        this.coordinateLength = coordinateLength;
        this.algorithm = algorithm;
    }

    /** The curve of a JWK's {@code crv} member, if we support it. */
    public static Optional<JwkCurve> ofCrv(String crv) {
        return Stream.of(values()).filter(curve -> curve.crv.equals(crv)).findFirst();
    }

    /** The curve of a SubjectPublicKeyInfo, if we support it. */
    static Optional<JwkCurve> ofOid(String oid) {
        return Stream.of(values()).filter(curve -> curve.oid.equals(oid)).findFirst();
    }

    /** The name as in a JWK's {@code crv} member. */
    public String crv() {
        return crv;
    }

    /** The named curve of RFC 5480 §2.1.1.1, as in a SubjectPublicKeyInfo, in dotted decimal. */
    public String oid() {
        return oid;
    }

    /** The octets of a coordinate, and of each half of a signature; leading zeros are part of them. */
    public int coordinateLength() {
        return coordinateLength;
    }

    JwsAlgorithm algorithm() {
        return algorithm;
    }
}
