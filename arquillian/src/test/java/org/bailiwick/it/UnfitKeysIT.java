package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.bailiwick.it.AcmeClient.Answer;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Keys that are blocked by an administrator, listed as weak, or seen to be weak: each is refused for what it is. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UnfitKeysIT {

    private static final String NAME = "unfit.localhost";
    private static final BigInteger F4 = BigInteger.valueOf(65537);

    /** Of chance that is the same each time. */
    private final Random random = new Random(2017);

    private final AdminClient admin = AdminClient.first();
    private final AcmeClient client;
    private ChallengeResponder responder;
    private String order;
    private String finalizeUrl;

    UnfitKeysIT() throws IOException, InterruptedException {
        client = Clients.registered();
    }

    @BeforeAll
    void makeOrderReady() throws IOException, InterruptedException {
        responder = new ChallengeResponder(SharedServer.get().settings().http01Port());
        order = Clients.readyOrder(client, responder, NAME);
        finalizeUrl = Clients.finalizeUrl(client, order);
    }

    @AfterAll
    void stopAnswering() {
        responder.close();
    }

    @Test
    void aBlockedKeyGetsNothingUntilThatIsTakenBack()
            throws IOException, InterruptedException, GeneralSecurityException {
        KeyPair key = AcmeClient.newKey();
        JsonObject wanted = Json.createObjectBuilder()
                .add("fingerprint", fingerprint(key.getPublic()))
                .add("reason", "left in a container image")
                .build();
        JsonObject blocked = AdminClient.created(admin.post("/blocked-keys", wanted.toString()));
        String path = "/blocked-keys/" + blocked.getString("id");
        assertThat(AdminClient.ok(admin.get(path))).isEqualTo(blocked);
        assertThat(AdminClient.ok(admin.get("/blocked-keys?fingerprint=" + fingerprint(key.getPublic())))
                        .getJsonArray("items"))
                .containsExactly(blocked);
        AdminClient.assertRefused(admin.post("/blocked-keys", wanted.toString()), 409);

        assertRefused(Csr.payload(key, NAME), "blocked by an administrator");
        AcmeClient owner = new AcmeClient(
                SharedServer.get().directory(), SharedServer.get().root(), key);
        Answer account = owner.newAccount();
        Clients.assertRefused(owner, account, 400, "badPublicKey");
        assertThat(account.body()).contains("blocked by an administrator");

        AdminClient.ok(admin.send("DELETE", path, null, Map.of()));
        AdminClient.assertRefused(admin.get(path), 404);
        AdminClient.assertRefused(admin.send("DELETE", path, null, Map.of()), 404);
        assertThat(owner.newAccount().status()).isEqualTo(201);
    }

    @Test
    void whatIsNoFingerprintOrHasNoReasonIsRefused() throws IOException, InterruptedException {
        String sound = "ab".repeat(32);
        for (String body : List.of(
                "{}",
                "{\"fingerprint\":\"%s\"}".formatted(sound),
                "{\"fingerprint\":\"%s\",\"reason\":\"\"}".formatted(sound),
                "{\"fingerprint\":\"%s\",\"reason\":\"%s\"}".formatted(sound, "x".repeat(101)),
                "{\"fingerprint\":\"abc\",\"reason\":\"x\"}",
                "{\"fingerprint\":\"%s0\",\"reason\":\"x\"}".formatted(sound),
                "{\"fingerprint\":7,\"reason\":\"x\"}",
                "{\"fingerprint\":\"%s\",\"reason\":\"x\",\"team\":\"y\"}".formatted(sound),
                "[]")) {
            AdminClient.assertRefused(admin.post("/blocked-keys", body), 400);
        }
        AdminClient.assertRefused(admin.get("/blocked-keys?fingerprint=x"), 400);
        AdminClient.assertRefused(admin.get("/blocked-keys/" + UUID.randomUUID()), 404);
        AdminClient.assertRefused(admin.get("/blocked-keys/x"), 404);
    }

    /** They are those of all teams. */
    @Test
    void whoIsOfOneTeamIsRefused() throws IOException, InterruptedException {
        UUID team = UUID.fromString(admin.named("/authorities", "internal").getString("team"));
        AdminClient.assertRefused(admin.of("auditor", team).get("/blocked-keys"), 403);
        AdminClient.assertRefused(admin.of("authority-administrator", team).get("/blocked-keys"), 403);
        AdminClient.ok(admin.of("auditor", null).get("/blocked-keys?limit=1"));
    }

    /** CVE-2008-0166. */
    @Test
    void aListedKeyGetsNothing() throws IOException, InterruptedException, GeneralSecurityException {
        byte[] csr = CraftedCsr.of(WeakKey.KEY.pair(), "SHA256withRSA", "", CraftedCsr.dns(NAME));
        assertRefused(CraftedCsr.payload(csr), "CVE-2008-0166");

        AcmeClient stranger = Clients.stranger();
        String url = stranger.url("newAccount");
        JsonObject header = Json.createObjectBuilder(
                        stranger.header(url).add("jwk", WeakKey.KEY.jwk()).build())
                .build();
        Answer account = stranger.send(url, WeakKey.KEY.jws(header, "{}"));
        Clients.assertRefused(stranger, account, 400, "badPublicKey");
        assertThat(account.body()).contains("CVE-2008-0166");
    }

    /** CVE-2017-15361, CVE-2022-26320: what can be seen of such a key is its modulus. */
    @Test
    void aKeyOfWeakPrimesGetsNothing() throws IOException, InterruptedException {
        assertRefused(unsigned(rocaModulus()), "ROCA");
        assertRefused(unsigned(closeModulus()), "too close");
        assertRefused(unsigned(BigInteger.ONE.shiftLeft(2048).subtract(BigInteger.ONE)), "prime factor below 752");
    }

    private void assertRefused(String payload, String because) throws IOException, InterruptedException {
        Answer answer = client.post(finalizeUrl, payload);
        Clients.assertRefused(client, answer, 400, "badCSR");
        assertThat(answer.json().getString("detail")).contains(because);
        assertThat(Clients.status(client, order)).isEqualTo("ready");
    }

    private static String fingerprint(PublicKey key) throws GeneralSecurityException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(key.getEncoded()));
    }

    private static String unsigned(BigInteger modulus) throws IOException {
        SubjectPublicKeyInfo key = new SubjectPublicKeyInfo(
                new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
                new RSAPublicKey(modulus, F4));
        return CraftedCsr.payload(CraftedCsr.unsigned(key, NAME));
    }

    private BigInteger closeModulus() {
        BigInteger prime =
                new BigInteger(1024, random).setBit(1023).setBit(1022).nextProbablePrime();
        return prime.multiply(prime.nextProbablePrime());
    }

    /** As Infineon's chips made them: primes k·M + (65537^a mod M), M the product of the first 126 primes. */
    private BigInteger rocaModulus() {
        BigInteger primorial = IntStream.rangeClosed(2, 701)
                .mapToObj(BigInteger::valueOf)
                .filter(number -> number.isProbablePrime(20))
                .reduce(BigInteger.ONE, BigInteger::multiply);
        BigInteger modulus;
        do {
            modulus = rocaPrime(primorial).multiply(rocaPrime(primorial));
        } while (modulus.bitLength() != 2048);
        return modulus;
    }

    private BigInteger rocaPrime(BigInteger primorial) {
        int free = 1023 - primorial.bitLength();
        BigInteger prime;
        do {
            BigInteger multiple = new BigInteger(free + 1, random).setBit(free);
            prime = multiple.multiply(primorial).add(F4.modPow(new BigInteger(62, random), primorial));
        } while (!prime.isProbablePrime(20));
        return prime;
    }
}
