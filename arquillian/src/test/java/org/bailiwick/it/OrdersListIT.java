package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonString;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import org.bailiwick.it.AcmeClient.Answer;
import org.junit.jupiter.api.Test;

/** An account's orders list (RFC 8555 §7.1.2.1). */
class OrdersListIT {

    private static final Pattern NEXT = Pattern.compile("<([^>]+)>;rel=\"next\"");

    private final AcmeClient client;
    private final String list;

    OrdersListIT() throws IOException, InterruptedException {
        client = Clients.registered();
        list = ordersUrl(client);
    }

    @Test
    void aNewAccountHasNoOrders() throws IOException, InterruptedException {
        Answer answer = client.postAsGet(list);

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).startsWith("application/json");
        assertThat(orders(answer)).isEmpty();
        assertThat(next(answer)).isEmpty();
    }

    @Test
    void thereAreOrdersThatArePendingReadyOrValidAndNoneThatIsInvalid() throws IOException, InterruptedException {
        try (ChallengeResponder responder =
                new ChallengeResponder(SharedServer.get().settings().http01Port())) {
            String valid = Clients.readyOrder(client, responder, "list.localhost");
            Clients.certificate(client, valid, "list.localhost");
            String ready = Clients.readyOrder(client, responder, "list.localhost");
            Answer invalid = client.newOrder("list.localhost", "other.localhost");
            client.post(Clients.authorizations(invalid.json()).get(1), "{\"status\":\"deactivated\"}");
            String pending = client.newOrder("list.localhost").header("Location");

            assertThat(orders(client.postAsGet(list))).containsExactlyInAnyOrder(valid, ready, pending);
        }
    }

    @Test
    void aLongListHasPages() throws IOException, InterruptedException {
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            made.add(client.newOrder("list.localhost").header("Location"));
        }

        Answer first = client.postAsGet(list);
        Answer second = client.postAsGet(next(first));

        List<String> read = new ArrayList<>(orders(first));
        assertThat(read).hasSize(50);
        read.addAll(orders(second));
        Collections.reverse(read);
        assertThat(read).containsExactlyElementsOf(made);
        assertThat(next(second)).isEmpty();
        assertThat(first.headers().allValues("Link"))
                .contains("<" + SharedServer.get().directory() + ">;rel=\"index\"");
    }

    @Test
    void anothersListLooksLikeNobodys() throws IOException, InterruptedException {
        AcmeClient other = Clients.registered();
        other.newOrder("list.localhost");
        String others = ordersUrl(other);
        String nobodys = list.replace(id(client), AcmeClient.base64url(new byte[16]));

        Answer foreign = client.postAsGet(others);

        Clients.assertRefused(client, foreign, 403, "unauthorized");
        for (String url : List.of(nobodys, list.replace(id(client), "1"), others + "/" + id(other))) {
            Answer answer = client.postAsGet(url);
            assertThat(answer.status()).as(url).isEqualTo(403);
            assertThat(answer.body()).as(url).isEqualTo(foreign.body());
        }
    }

    /** A9. */
    @Test
    void aPositionThatWasMadeUpShowsNobodyElsesOrders() throws IOException, InterruptedException {
        String mine = client.newOrder("list.localhost").header("Location");
        AcmeClient other = Clients.registered();
        String others = other.newOrder("list.localhost").header("Location");

        Answer afterOthers = client.postAsGet(list + "/" + others.substring(others.lastIndexOf('/') + 1));
        Answer afterMine = client.postAsGet(list + "/" + mine.substring(mine.lastIndexOf('/') + 1));

        assertThat(orders(afterOthers)).containsExactly(mine);
        assertThat(orders(afterMine)).isEmpty();
        for (String garbage :
                List.of("1", "x".repeat(22), "x".repeat(5_000), "-1", "%00", "%27", "..%2f", "a+b", "ä")) {
            String url = list + "/" + garbage.replace("ä", "%C3%A4");
            Answer answer = client.postAsGet(url);
            assertThat(answer.status()).as(garbage + answer.body()).isIn(400, 401, 404);
            Clients.assertShowsNoInternals(answer.body());
        }
        Clients.assertRefused(client, client.postAsGet(list + "/1"), 400, "malformed");
    }

    @Test
    void theListIsReadByPostAsGetOnlyAndKnowsNoQuery() throws IOException, InterruptedException {
        Clients.assertRefused(client, client.post(list, "{}"), 400, "malformed");
        Clients.assertRefused(client, client.postWithKey(list, ""), 400, "malformed");
        Clients.assertRefused(client, client.postAsGet(list + "?cursor=1"), 401, "unauthorized");
    }

    private static String ordersUrl(AcmeClient of) throws IOException, InterruptedException {
        return of.postAsGet(of.account()).json().getString("orders");
    }

    private static String id(AcmeClient of) {
        return of.account().substring(of.account().lastIndexOf('/') + 1);
    }

    private static List<String> orders(Answer page) {
        return page.json().getJsonArray("orders").getValuesAs(JsonString::getString);
    }

    private static String next(Answer page) {
        return page.headers().allValues("Link").stream()
                .flatMap(link -> NEXT.matcher(link).results())
                .map(found -> found.group(1))
                .findFirst()
                .orElse("");
    }
}
