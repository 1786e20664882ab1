package org.bailiwick.profile;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.spi.JsonProvider;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bailiwick.ca.CertificatePolicy;
import org.bailiwick.ca.CertificateProfile;
import org.bailiwick.ca.CommonNameChoice;
import org.bailiwick.ca.EllipticCurve;
import org.bailiwick.ca.ExtendedKeyUsage;
import org.bailiwick.ca.KeyTypes;
import org.bailiwick.ca.KeyTypes.RsaSizes;
import org.bailiwick.ca.KeyUsage;
import org.bailiwick.ca.NameKind;
import org.bailiwick.ca.ObjectIdentifier;
import org.bailiwick.ca.UnusableProfileException;
import org.bailiwick.hash.Sha256;

/**
 * A certificate profile as JSON ({@code docs/profiles.md}):
 *
 * <pre>{@code
 * {"name": "vpn", "validity": "P30D", "extendedKeyUsages": ["serverAuth", "ipsecIKE"],
 *  "keys": {"ec": ["P-256"]}, "policies": [{"oid": "1.3.6.1.4.1.32473.1"}]}
 * }</pre>
 *
 * These first three members must be there. The reader is strict, as a word that it does not know may have been meant to
 * forbid something; what a profile may be is for {@link CertificateProfile} to say.
 */
public final class ProfileDocument {

    /** In characters: wider than the longest that there can be. */
    public static final int MAXIMUM_LENGTH = 40_000;

    private static final JsonProvider JSON = JsonProvider.provider();

    /** RFC 3339 Appendix A, without the units whose length depends on the calendar. */
    private static final Pattern DURATION = Pattern.compile(
            "P(?=[0-9T])(?:[0-9]{1,6}D)?(?:T(?=[0-9])(?:[0-9]{1,6}H)?(?:[0-9]{1,6}M)?(?:[0-9]{1,6}S)?)?");

    private static final Set<KeyUsage> USUAL_KEY_USAGES = Set.of(KeyUsage.DIGITAL_SIGNATURE, KeyUsage.KEY_ENCIPHERMENT);

    private static final List<String> MEMBERS = List.of(
            "name",
            "description",
            "validity",
            "backdate",
            "keyUsages",
            "extendedKeyUsages",
            "names",
            "commonName",
            "keys",
            "policies",
            "crlUrls",
            "ocspUrls",
            "issuerUrls");

    private final List<String> findings = new ArrayList<>();
    private final DocumentMembers members;

    private ProfileDocument(JsonObject document) {
        this.members = new DocumentMembers(document, "", findings, MEMBERS);
    }

    /**
     * Reads a profile.
     *
     * @param document whose objects have no member twice
     * @throws MalformedProfileException with everything that is wrong with it
     */
    public static CertificateProfile read(JsonObject document) throws MalformedProfileException {
        ProfileDocument reader = new ProfileDocument(document);
        try {
            CertificateProfile profile = reader.profile();
            if (reader.findings.isEmpty()) {
                return profile;
            }
        } catch (UnusableProfileException unusable) {
            // of what is missing or unreadable it was told before
            if (reader.findings.isEmpty()) {
                reader.members.find(unusable.member(), unusable.sentence());
            }
        }
        throw new MalformedProfileException(reader.findings);
    }

    /** Something stands in for a member that must be there and is not: that is among the findings then. */
    private CertificateProfile profile() {
        return new CertificateProfile(
                members.required("name", Function.identity()).orElse("profile"),
                members.text("description"),
                members.required("validity", ProfileDocument::duration).orElse(Duration.ofDays(1)),
                members.text("backdate", ProfileDocument::duration).orElse(CertificateProfile.USUAL_BACKDATE),
                set("keyUsages", word(KeyUsage.values(), KeyUsage::word), USUAL_KEY_USAGES),
                purposes(),
                set("names", word(NameKind.values(), NameKind::word), EnumSet.allOf(NameKind.class)),
                members.text("commonName", word(CommonNameChoice.values(), CommonNameChoice::word))
                        .orElse(CommonNameChoice.FIRST_DNS_NAME),
                keys(),
                policies(),
                members.list("crlUrls", URI::create),
                members.list("ocspUrls", URI::create),
                members.list("issuerUrls", URI::create));
    }

    private Set<ExtendedKeyUsage> purposes() {
        if (!members.has("extendedKeyUsages")) {
            members.find("extendedKeyUsages", "This member is missing.");
        }
        return set("extendedKeyUsages", ExtendedKeyUsage::parse, Set.of(ExtendedKeyUsage.SERVER_AUTH));
    }

    private KeyTypes keys() {
        return members.object("keys", List.of("ec", "ed25519", "rsa"))
                .flatMap(keys -> {
                    Set<EllipticCurve> curves =
                            new LinkedHashSet<>(keys.list("ec", word(EllipticCurve.values(), EllipticCurve::word))
                                    .orElse(List.of()));
                    boolean ed25519 = keys.truth("ed25519");
                    try {
                        return Optional.of(new KeyTypes(
                                curves,
                                ed25519,
                                keys.object("rsa", List.of("minimumBits", "maximumBits"))
                                        .map(ProfileDocument::sizes)));
                    } catch (IllegalArgumentException unusable) {
                        members.find("keys", "This cannot be: %s.".formatted(unusable.getMessage()));
                        return Optional.empty();
                    }
                })
                .orElse(KeyTypes.ALL);
    }

    private static RsaSizes sizes(DocumentMembers rsa) {
        return new RsaSizes(
                rsa.number("minimumBits").orElse(RsaSizes.LEAST),
                rsa.number("maximumBits").orElse(RsaSizes.MOST));
    }

    private List<CertificatePolicy> policies() {
        List<CertificatePolicy> policies = new ArrayList<>();
        for (DocumentMembers each : members.objects("policies", List.of("oid", "cps"))) {
            Optional<ObjectIdentifier> id = each.required("oid", ObjectIdentifier::new);
            Optional<URI> statement = each.text("cps", URI::create);
            id.ifPresent(oid -> {
                try {
                    policies.add(new CertificatePolicy(oid, statement));
                } catch (IllegalArgumentException unusable) {
                    members.find("policies", "A policy cannot be: %s.".formatted(unusable.getMessage()));
                }
            });
        }
        return policies;
    }

    private <T> Set<T> set(String name, Function<String, T> parse, Set<T> absent) {
        return members.list(name, parse).<Set<T>>map(LinkedHashSet::new).orElse(absent);
    }

    private static Duration duration(String text) {
        try {
            if (text.length() > 1 && DURATION.matcher(text).matches()) {
                return Duration.parse(text);
            }
        } catch (DateTimeException tooLong) {
            // said below
        }
        throw new IllegalArgumentException(
                "write a duration in days, hours, minutes and seconds as ISO 8601 does, like P90D or PT8H");
    }

    private static <T> Function<String, T> word(T[] all, Function<T, String> word) {
        return text -> Stream.of(all)
                .filter(each -> word.apply(each).equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "write one of %s".formatted(Stream.of(all).map(word).collect(Collectors.joining(", ")))));
    }

    /** The document of a profile; {@link #read} gives the same profile again. What has its usual value is there as well. */
    public static JsonObject write(CertificateProfile profile) {
        JsonObjectBuilder document = JSON.createObjectBuilder().add("name", profile.name());
        profile.ownDescription().ifPresent(text -> document.add("description", text));
        document.add("validity", iso(profile.validity()))
                .add("backdate", iso(profile.backdate()))
                .add("keyUsages", words(profile.keyUsages(), KeyUsage::word))
                .add("extendedKeyUsages", words(profile.extendedKeyUsages(), ExtendedKeyUsage::word))
                .add("names", words(profile.names(), NameKind::word))
                .add("commonName", profile.commonName().word())
                .add("keys", keys(profile.keys()));
        if (!profile.policies().isEmpty()) {
            JsonArrayBuilder policies = JSON.createArrayBuilder();
            profile.policies().forEach(policy -> policies.add(policy(policy)));
            document.add("policies", policies);
        }
        profile.crlUrls().ifPresent(urls -> document.add("crlUrls", words(urls, URI::toString)));
        profile.ocspUrls().ifPresent(urls -> document.add("ocspUrls", words(urls, URI::toString)));
        profile.issuerUrls().ifPresent(urls -> document.add("issuerUrls", words(urls, URI::toString)));
        return document.build();
    }

    /** SHA-256 of the document, hexadecimal: equal for equal profiles only. */
    public static String fingerprint(CertificateProfile profile) {
        return Sha256.hexadecimal(write(profile).toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Java writes days as hours. */
    private static String iso(Duration duration) {
        Duration rest = duration.minusDays(duration.toDays());
        String days = duration.toDays() > 0 ? "P%dD".formatted(duration.toDays()) : "P";
        return rest.isZero() && duration.toDays() > 0
                ? days
                : days + rest.toString().substring(1);
    }

    private static JsonObjectBuilder keys(KeyTypes keys) {
        JsonObjectBuilder json = JSON.createObjectBuilder()
                .add("ec", words(keys.curves(), EllipticCurve::word))
                .add("ed25519", keys.ed25519());
        keys.rsa()
                .ifPresent(sizes -> json.add(
                        "rsa",
                        JSON.createObjectBuilder()
                                .add("minimumBits", sizes.minimumBits())
                                .add("maximumBits", sizes.maximumBits())));
        return json;
    }

    private static JsonObjectBuilder policy(CertificatePolicy policy) {
        JsonObjectBuilder json =
                JSON.createObjectBuilder().add("oid", policy.id().dotted());
        policy.statement().ifPresent(url -> json.add("cps", url.toString()));
        return json;
    }

    private static <T> JsonArrayBuilder words(Iterable<T> all, Function<T, String> word) {
        JsonArrayBuilder array = JSON.createArrayBuilder();
        all.forEach(each -> array.add(word.apply(each)));
        return array;
    }
}
