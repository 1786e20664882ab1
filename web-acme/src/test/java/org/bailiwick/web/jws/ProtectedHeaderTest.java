package org.bailiwick.web.jws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.bailiwick.account.JwsAlgorithm;
import org.bailiwick.acme.ProblemType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProtectedHeaderTest {

    private static final String JWK = Client.with(JwsAlgorithm.ES256).jwk();

    @Test
    void ofAnAccountHasAKid() {
        ProtectedHeader header =
                parse("\"alg\":\"ES256\",\"nonce\":\"bm9uY2U\",\"url\":\"https://ca/x\",\"kid\":\"https://ca/a/1\"");

        assertThat(header.alg()).isEqualTo(JwsAlgorithm.ES256);
        assertThat(header.requireNonce()).isEqualTo("bm9uY2U");
        assertThat(header.url()).isEqualTo("https://ca/x");
        assertThat(header.hasKid()).isTrue();
        assertThat(header.requireKid()).isEqualTo("https://ca/a/1");
        Refusals.assertMalformed(header::requireJwk, "needs the public key as \"jwk\"");
    }

    @Test
    void ofAKeyHasAJwk() {
        ProtectedHeader header =
                parse("\"alg\":\"ES256\",\"nonce\":\"bm9uY2U\",\"url\":\"https://ca/x\",\"jwk\":" + JWK);

        assertThat(header.hasKid()).isFalse();
        assertThat(header.requireJwk().accountKey().algorithm()).isEqualTo(JwsAlgorithm.ES256);
        Refusals.assertMalformed(header::requireKid, "needs the account's URL as \"kid\"");
    }

    /** RFC 8555 §7.3.5; K1. */
    @Test
    void withinAnotherHasItsUrlAndNoNonce() {
        ProtectedHeader outer =
                parse("\"alg\":\"ES256\",\"nonce\":\"bm9uY2U\",\"url\":\"https://ca/x\",\"kid\":\"https://ca/a/1\"");
        ProtectedHeader inner = parse("\"alg\":\"ES256\",\"url\":\"https://ca/x\",\"jwk\":" + JWK);

        assertThat(inner.requireWithin(outer)).isSameAs(inner);
        for (String nonce : new String[] {"", "bm9uY2U"}) {
            ProtectedHeader withNonce = parse(
                    "\"alg\":\"ES256\",\"nonce\":\"%s\",\"url\":\"https://ca/x\",\"jwk\":%s".formatted(nonce, JWK));
            Refusals.assertMalformed(() -> withNonce.requireWithin(outer), "has a \"nonce\"");
        }
        ProtectedHeader elsewhere = parse("\"alg\":\"ES256\",\"url\":\"https://ca/x/\",\"jwk\":" + JWK);
        Refusals.assertMalformed(() -> elsewhere.requireWithin(outer), "another \"url\"");
    }

    /** J1, J2. */
    @ParameterizedTest
    @ValueSource(
            strings = {"none", "None", "", "HS256", "HS384", "HS512", "PS256", "RS512", "ES256K", "es256", "A128KW"})
    void refusesOtherAlgorithmsAndSaysWhichThereAre(String alg) {
        Refusals.assertRefused(
                ProblemType.BAD_SIGNATURE_ALGORITHM,
                () -> parse("\"alg\":\"%s\",\"nonce\":\"\",\"url\":\"u\",\"kid\":\"k\"".formatted(alg)),
                "\"" + alg + "\"",
                "ES256, ES384, ES512, EdDSA, RS256");
    }

    @ParameterizedTest
    @EnumSource
    void acceptsEveryAlgorithmThatTheProblemLists(JwsAlgorithm alg) {
        assertThat(parse("\"alg\":\"%s\",\"url\":\"u\",\"kid\":\"k\"".formatted(alg.alg()))
                        .alg())
                .isEqualTo(alg);
    }

    /** J6, J19, and what is missing or of another type. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"alg\":\"ES256\",\"url\":\"u\",\"kid\":\"k\",\"jwk\":{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"} | both \"kid\" and \"jwk\"",
                "\"alg\":\"ES256\",\"url\":\"u\" | neither \"kid\" nor \"jwk\"",
                "\"url\":\"u\",\"kid\":\"k\" | no \"alg\"",
                "\"alg\":256,\"url\":\"u\",\"kid\":\"k\" | \"alg\" that is not a string",
                "\"alg\":[\"ES256\"],\"url\":\"u\",\"kid\":\"k\" | \"alg\" that is not a string",
                "\"alg\":\"ES256\",\"alg\":\"none\",\"url\":\"u\",\"kid\":\"k\" | twice",
                "\"alg\":\"ES256\",\"kid\":\"k\" | no \"url\"",
                "\"alg\":\"ES256\",\"url\":[\"u\"],\"kid\":\"k\" | \"url\" that is not a string",
                "\"alg\":\"ES256\",\"url\":\"u\",\"kid\":7 | \"kid\" that is not a string",
                "\"alg\":\"ES256\",\"url\":\"u\",\"kid\":null | \"kid\" that is not a string",
                "\"alg\":\"ES256\",\"url\":\"u\",\"jwk\":\"k\" | \"jwk\" that is not a JSON object",
                "\"alg\":\"ES256\",\"url\":\"u\",\"jwk\":null | \"jwk\" that is not a JSON object",
                "\"alg\":\"ES256\",\"url\":\"u\",\"jwk\":{} | no \"kty\"",
                "\"alg\":\"ES256\",\"url\":\"u\",\"kid\":\"k\",\"crit\":[\"exp\"] | \"crit\"",
                "\"alg\":\"ES256\",\"url\":\"u\",\"kid\":\"k\",\"crit\":[] | \"crit\"",
                "\"alg\":\"ES256\",\"url\":\"u\",\"kid\":\"k\",\"crit\":[\"b64\"],\"b64\":false | \"crit\"",
                "\"alg\":\"ES256\",\"url\":\"u\",\"kid\":\"k\",\"b64\":false | \"b64\"",
                "\"alg\":\"ES256\",\"url\":\"u\",\"kid\":\"k\",\"b64\":true | \"b64\"",
                "\"alg\":\"ES256\",\"url\":\"u\",\"kid\":\"k\",\"zip\":\"DEF\" | \"zip\"",
                "\"alg\":\"ES256\",\"url\":\"u\",\"kid\":\"k\",\"nonce\":\"bm9uY2U=\" | \"nonce\" is not base64url",
                "\"alg\":\"ES256\",\"url\":\"u\",\"kid\":\"k\",\"nonce\":\"bm9+Y2U/\" | \"nonce\" is not base64url",
                "\"alg\":\"ES256\",\"url\":\"u\",\"kid\":\"k\",\"nonce\":1 | \"nonce\" that is not a string"
            })
    void refusesMalformedMembers(String members, String because) {
        Refusals.assertMalformed(() -> parse(members), because);
    }

    /** J2 and J20: whatever a header says about other keys, it is not looked at. */
    @Test
    void ignoresOtherMembers() {
        ProtectedHeader header = parse(
                "\"alg\":\"ES256\",\"url\":\"u\",\"kid\":\"k\",\"typ\":\"x\",\"cty\":\"x\",\"x-y\":[{}],"
                        + "\"jku\":\"http://127.0.0.1:1/\",\"x5u\":\"http://127.0.0.1:1/\",\"x5c\":[\"AA==\"],\"x5t\":0");

        assertThat(header.requireKid()).isEqualTo("k");
    }

    /** RFC 8555 §6.5: also when the nonce is not present. The inner JWS of a key change must have none. */
    @Test
    void hasANonceOrTheRequestIsRefusedWithBadNonce() {
        ProtectedHeader header = parse("\"alg\":\"ES256\",\"url\":\"u\",\"kid\":\"k\"");

        assertThat(header.nonce()).isNull();
        Refusals.assertRefused(ProblemType.BAD_NONCE, header::requireNonce, "Replay-Nonce");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{", "null", "\u0000"})
    void isAJsonObject(String header) {
        Refusals.assertMalformed(() -> Client.jws(header, "", new byte[0]).header(), "The protected header is not");
    }

    private static ProtectedHeader parse(String members) {
        return ProtectedHeader.parse(("{" + members + "}").getBytes(UTF_8));
    }
}
