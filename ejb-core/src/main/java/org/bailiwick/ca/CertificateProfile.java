package org.bailiwick.ca;

import java.net.URI;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bailiwick.acme.CommonName;
import org.bailiwick.acme.Identifier;
import org.bailiwick.acme.SubjectName;

/**
 * What a certificate looks like, apart from its names and key.
 *
 * @param name what clients and administrators call it
 * @param validity how long a certificate is valid, both ends included (RFC 5280 §4.1.2.5); whole seconds
 * @param backdate how far its start lies before the moment of issuance; part of {@code validity}; at most one hour
 * @param keyUsages RFC 5280 §4.2.1.3; a usage that does not fit a key's algorithm is left out for it, {@code
 *     DIGITAL_SIGNATURE} fits all and must be there
 * @param extendedKeyUsages RFC 5280 §4.2.1.12; at least one, since none would mean any
 * @param commonName the subject
 * @param crlUrls where the CRL is (RFC 5280 §4.2.1.13); empty for no such extension
 * @param ocspUrls where the OCSP responder is (§4.2.2.1); empty for none
 * @param issuerUrls where the issuer's certificate is (§4.2.2.1); empty for none
 */
public record CertificateProfile(
        String name,
        Duration validity,
        Duration backdate,
        Set<KeyUsage> keyUsages,
        Set<ExtendedKeyUsage> extendedKeyUsages,
        CommonNameChoice commonName,
        List<URI> crlUrls,
        List<URI> ocspUrls,
        List<URI> issuerUrls) {

    /**
     * The commonest wrong clock inside a network is one that took local time for UTC or missed the change to summer time:
     * it is off by an hour.
     */
    private static final Duration ONE_HOUR = Duration.ofHours(1);

    public CertificateProfile {
        if (validity.compareTo(backdate) <= 0 || !validity.equals(validity.truncatedTo(ChronoUnit.SECONDS))) {
            throw new IllegalArgumentException(
                    "profile \"%s\": the validity is not whole seconds, more than the backdate".formatted(name));
        }
        if (backdate.isNegative() || backdate.compareTo(ONE_HOUR) > 0) {
            throw new IllegalArgumentException(
                    "profile \"%s\": the backdate is not between nothing and one hour".formatted(name));
        }
        if (!keyUsages.contains(KeyUsage.DIGITAL_SIGNATURE)) {
            throw new IllegalArgumentException(
                    "profile \"%s\": the key usages do not have digitalSignature".formatted(name));
        }
        if (extendedKeyUsages.isEmpty()) {
            throw new IllegalArgumentException("profile \"%s\": there is no extended key usage".formatted(name));
        }
        // Sets in the order of the constants: one profile always gives the same octets.
        keyUsages = Collections.unmodifiableSet(EnumSet.copyOf(keyUsages));
        extendedKeyUsages = Collections.unmodifiableSet(EnumSet.copyOf(extendedKeyUsages));
        crlUrls = plainHttp(name, crlUrls);
        ocspUrls = plainHttp(name, ocspUrls);
        issuerUrls = plainHttp(name, issuerUrls);
    }

    /** TLS servers: 90 days. Key encipherment is for RSA keys in TLS 1.2. */
    public static CertificateProfile tlsserver() {
        return builtIn("tlsserver", Duration.ofDays(90), ExtendedKeyUsage.SERVER_AUTH);
    }

    /** TLS servers that renew often instead of being revoked: 6 days. */
    public static CertificateProfile shortlived() {
        return builtIn("shortlived", Duration.ofDays(6), ExtendedKeyUsage.SERVER_AUTH);
    }

    /** TLS clients: 90 days. */
    public static CertificateProfile tlsclient() {
        return builtIn("tlsclient", Duration.ofDays(90), ExtendedKeyUsage.CLIENT_AUTH);
    }

    /** The profiles that there are. */
    public static List<CertificateProfile> builtIns() {
        return List.of(tlsserver(), shortlived(), tlsclient());
    }

    /** The profile of that name. */
    public static Optional<CertificateProfile> named(String name) {
        return builtIns().stream()
                .filter(profile -> profile.name().equals(name))
                .findFirst();
    }

    /**
     * The same for an issuer that says where its things are: this profile's own places come first, and the issuer's are
     * for what it names none of.
     */
    public CertificateProfile orAt(List<URI> crls, List<URI> responders, List<URI> certificates) {
        return new CertificateProfile(
                name,
                validity,
                backdate,
                keyUsages,
                extendedKeyUsages,
                commonName,
                crlUrls.isEmpty() ? crls : crlUrls,
                ocspUrls.isEmpty() ? responders : ocspUrls,
                issuerUrls.isEmpty() ? certificates : issuerUrls);
    }

    /** What a client is told of it (draft-ietf-acme-profiles §3). */
    public String description() {
        String purposes = extendedKeyUsages.stream()
                .map(purpose -> purpose.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                .collect(Collectors.joining(", "));
        return "Certificates for %s, valid for %d days".formatted(purposes, validity.toDays());
    }

    private static CertificateProfile builtIn(String name, Duration validity, ExtendedKeyUsage purpose) {
        return new CertificateProfile(
                name,
                validity,
                ONE_HOUR,
                EnumSet.of(KeyUsage.DIGITAL_SIGNATURE, KeyUsage.KEY_ENCIPHERMENT),
                EnumSet.of(purpose),
                CommonNameChoice.FIRST_DNS_NAME,
                List.of(),
                List.of(),
                List.of());
    }

    /** RFC 5280 §8: fetching a CRL over https may need the very check that it is for. */
    private static List<URI> plainHttp(String profile, List<URI> urls) {
        for (URI url : urls) {
            if (!"http".equals(url.getScheme())
                    || url.getHost() == null
                    || !url.toString().equals(url.toASCIIString())) {
                throw new IllegalArgumentException(
                        "profile \"%s\": \"%s\" is not an absolute http URL in ASCII".formatted(profile, url));
            }
        }
        return List.copyOf(urls);
    }

    /** Every name that a certificate for some identifiers has: they, and the one of them that it shows as common name. */
    public List<SubjectName> names(List<Identifier> identifiers) {
        return Stream.<SubjectName>concat(
                        identifiers.stream(), commonName.choose(identifiers).map(CommonName::new).stream())
                .toList();
    }
}
