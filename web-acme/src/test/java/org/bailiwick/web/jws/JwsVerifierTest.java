package org.bailiwick.web.jws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.math.BigInteger;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import org.bailiwick.account.AccountKey;
import org.bailiwick.account.JwsAlgorithm;
import org.bailiwick.acme.ProblemType;
import org.bailiwick.json.StrictJson;
import org.bouncycastle.util.BigIntegers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class JwsVerifierTest {

    private static final String PAYLOAD = "{\"identifiers\":[{\"type\":\"dns\",\"value\":\"db.corp\"}]}";

    /** RFC 7515 appendix A.3.1, A.4.1, A.2.1; RFC 8037 appendix A.2 and A.4. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\",\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"}"
                        + " | eyJhbGciOiJFUzI1NiJ9 | eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
                        + " | DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q",
                "{\"kty\":\"EC\",\"crv\":\"P-521\",\"x\":\"AekpBQ8ST8a8VcfVOTNl353vSrDCLLJXmPk06wTjxrrjcBpXp5EOnYG_NjFZ6OvLFV1jSfS9tsz4qUxcWceqwQGk\",\"y\":\"ADSmRA43Z1DSNx_RvcLI87cdL07l6jQyyBXMoxVg_l2Th-x3S1WDhjDly79ajL4Kkd0AZMaZmh9ubmf63e3kyMj2\"}"
                        + " | eyJhbGciOiJFUzUxMiJ9 | UGF5bG9hZA"
                        + " | AdwMgeerwtHoh-l192l60hp9wAHZFVJbLfD_UxMi70cwnZOYaRI1bKPWROc-mZZqwqT2SI-KGDKB34XO0aw_7XdtAG8GaSwFKdCAPZgoXD2YBJZCPEX3xKpRwcdOO8KpEHwJjyqOgzDO7iKvU8vcnwNrmxYbSW9ERBXukOXolLzeO_Jn",
                "{\"kty\":\"RSA\",\"n\":\"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ\",\"e\":\"AQAB\"}"
                        + " | eyJhbGciOiJSUzI1NiJ9 | eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
                        + " | cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw",
                "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}"
                        + " | eyJhbGciOiJFZERTQSJ9 | RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc"
                        + " | hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg"
            })
    void verifiesTheExamplesOfTheRfcs(String jwk, String protected64, String payload64, String signature64) {
        AccountKey key = key(jwk);
        ProtectedHeader header = new ProtectedHeader(key.algorithm(), null, "", "", null);

        assertThatCode(() -> JwsVerifier.verify(parse(protected64, payload64, signature64), header, key))
                .doesNotThrowAnyException();
        Refusals.assertMalformed(
                () -> JwsVerifier.verify(parse(protected64, "", signature64), header, key), "does not verify");
    }

    @ParameterizedTest
    @EnumSource
    void verifiesRequestsOfAccountsAndOfKeys(JwsAlgorithm alg) {
        Client client = Client.with(alg);
        FlattenedJws byAccount = client.signed(client.header(), PAYLOAD);
        FlattenedJws byKey = client.signed(client.headerWithJwk(), "");

        assertThatCode(() -> JwsVerifier.verify(byAccount, byAccount.header(), key(client.jwk())))
                .doesNotThrowAnyException();
        ProtectedHeader header = byKey.header();
        assertThatCode(() ->
                        JwsVerifier.verify(byKey, header, header.requireJwk().accountKey()))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @EnumSource
    void refusesAnotherPayloadHeaderOrKey(JwsAlgorithm alg) {
        Client client = Client.with(alg);
        AccountKey key = key(client.jwk());
        byte[] signature = client.sign(client.header(), PAYLOAD);

        refused(Client.jws(client.header(), "{}", signature), key, "does not verify");
        refused(Client.jws(client.header() + " ", PAYLOAD, signature), key, "does not verify");
        refused(
                Client.jws(client.header(), PAYLOAD, signature),
                key(Client.with(alg).jwk()),
                "does not verify");
    }

    @ParameterizedTest
    @EnumSource
    void refusesAlgorithmsThatDoNotFitTheKey(JwsAlgorithm alg) {
        Client client = Client.with(alg);
        for (JwsAlgorithm other : JwsAlgorithm.values()) {
            if (other != alg) {
                String header = client.header().replace("\"" + alg.alg() + "\"", "\"" + other.alg() + "\"");
                refused(
                        client.signed(header, PAYLOAD),
                        key(client.jwk()),
                        "says \"alg\": \"" + other.alg() + "\", but this key signs with " + alg.alg() + ".");
            }
        }
    }

    /** J4, CVE-2022-21449. */
    @ParameterizedTest
    @EnumSource(names = {"ES256", "ES384", "ES512"})
    void refusesPsychicSignatures(JwsAlgorithm alg) {
        Client client = Client.with(alg);
        AccountKey key = key(client.jwk());
        int half = key.signatureLength() / 2;
        BigInteger n = ((ECPublicKey) client.pair().getPublic()).getParams().getOrder();
        byte[] zero = new byte[half];
        byte[] order = BigIntegers.asUnsignedByteArray(half, n);
        byte[] one = BigIntegers.asUnsignedByteArray(half, BigInteger.ONE);

        byte[][] values = {zero, order, one};
        for (byte[] r : values) {
            for (byte[] s : values) {
                refused(
                        Client.jws(client.header(), PAYLOAD, org.bouncycastle.util.Arrays.concatenate(r, s)),
                        key,
                        "does not verify");
            }
        }
    }

    /** J5. */
    @ParameterizedTest
    @EnumSource
    void saysHowLongASignatureIs(JwsAlgorithm alg) {
        Client client = Client.with(alg);
        AccountKey key = key(client.jwk());
        byte[] signature = client.sign(client.header(), PAYLOAD);

        for (int length : new int[] {0, signature.length - 2, signature.length - 1, signature.length + 1}) {
            refused(
                    Client.jws(client.header(), PAYLOAD, Arrays.copyOf(signature, length)),
                    key,
                    "has %d octets; an %s signature of this key has %d"
                            .formatted(length, alg.alg(), key.signatureLength()));
        }
    }

    @Test
    void hintsAtDer() {
        Client client = Client.with(JwsAlgorithm.ES256);
        byte[] der = client.sign("SHA256withECDSA", client.header(), PAYLOAD);

        refused(Client.jws(client.header(), PAYLOAD, der), key(client.jwk()), "no DER");
    }

    /** J2: the public key is no secret to make a MAC with, as no header gets as far as to a key. */
    @ParameterizedTest
    @ValueSource(strings = {"HS256", "none"})
    void neverTakesAPublicKeyForASecret(String alg) {
        Client client = Client.with(JwsAlgorithm.RS256);
        FlattenedJws jws = client.signed(client.header().replace("RS256", alg), PAYLOAD);

        Refusals.assertRefused(
                ProblemType.BAD_SIGNATURE_ALGORITHM,
                () -> JwsVerifier.verify(jws, jws.header(), key(client.jwk())),
                alg);
    }

    private static void refused(FlattenedJws jws, AccountKey key, String because) {
        Refusals.assertMalformed(() -> JwsVerifier.verify(jws, jws.header(), key), because);
    }

    private static FlattenedJws parse(String protected64, String payload64, String signature64) {
        return FlattenedJws.parse(
                Client.body(protected64, payload64, signature64).getBytes(UTF_8));
    }

    private static AccountKey key(String jwk) {
        return Jwk.parse(StrictJson.object("The JWK", jwk.getBytes(UTF_8))).accountKey();
    }
}
