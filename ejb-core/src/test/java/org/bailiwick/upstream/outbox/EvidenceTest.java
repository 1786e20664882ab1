package org.bailiwick.upstream.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.bailiwick.account.Account;
import org.bailiwick.account.Contact;
import org.bailiwick.authority.Authority;
import org.bailiwick.authority.AuthorityName;
import org.bailiwick.authorization.OrderScene;
import org.bailiwick.authorization.OrderScene.Fact;
import org.bailiwick.order.Order;
import org.bailiwick.provisioner.Provisioner;
import org.bailiwick.schema.Population;
import org.junit.jupiter.api.Test;

class EvidenceTest {

    private static final Account ACCOUNT = new Account(
            new Provisioner(
                    Authority.upstream(new UUID(1, 2), new AuthorityName("plant"), Population.NOW),
                    new AuthorityName("acme"),
                    Population.NOW),
            Population.key(),
            List.of(new Contact("mailto:ops@corp.internal")),
            null,
            Population.NOW);

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

    private static JsonObject read(String json) {
        try (JsonReader reader = Json.createReader(new StringReader(json))) {
            return reader.readObject();
        }
    }
}
