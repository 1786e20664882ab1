package org.bailiwick.ca;

import java.net.URI;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.CommonName;
import org.bailiwick.acme.Identifier;
import org.bailiwick.acme.Problem;
import org.bailiwick.acme.ProblemType;
import org.bailiwick.acme.SubjectName;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/**
 * What a certificate looks like, apart from its names and key, and which kinds of those it takes.
 *
 * @param name what clients and administrators call it: 1 to 63 lower-case letters, digits and inner hyphens
 * @param ownDescription what clients are told of it, one line of at most {@value #DESCRIPTION_LENGTH} characters; empty for
 *     a sentence that is made of the rest
 * @param validity how long a certificate is valid, both ends included (RFC 5280 §4.1.2.5); whole seconds, at most
 *     {@value #MAXIMUM_DAYS} days
 * @param backdate how far its start lies before the moment of issuance; part of {@code validity}; at most one hour
 * @param keyUsages RFC 5280 §4.2.1.3; a usage that does not fit a key's algorithm is left out for it, {@code
 *     DIGITAL_SIGNATURE} fits all and must be there
 * @param extendedKeyUsages RFC 5280 §4.2.1.12; at least one, since none would mean any
 * @param names the kinds of names that it takes; at least one
 * @param commonName the subject
 * @param keys the keys that it takes, of those that are accepted at all
 * @param policies RFC 5280 §4.2.1.4; none for no such extension
 * @param crlUrls where the CRL is (RFC 5280 §4.2.1.13): an empty list for no such extension; empty for the issuer's own
 * @param ocspUrls where the OCSP responder is (§4.2.2.1); likewise
 * @param issuerUrls where the issuer's certificate is (§4.2.2.1); likewise
 */
public record CertificateProfile(
        String name,
        Optional<String> ownDescription,
        Duration validity,
        Duration backdate,
        Set<KeyUsage> keyUsages,
        Set<ExtendedKeyUsage> extendedKeyUsages,
        Set<NameKind> names,
        CommonNameChoice commonName,
        KeyTypes keys,
        List<CertificatePolicy> policies,
        Optional<List<URI>> crlUrls,
        Optional<List<URI>> ocspUrls,
        Optional<List<URI>> issuerUrls) {

    public static final int DESCRIPTION_LENGTH = 200;

    /** A century. */
    public static final int MAXIMUM_DAYS = 36_500;

    /** More than any CA has: each is in every certificate. */
    public static final int MOST_OF_A_KIND = 10;

    /**
     * The commonest wrong clock inside a network is one that took local time for UTC or missed the change to summer time:
     * it is off by an hour.
     */
    public static final Duration USUAL_BACKDATE = Duration.ofHours(1);

    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    private static final Pattern CONTROL =
            Pattern.compile("[\\p{Cc}\\p{Cs}\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069]");

    /**
     * Checks it.
     *
     * @throws UnusableProfileException if it cannot be
     */
    public CertificateProfile {
        ProfileChecks checks = new ProfileChecks(name);
        checks.require(
                NAME.matcher(name).matches(), "name", "is not 1 to 63 lower-case letters, digits and inner hyphens");
        ownDescription.ifPresent(text -> checks.require(
                !text.isBlank()
                        && text.length() <= DESCRIPTION_LENGTH
                        && !CONTROL.matcher(text).find(),
                "description",
                "is not one line of 1 to %d characters".formatted(DESCRIPTION_LENGTH)));
        requirePeriods(checks, validity, backdate);
        checks.require(
                keyUsages.contains(KeyUsage.DIGITAL_SIGNATURE),
                "keyUsages",
                "has no digitalSignature, which every key is for");
        checks.requireSome(
                extendedKeyUsages, "extendedKeyUsages", "has no extended key usage, which would mean every one");
        checks.requireSome(names, "names", "has no kind of names");
        checks.require(policies.size() <= MOST_OF_A_KIND, "policies", "has more than %d".formatted(MOST_OF_A_KIND));
        checks.require(
                policies.stream().map(CertificatePolicy::id).distinct().count() == policies.size(),
                "policies",
                "names a policy twice (RFC 5280 §4.2.1.4)");
        // In one order: one profile always gives the same octets.
        keyUsages = Collections.unmodifiableSet(EnumSet.copyOf(keyUsages));
        extendedKeyUsages = sorted(extendedKeyUsages);
        names = Collections.unmodifiableSet(EnumSet.copyOf(names));
        policies = List.copyOf(policies);
        crlUrls = crlUrls.map(urls -> checks.plainHttp("crlUrls", urls));
        ocspUrls = ocspUrls.map(urls -> checks.plainHttp("ocspUrls", urls));
        issuerUrls = issuerUrls.map(urls -> checks.plainHttp("issuerUrls", urls));
    }

    private static Set<ExtendedKeyUsage> sorted(Set<ExtendedKeyUsage> usages) {
        return usages.stream()
                .sorted(Comparator.comparing(usage -> usage.purpose().dotted()))
                .collect(Collectors.collectingAndThen(
                        Collectors.toCollection(LinkedHashSet::new), Collections::unmodifiableSet));
    }

    private static void requirePeriods(ProfileChecks checks, Duration validity, Duration backdate) {
        checks.require(
                !backdate.isNegative()
                        && backdate.compareTo(USUAL_BACKDATE) <= 0
                        && backdate.equals(backdate.truncatedTo(ChronoUnit.SECONDS)),
                "backdate",
                "is not whole seconds between PT0S and PT1H");
        checks.require(
                validity.compareTo(backdate) > 0
                        && validity.compareTo(Duration.ofDays(MAXIMUM_DAYS)) <= 0
                        && validity.equals(validity.truncatedTo(ChronoUnit.SECONDS)),
                "validity",
                "is not whole seconds, more than \"backdate\" (%s) and at most P%dD".formatted(backdate, MAXIMUM_DAYS));
    }

    /** TLS servers: 90 days. Key encipherment is for RSA keys in TLS 1.2. */
    public static CertificateProfile tlsserver() {
        return builtIn("tlsserver", Duration.ofDays(90), Set.of(ExtendedKeyUsage.SERVER_AUTH));
    }

    /** TLS servers that renew often instead of being revoked: 6 days. */
    public static CertificateProfile shortlived() {
        return builtIn("shortlived", Duration.ofDays(6), Set.of(ExtendedKeyUsage.SERVER_AUTH));
    }

    /** TLS clients: 90 days. */
    public static CertificateProfile tlsclient() {
        return builtIn("tlsclient", Duration.ofDays(90), Set.of(ExtendedKeyUsage.CLIENT_AUTH));
    }

    /** Both ends of TLS, for services that call each other: 90 days. */
    public static CertificateProfile mutual() {
        return builtIn(
                "mutual", Duration.ofDays(90), Set.of(ExtendedKeyUsage.SERVER_AUTH, ExtendedKeyUsage.CLIENT_AUTH));
    }

    private static CertificateProfile builtIn(String name, Duration validity, Set<ExtendedKeyUsage> purposes) {
        return new CertificateProfile(
                name,
                Optional.empty(),
                validity,
                USUAL_BACKDATE,
                EnumSet.of(KeyUsage.DIGITAL_SIGNATURE, KeyUsage.KEY_ENCIPHERMENT),
                purposes,
                EnumSet.allOf(NameKind.class),
                CommonNameChoice.FIRST_DNS_NAME,
                KeyTypes.ALL,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** What a client is told of it (draft-ietf-acme-profiles §3). */
    public String description() {
        return ownDescription.orElseGet(() -> "Certificates for %s, valid for %s"
                .formatted(
                        extendedKeyUsages.stream().map(ExtendedKeyUsage::words).collect(Collectors.joining(", ")),
                        RequestedValidity.words(validity)));
    }

    /**
     * The same for an issuer that says where its things are: what this profile has a list of, be it an empty one, stays;
     * the issuer's own is for the rest.
     */
    public CertificateProfile orAt(List<URI> crls, List<URI> responders, List<URI> certificates) {
        return new CertificateProfile(
                name,
                ownDescription,
                validity,
                backdate,
                keyUsages,
                extendedKeyUsages,
                names,
                commonName,
                keys,
                policies,
                crlUrls.or(() -> Optional.of(crls)),
                ocspUrls.or(() -> Optional.of(responders)),
                issuerUrls.or(() -> Optional.of(certificates)));
    }

    /** Every name that a certificate for some identifiers has: they, and the one of them that it shows as common name. */
    public List<SubjectName> names(List<Identifier> identifiers) {
        return Stream.<SubjectName>concat(
                        identifiers.stream(), commonName.choose(identifiers).map(CommonName::new).stream())
                .toList();
    }

    /**
     * Demands that it takes names of these kinds.
     *
     * @throws AcmeException {@code rejectedIdentifier}, with one problem for each name that it does not take
     */
    public void requireTaken(List<Identifier> identifiers) {
        List<Problem> problems = identifiers.stream()
                .filter(identifier -> !names.contains(NameKind.of(identifier)))
                .map(identifier -> ProblemType.REJECTED_IDENTIFIER
                        .problem("\"%s\" cannot be in a certificate of the profile \"%s\", which is for %s only."
                                .formatted(
                                        identifier.value(),
                                        name,
                                        names.stream().map(NameKind::words).collect(Collectors.joining(", "))))
                        .about(identifier))
                .toList();
        if (!problems.isEmpty()) {
            throw new AcmeException(Problem.together(problems));
        }
    }

    /**
     * Demands that it takes the key of a request.
     *
     * @throws AcmeException {@code badCSR}
     */
    public void requireKeyOf(CertificationRequest request) {
        requireTaken(SubjectPublicKeyInfo.getInstance(request.subjectPublicKeyInfo()));
    }

    /**
     * Demands that it takes a key.
     *
     * @throws AcmeException {@code badCSR}
     */
    void requireTaken(SubjectPublicKeyInfo key) {
        if (!keys.contain(key)) {
            throw new AcmeException(ProblemType.BAD_CSR.problem(
                    "The certificate's key is refused: the profile \"%s\" takes these keys only: %s."
                            .formatted(name, keys.words())));
        }
    }
}
