package org.bailiwick.web.jws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import org.bailiwick.account.AccountKey;
import org.bailiwick.account.JwsAlgorithm;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.json.StrictJson;

/** Whatever is sent, it is refused with a problem or verified; nothing else is ever thrown (J25, I5). */
class HostileRequestsTest {

    private static final List<Client> CLIENTS =
            Stream.of(JwsAlgorithm.values()).map(Client::with).toList();
    private static final List<AccountKey> KEYS = CLIENTS.stream()
            .map(client -> Jwk.parse(StrictJson.object("The JWK", client.jwk().getBytes(UTF_8)))
                    .accountKey())
            .toList();
    private static final List<byte[]> REQUESTS = CLIENTS.stream()
            .map(client -> Client.body(
                            Client.base64url(client.headerWithJwk()),
                            Client.base64url("{\"a\":[1,{\"b\":null}]}"),
                            Client.base64url(client.sign(client.headerWithJwk(), "{\"a\":[1,{\"b\":null}]}")))
                    .getBytes(UTF_8))
            .toList();

    @Property
    void octets(@ForAll byte[] body) {
        assertThat(isVerified(body)).isFalse();
    }

    @Property(tries = 3000)
    void textMadeOfTheTokensOfJson(@ForAll("tokens") String text) {
        isVerified(text.getBytes(UTF_8));
    }

    @Property(tries = 2000)
    void requestWithOneOctetChanged(@ForAll @IntRange(max = 4) int which, @ForAll int at, @ForAll byte to) {
        byte[] body = REQUESTS.get(which).clone();
        int index = Math.floorMod(at, body.length);
        boolean same = body[index] == to;
        body[index] = to;

        assertThat(isVerified(body)).isEqualTo(same);
    }

    @Property(tries = 2000)
    void headerWithOneOctetChanged(@ForAll @IntRange(max = 4) int which, @ForAll int at, @ForAll byte to) {
        byte[] header = CLIENTS.get(which).headerWithJwk().getBytes(UTF_8);
        header[Math.floorMod(at, header.length)] = to;

        isVerified(Client.body(Client.base64url(header), "e30", "AAAA").getBytes(UTF_8));
    }

    @Property(tries = 2000)
    void headerOfAnyMembers(@ForAll("members") String header) {
        isVerified(Client.body(Client.base64url(header), "", "").getBytes(UTF_8));
    }

    @Property
    void truncatedRequest(@ForAll @IntRange(max = 4) int which, @ForAll int length) {
        byte[] body = REQUESTS.get(which);

        assertThat(isVerified(Arrays.copyOf(body, Math.floorMod(length, body.length))))
                .isFalse();
    }

    @Property
    void signatureOfAnyOctets(@ForAll @IntRange(max = 4) int which, @ForAll byte[] any) {
        AccountKey key = KEYS.get(which);
        Client client = CLIENTS.get(which);
        for (int length : new int[] {any.length, key.signatureLength()}) {
            byte[] signature = Arrays.copyOf(any, length);
            assertThat(isVerified(
                            Client.body(Client.base64url(client.headerWithJwk()), "e30", Client.base64url(signature))
                                    .getBytes(UTF_8)))
                    .isFalse();
        }
    }

    @Provide
    Arbitrary<String> tokens() {
        return Arbitraries.of(
                        "{",
                        "}",
                        "[",
                        "]",
                        ":",
                        ",",
                        "\"",
                        "\"a\"",
                        "\"\\u0000\"",
                        "\"\\ud800\"",
                        "\\",
                        "1",
                        "-",
                        "1e9",
                        ".",
                        " ",
                        "null",
                        "true",
                        "\"protected\"",
                        "\"payload\"",
                        "\"signature\"",
                        "\"e30\"",
                        "\uFEFF",
                        "\u0000",
                        "😀",
                        "/*")
                .list()
                .ofMaxSize(30)
                .map(tokens -> "{" + String.join("", tokens));
    }

    /** Of the right names with the right kinds of values, seldom together. */
    @Provide
    Arbitrary<String> members() {
        Arbitrary<String> values = Arbitraries.of(
                "\"ES256\"",
                "\"EdDSA\"",
                "\"RS256\"",
                "\"EC\"",
                "\"RSA\"",
                "\"OKP\"",
                "\"P-256\"",
                "\"Ed25519\"",
                "\"\"",
                "\"AQAB\"",
                "\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"",
                "\"" + "_".repeat(342) + "w\"",
                "\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"",
                "0",
                "null",
                "[]",
                "{}");
        Arbitrary<String> jwk = object(Arbitraries.of("kty", "crv", "x", "y", "n", "e", "d"), values);
        return object(
                Arbitraries.of("alg", "nonce", "url", "kid", "jwk", "crit"),
                Arbitraries.frequencyOf(Tuple.of(3, values), Tuple.of(1, jwk)));
    }

    private static Arbitrary<String> object(Arbitrary<String> names, Arbitrary<String> values) {
        return Arbitraries.maps(names, values).map(members -> members.entrySet().stream()
                .map(member -> "\"%s\":%s".formatted(member.getKey(), member.getValue()))
                .collect(Collectors.joining(",", "{", "}")));
    }

    private static boolean isVerified(byte[] body) {
        try {
            FlattenedJws jws = FlattenedJws.parse(body);
            ProtectedHeader header = jws.header();
            JwsVerifier.verify(jws, header, header.requireJwk().accountKey());
            return true;
        } catch (AcmeException refused) {
            return false;
        }
    }
}
