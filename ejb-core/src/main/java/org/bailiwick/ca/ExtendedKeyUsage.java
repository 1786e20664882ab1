package org.bailiwick.ca;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/**
 * What a certificate is for (RFC 5280 §4.2.1.12). Those that are known have words; any other has its object identifier,
 * except those that must not be given away with the control of a name.
 *
 * @param purpose its object identifier
 */
public record ExtendedKeyUsage(ObjectIdentifier purpose) {

    /** What control of a name does not justify, and why. */
    private static final Map<String, String> REFUSED = Map.ofEntries(
            Map.entry("2.5.29.37.0", "anyExtendedKeyUsage would make the certificate good for everything"),
            Map.entry(
                    "1.3.6.1.5.5.7.3.9",
                    "OCSPSigning would let its holder say which of this CA's certificates are revoked"),
            Map.entry(
                    "1.3.6.1.5.5.7.3.28",
                    "cmcRA is for registration authorities, which get their certificates when they enrol"),
            Map.entry(
                    "1.3.6.1.5.5.7.3.3",
                    "codeSigning is for who writes software, which control of a name does not prove"),
            Map.entry("1.3.6.1.5.5.7.3.4", "emailProtection is for mailboxes, which control of a name does not prove"),
            Map.entry(
                    "1.3.6.1.5.5.7.3.8",
                    "timeStamping is for time stamp authorities, which control of a name does not prove"),
            Map.entry(
                    "1.3.6.1.4.1.311.20.2.2",
                    "a smart card logon is for persons, which control of a name does not prove"),
            Map.entry(
                    "1.3.6.1.4.1.311.10.12.1",
                    "Microsoft's any application policy would make the certificate good for everything"),
            Map.entry(
                    "1.3.6.1.4.1.311.20.2.1",
                    "an enrolment agent gets certificates for others, which control of a name does not justify"),
            Map.entry("1.3.6.1.5.2.3.4", "a Kerberos logon is for persons, which control of a name does not prove"),
            Map.entry(
                    "1.3.6.1.5.2.3.5",
                    "a Kerberos KDC is trusted by a whole realm, which control of a name does not justify"),
            Map.entry(
                    "1.3.6.1.4.1.311.2.1.21",
                    "codeSigning is for who writes software, which control of a name does not prove"),
            Map.entry(
                    "1.3.6.1.4.1.311.2.1.22",
                    "codeSigning is for who writes software, which control of a name does not prove"));

    /** {@code id-kp-serverAuth}. */
    public static final ExtendedKeyUsage SERVER_AUTH = of("1.3.6.1.5.5.7.3.1");

    /** {@code id-kp-clientAuth}. */
    public static final ExtendedKeyUsage CLIENT_AUTH = of("1.3.6.1.5.5.7.3.2");

    /** {@code id-kp-ipsecIKE} (RFC 4945 §5.1.3.12): gateways and hosts of a VPN. */
    public static final ExtendedKeyUsage IPSEC_IKE = of("1.3.6.1.5.5.7.3.17");

    private static final Map<String, ExtendedKeyUsage> BY_WORD =
            new TreeMap<>(Map.of("serverAuth", SERVER_AUTH, "clientAuth", CLIENT_AUTH, "ipsecIKE", IPSEC_IKE));

    public ExtendedKeyUsage {
        String because = REFUSED.get(purpose.dotted());
        if (because != null) {
            throw new IllegalArgumentException(because);
        }
    }

    private static ExtendedKeyUsage of(String dotted) {
        return new ExtendedKeyUsage(new ObjectIdentifier(dotted));
    }

    /**
     * Reads what {@link #word} writes.
     *
     * @throws IllegalArgumentException with a clause, if it is neither a word nor an object identifier that may be
     */
    public static ExtendedKeyUsage parse(String text) {
        ExtendedKeyUsage known = BY_WORD.get(text);
        if (known != null) {
            return known;
        }
        if (!text.isEmpty() && Character.isDigit(text.charAt(0))) {
            return of(text);
        }
        throw new IllegalArgumentException("there is no such purpose; write some of %s, or an object identifier"
                .formatted(String.join(", ", BY_WORD.keySet())));
    }

    /** {@code serverAuth}, {@code clientAuth}, {@code ipsecIKE}, or the object identifier. */
    public String word() {
        return BY_WORD.entrySet().stream()
                .filter(known -> known.getValue().equals(this))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(purpose.dotted());
    }

    /** For a person. */
    String words() {
        return switch (word()) {
            case "serverAuth" -> "server auth";
            case "clientAuth" -> "client auth";
            case "ipsecIKE" -> "IPsec IKE";
            default -> purpose.dotted();
        };
    }

    KeyPurposeId asn1() {
        return KeyPurposeId.getInstance(purpose.asn1());
    }

    /** The usage of that purpose; empty if it is none that we issue. */
    static Optional<ExtendedKeyUsage> of(KeyPurposeId purpose) {
        try {
            return Optional.of(of(purpose.getId()));
        } catch (IllegalArgumentException refused) {
            return Optional.empty();
        }
    }
}
