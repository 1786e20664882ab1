package org.bailiwick.upstream.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.bailiwick.account.Account;
import org.bailiwick.account.AccountScene;
import org.bailiwick.account.Contact;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.ChallengeType;
import org.bailiwick.acme.DnsIdentifier;
import org.bailiwick.acme.Identifier;
import org.bailiwick.acme.ProblemType;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.authority.Authority;
import org.bailiwick.authority.AuthorityName;
import org.bailiwick.authorization.OrderScene;
import org.bailiwick.authorization.OrderScene.Fact;
import org.bailiwick.ca.CertificateProfile;
import org.bailiwick.eab.ExternalAccountKey;
import org.bailiwick.eab.KeyScene;
import org.bailiwick.eab.SealedSecret;
import org.bailiwick.order.Order;
import org.bailiwick.order.OrderRequest;
import org.bailiwick.provisioner.Provisioner;
import org.bailiwick.schema.Population;
import org.bailiwick.validation.ValidationStep;
import org.bailiwick.validation.ValidationStep.Kind;
import org.bailiwick.validation.ValidationTrace;
import org.junit.jupiter.api.Test;

class EvidenceTest {

    /** 246 characters, of labels of 63, 63, 63 and 49, and "corp". */
    private static final String LONG =
            String.join(".", "a".repeat(63), "b".repeat(63), "c".repeat(63), "d".repeat(49), "corp");

    private static final Provisioner PROVISIONER = new Provisioner(
            Authority.upstream(new UUID(1, 2), new AuthorityName("plant"), Population.NOW),
            new AuthorityName("acme"),
            Population.NOW);

    private static final Account ACCOUNT = account();

    @Test
    void itSaysWhoAskedAndHowEachNameWasProven() {
        Order order = OrderScene.order(ACCOUNT.id(), List.of(Fact.MET));
        JsonObject evidence = read(Evidence.of(order, ACCOUNT));
        assertThat(evidence.getString("order")).isEqualTo(order.id().toString());
        assertThat(evidence.getString("account")).isEqualTo(ACCOUNT.id().toString());
        assertThat(evidence.getString("accountKey")).isEqualTo(ACCOUNT.keyThumbprint());
        assertThat(evidence.getString("provisioner")).isEqualTo("acme");
        JsonObject name = evidence.getJsonArray("identifiers").getJsonObject(0);
        assertThat(name.getString("type")).isEqualTo("dns");
        assertThat(name.getString("value")).isEqualTo("host.corp");
        assertThat(name.getString("challenge")).isEqualTo("http-01");
        assertThat(name.getString("validated")).isEqualTo("2027-01-01T01:00:00Z");
        assertThat(evidence).doesNotContainKey("externalAccountKey");
        assertThat(name).doesNotContainKeys("resolver", "addressUsed", "addressesResolved");
    }

    /** What was seen before it, by attempts that failed, shows nothing. */
    @Test
    void itSaysByWhichKeyTheAccountWasMadeAndWhatTheLastAttemptSaw() {
        ResourceId id = ResourceId.random(Population.NOW);
        ExternalAccountKey key = new ExternalAccountKey(
                id, PROVISIONER, KeyScene.terms(1), new SealedSecret("x", new byte[1]), Population.NOW);
        Account bound = AccountScene.bound(account(), key);
        Order order = OrderScene.order(bound.id(), List.of(Fact.NOTHING));
        OrderScene.meet(
                order,
                OrderScene.ORDERED,
                List.of(
                        attempt(List.of("192.0.2.1"), "192.0.2.1", "192.0.2.53:53"),
                        attempt(
                                List.of("10.0.0.5", "10.0.0.4", "10.0.0.5", "10.0.0.3", "10.0.0.2", "10.0.0.1"),
                                "10.0.0.4",
                                "10.0.0.53:53")));

        JsonObject evidence = read(Evidence.of(order, bound));

        assertThat(evidence.getString("externalAccountKey")).isEqualTo(id.toString());
        JsonObject name = evidence.getJsonArray("identifiers").getJsonObject(0);
        assertThat(name.getString("resolver")).isEqualTo("10.0.0.53:53");
        assertThat(name.getString("addressUsed")).isEqualTo("10.0.0.4");
        assertThat(name.getJsonArray("addressesResolved").getValuesAs(JsonString::getString))
                .as("the first four that differ")
                .containsExactly("10.0.0.5", "10.0.0.4", "10.0.0.3", "10.0.0.2");
    }

    /** A name resolves, and one of its addresses is connected to. */
    private static ValidationTrace attempt(List<String> resolved, String used, String resolver) {
        return new ValidationTrace(List.of(
                new ValidationStep(Kind.RESOLVED, "resolved", null, "host.corp", null, resolved, null, resolver),
                new ValidationStep(Kind.CONNECTED, "connected", null, "host.corp", 80, List.of(), used, null)));
    }

    private static Account account() {
        return new Account(
                PROVISIONER, Population.key(), List.of(new Contact("mailto:ops@corp.internal")), null, Population.NOW);
    }

    @Test
    void theSameFactsAreTheSameOctets() {
        Order order = OrderScene.order(ACCOUNT.id(), List.of(Fact.MET));
        assertThat(Evidence.of(order, ACCOUNT)).isEqualTo(Evidence.of(order, ACCOUNT));
    }

    /** As many names as an order may have. */
    @Test
    void itIsNeverTooLongForACa() {
        Order order = OrderScene.order(ACCOUNT.id(), Collections.nCopies(100, Fact.MET));
        assertThat(Evidence.of(order, ACCOUNT).getBytes(StandardCharsets.UTF_8).length)
                .isLessThanOrEqualTo(Evidence.LONGEST);
    }

    /** And each as long as a name may be. */
    @Test
    void namesAreToldHoweverLongTheyAre() {
        List<Identifier> names = IntStream.range(0, 100)
                .<Identifier>mapToObj(number -> new DnsIdentifier("host%02d.%s".formatted(number, LONG)))
                .toList();
        assertThat(names.get(0).value()).hasSize(253);
        Order order = new Order(
                ACCOUNT.id(),
                OrderRequest.of(names),
                CertificateProfile.tlsserver(),
                List.of(ChallengeType.TLS_ALPN_01),
                OrderScene.ORDERED,
                OrderScene.LIFETIME);
        OrderScene.meet(order, OrderScene.ORDERED.plusNanos(123_456_000));
        String evidence = Evidence.of(order, ACCOUNT);
        assertThat(evidence.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(Evidence.LONGEST);
        byte[] requestForAsMany = new byte[100 * (253 + 3) + 500];
        assertThatNoException().isThrownBy(() -> OutboxJournal.requireFits(requestForAsMany, evidence));
        assertThat(Evidence.names(read(evidence)))
                .containsExactlyElementsOf(names.stream().map(Identifier::value).toList());
        assertThat(read(evidence).getJsonArray("identifiers").getJsonObject(99).getString("challenge"))
                .isEqualTo("tls-alpn-01");
    }

    /** It would be sent in vain until its deadline. */
    @Test
    void aRequestThatIsTooLongForAMessageIsRefused() {
        String evidence = "e".repeat(Evidence.LONGEST);
        int most = OutboxJournal.LONGEST_REQUEST_AND_EVIDENCE - Evidence.LONGEST;
        assertThatNoException().isThrownBy(() -> OutboxJournal.requireFits(new byte[most], evidence));
        assertThatExceptionOfType(AcmeException.class)
                .isThrownBy(() -> OutboxJournal.requireFits(new byte[most + 1], evidence))
                .satisfies(refusal -> assertThat(refusal.problem().type()).isEqualTo(ProblemType.BAD_CSR));
    }

    private static JsonObject read(String json) {
        try (JsonReader reader = Json.createReader(new StringReader(json))) {
            return reader.readObject();
        }
    }
}
