package org.bailiwick.profile;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import org.bailiwick.ca.CertificateProfile;

/** Every document either is a profile, and then that profile's own document gives it again, or is refused with a place. */
class ProfilePropertiesTest {

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
            "issuerUrls",
            "other");

    /** What may stand anywhere, fitting or not. */
    private static final List<String> VALUES = List.of(
            "\"vpn\"",
            "\"P90D\"",
            "\"PT2H\"",
            "\"PT0S\"",
            "\"PT10M\"",
            "\"none\"",
            "[\"digitalSignature\"]",
            "[\"digitalSignature\",\"keyEncipherment\"]",
            "[\"serverAuth\"]",
            "[\"serverAuth\",\"clientAuth\"]",
            "[\"dns\"]",
            "[\"dns\",\"ip\"]",
            "[]",
            "{}",
            "7",
            "true",
            "null",
            "[\"http://pki.corp/\"]",
            "{\"ec\":[\"P-256\"]}",
            "{\"rsa\":{\"minimumBits\":3072}}",
            "[{\"oid\":\"1.2.3\"}]",
            "[{\"oid\":\"1.2.3\",\"cps\":\"https://pki.corp/\"}]",
            "[[[]]]");

    /** Values that fit, by member. */
    private static final Map<String, List<String>> FITTING = Map.of(
            "name", List.of("\"vpn\""),
            "validity", List.of("\"P90D\"", "\"PT2H\""),
            "extendedKeyUsages", List.of("[\"serverAuth\"]", "[\"serverAuth\",\"clientAuth\"]"));

    @Provide
    Arbitrary<Map<String, String>> documents() {
        Arbitrary<Map<String, String>> any = Arbitraries.maps(Arbitraries.of(MEMBERS), Arbitraries.of(VALUES))
                .ofMaxSize(4);
        return any.flatMap(some -> Arbitraries.of(true, true, false).map(sound -> {
            Map<String, String> document = new java.util.TreeMap<>(some);
            if (sound) {
                FITTING.forEach((member, values) ->
                        document.put(member, values.get(Math.floorMod(some.hashCode(), values.size()))));
            }
            return document;
        }));
    }

    @Property(tries = 5_000)
    void aDocumentIsAProfileOrIsRefusedWithAPlace(@ForAll("documents") Map<String, String> members) {
        JsonObject document = json(members);
        CertificateProfile profile;
        try {
            profile = ProfileDocument.read(document);
        } catch (MalformedProfileException refused) {
            assertThat(refused.findings()).isNotEmpty().allMatch(finding -> finding.matches("/[a-zA-Z0-9/]+: .*\\."));
            Statistics.collect("refused");
            return;
        }
        JsonObject written = ProfileDocument.write(profile);
        assertThat(again(written)).isEqualTo(profile);
        assertThat(written.toString().length()).isLessThan(ProfileDocument.MAXIMUM_LENGTH);
        assertThat(written.keySet())
                .containsAll(document.keySet().stream()
                        .filter(member ->
                                !(member.equals("policies") && JsonValue.EMPTY_JSON_ARRAY.equals(document.get(member))))
                        .toList());
        Statistics.collect("read");
        Statistics.coverage(answers -> answers.check("read").percentage(share -> share > 3));
    }

    private static CertificateProfile again(JsonObject written) {
        try {
            return ProfileDocument.read(written);
        } catch (MalformedProfileException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static JsonObject json(Map<String, String> members) {
        JsonObjectBuilder document = Json.createObjectBuilder();
        members.forEach((member, value) -> document.add(
                member,
                Json.createReader(new StringReader("{\"value\":" + value + "}"))
                        .readObject()
                        .get("value")));
        return document.build();
    }
}
