package org.bailiwick.eab;

import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The MAC algorithms of JWS (RFC 7518 §3.2). Nothing but a MAC can bind an account (RFC 8555 §7.3.4). */
public enum MacAlgorithm {
    /** HMAC with SHA-256. */
    HS256("HmacSHA256", 32),
    /** HMAC with SHA-384. */
    HS384("HmacSHA384", 48),
    /** HMAC with SHA-512. */
    HS512("HmacSHA512", 64);

    private final String jcaName;
    private final int length;

    MacAlgorithm(String jcaName, int length) {
        this.jcaName = jcaName;
        this.length = length;
    }

    /** The algorithm of a JWS header's {@code alg}, if it is a MAC. */
    public static Optional<MacAlgorithm> ofAlg(String alg) {
        return Stream.of(values())
                .filter(algorithm -> algorithm.name().equals(alg))
                .findFirst();
    }

    /** The octets that each of its MACs has. */
    public int length() {
        return length;
    }

    byte[] mac(byte[] secret, byte[] message) {
        try {
            Mac mac = Mac.getInstance(jcaName);
            mac.init(new SecretKeySpec(secret, jcaName));
            return mac.doFinal(message);
        } catch (NoSuchAlgorithmException | InvalidKeyException impossible) {
            throw new IllegalStateException("a Java platform without " + jcaName, impossible);
        }
    }

    /** Some of them as a column has them. */
    static String written(Set<MacAlgorithm> algorithms) {
        return algorithms.stream().sorted().map(Enum::name).collect(Collectors.joining(" "));
    }

    static Set<MacAlgorithm> read(String written) {
        Set<MacAlgorithm> algorithms = EnumSet.noneOf(MacAlgorithm.class);
        for (String name : written.split(" ", -1)) {
            algorithms.add(valueOf(name));
        }
        return algorithms;
    }
}
