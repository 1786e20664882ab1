package org.bailiwick.web.jws;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.bailiwick.account.JwsAlgorithm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FlattenedJwsTest {

    @Test
    void hasItsParts() {
        Client client = Client.with(JwsAlgorithm.ES256);

        FlattenedJws jws = client.signed(client.header(), "{\"a\":\"b\"}");

        assertThat(jws.payload()).isEqualTo("{\"a\":\"b\"}".getBytes(UTF_8));
        assertThat(jws.payloadObject().getString("a")).isEqualTo("b");
        assertThat(jws.isPostAsGet()).isFalse();
        assertThat(jws.signature()).hasSize(64);
        assertThat(jws.signingInput())
                .isEqualTo((Client.base64url(client.header()) + "." + Client.base64url("{\"a\":\"b\"}"))
                        .getBytes(US_ASCII));
        assertThat(jws.header().requireKid()).isEqualTo(Client.KID);
    }

    /** J26. */
    @Test
    void isAPostAsGetOnlyWhenItsPayloadIsEmpty() {
        assertThat(parse(Client.body("e30", "", "")).isPostAsGet()).isTrue();
        assertThat(parse(Client.body("e30", "e30", "")).isPostAsGet()).isFalse();
        assertThat(parse(Client.body("e30", "IA", "")).isPostAsGet()).isFalse();
        Refusals.assertMalformed(() -> parse(Client.body("e30", "", "")).payloadObject(), "payload is empty");
    }

    @ParameterizedTest
    @ValueSource(strings = {"IA", "W10", "InQi", "bnVsbA", "gA"})
    void hasAnObjectAsPayloadOnlyIfItIsOne(String payload64) {
        Refusals.assertMalformed(() -> parse(Client.body("e30", payload64, "")).payloadObject(), "The JWS's payload");
    }

    /** J17. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"protected\":\"e30\",\"header\":{\"alg\":\"ES256\"},\"payload\":\"\",\"signature\":\"\"} | unprotected \"header\"",
                "{\"payload\":\"\",\"signatures\":[{\"protected\":\"e30\",\"signature\":\"\"}]} | \"signatures\"",
                "{\"protected\":\"e30\",\"payload\":\"\",\"signature\":\"\",\"signatures\":[]} | \"signatures\"",
                "{\"protected\":\"e30\",\"payload\":\"\",\"signature\":\"\",\"signature\":\"\"} | twice",
                "{\"protected\":\"e30\",\"payload\":\"\",\"signature\":[\"\",\"\"]} | \"signature\" that is not a string",
                "{\"protected\":\"e30\",\"payload\":\"\",\"signature\":\"\",\"Payload\":\"\"} | member \"Payload\"",
                "{\"protected\":\"e30\",\"payload\":\"\"} | no \"signature\"",
                "{\"payload\":\"\",\"signature\":\"\"} | no \"protected\"",
                "{\"protected\":\"e30\",\"signature\":\"\"} | no \"payload\"",
                "{\"protected\":{},\"payload\":\"\",\"signature\":\"\"} | \"protected\" that is not a string",
                "{\"protected\":\"e30\",\"payload\":{},\"signature\":\"\"} | \"payload\" that is not a string",
                "{\"protected\":\"e30\",\"payload\":null,\"signature\":\"\"} | \"payload\" that is not a string",
                "{} | no \"protected\"",
                "e30.e30.e30 | is not JSON",
                "[] | not a JSON object"
            })
    void refusesEveryOtherSerialization(String body, String because) {
        Refusals.assertMalformed(() -> parse(body), because);
    }

    /** J21; the tables are in {@link Base64UrlTest}. */
    @Test
    void namesThePartThatIsNoBase64url() {
        Refusals.assertMalformed(() -> parse(Client.body("e30=", "", "")), "The JWS's \"protected\"");
        Refusals.assertMalformed(() -> parse(Client.body("e30", "e30=", "")), "The JWS's \"payload\"");
        Refusals.assertMalformed(() -> parse(Client.body("e30", "e30", "Zh")), "The JWS's \"signature\"");
        Refusals.assertMalformed(() -> parse(Client.body("e30", "e3\\n0", "")), "The JWS's \"payload\"");
    }

    /** J24. */
    @Test
    void isAtMost64KibibytesLong() {
        String rest = Client.body("e30", "", "");
        String fits = Client.body("e30", "A".repeat((64 * 1024 - rest.length()) / 4 * 4), "");
        String padded = fits + " ".repeat(64 * 1024 - fits.length());

        assertThat(parse(padded).payload()).hasSizeGreaterThan(48_000);
        Refusals.assertMalformed(() -> parse(padded + " "), "65537 octets", "at most 65536");
        Refusals.assertMalformed(() -> FlattenedJws.parse(new byte[50_000_000]), "at most 65536");
        Refusals.assertMalformed(() -> FlattenedJws.parse(new byte[0]), "The JWS is not");
    }

    @Test
    void cannotBeChangedThroughItsBytes() {
        FlattenedJws jws = parse(Client.body("e30", "e30", "e30"));

        jws.payload()[0] = 0;
        jws.signature()[0] = 0;

        assertThat(jws.payload()).isEqualTo("{}".getBytes(UTF_8));
        assertThat(jws.signature()).isEqualTo("{}".getBytes(UTF_8));
    }

    private static FlattenedJws parse(String body) {
        return FlattenedJws.parse(body.getBytes(UTF_8));
    }
}
