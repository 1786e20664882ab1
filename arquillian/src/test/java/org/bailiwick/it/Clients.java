package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.io.IOException;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.bailiwick.it.AcmeClient.Answer;
import org.bailiwick.quickstart.RunningServer;

/** What good clients do on the way to what a test is about, and what every refusal must be. */
final class Clients {

    /** What no answer may show: where the program runs, what it is made of. */
    private static final List<String> INTERNALS = List.of(
            "Exception",
            "\tat ",
            "at org.",
            "java.",
            "jakarta.",
            "org.bailiwick",
            "hibernate",
            "wildfly",
            "jboss",
            "undertow",
            "RESTEASY",
            "WFLY",
            "SQL",
            "/tmp",
            "/home");

    private Clients() {}

    /** A client of the shared server, without an account. */
    static AcmeClient stranger() throws IOException, InterruptedException {
        return of(SharedServer.get());
    }

    /** A client of the shared server with a new account. */
    static AcmeClient registered() throws IOException, InterruptedException {
        return registeredAt(SharedServer.get());
    }

    static AcmeClient registeredAt(RunningServer server) throws IOException, InterruptedException {
        AcmeClient client = of(server);
        assertThat(client.newAccount().status()).isEqualTo(201);
        return client;
    }

    static AcmeClient of(RunningServer server) throws IOException, InterruptedException {
        return new AcmeClient(server.directory(), server.root());
    }

    /** An order whose authorizations are valid: its URL. */
    static String readyOrder(AcmeClient client, ChallengeResponder responder, String... names)
            throws IOException, InterruptedException {
        return makeReady(client, responder, client.newOrder(names));
    }

    /** Meets the challenges of a new order: its URL. */
    static String makeReady(AcmeClient client, ChallengeResponder responder, Answer order)
            throws IOException, InterruptedException {
        assertThat(order.status()).as(order.body()).isEqualTo(201);
        meet(client, responder, order);
        return order.header("Location");
    }

    /** Meets the challenges of a new order, which is ready then. */
    static void meet(AcmeClient client, ChallengeResponder responder, Answer order)
            throws IOException, InterruptedException {
        for (String authorization : authorizations(order.json())) {
            JsonObject challenge = challenge(client, authorization);
            String token = challenge.getString("token");
            responder.answer(token, client.keyAuthorization(token));
            client.post(challenge.getString("url"), "{}");
            Answer ended = ended(client, authorization);
            assertThat(ended.json().getString("status")).as(ended.body()).isEqualTo("valid");
        }
        assertThat(status(client, order.header("Location"))).isEqualTo("ready");
    }

    /** Finalizes a ready order with a key of its own; the chain. */
    static String certificate(AcmeClient client, String order, String... names)
            throws IOException, InterruptedException {
        return certificate(client, order, AcmeClient.newKey(), names);
    }

    static String certificate(AcmeClient client, String order, KeyPair key, String... names)
            throws IOException, InterruptedException {
        Answer finalized = client.post(finalizeUrl(client, order), Csr.payload(key, names));
        assertThat(finalized.status()).as(finalized.body()).isEqualTo(200);
        assertThat(finalized.json().getString("status")).isEqualTo("valid");
        Answer chain = client.postAsGet(finalized.json().getString("certificate"));
        assertThat(chain.status()).as(chain.body()).isEqualTo(200);
        return chain.body();
    }

    static String finalizeUrl(AcmeClient client, String order) throws IOException, InterruptedException {
        return client.postAsGet(order).json().getString("finalize");
    }

    static List<String> authorizations(JsonObject order) {
        return order.getJsonArray("authorizations").getValuesAs(JsonString::getString);
    }

    /** The http-01 challenge of an authorization. */
    static JsonObject challenge(AcmeClient client, String authorization) throws IOException, InterruptedException {
        return challenge(client, authorization, "http-01");
    }

    /** An authorization's challenge of a type. */
    static JsonObject challenge(AcmeClient client, String authorization, String type)
            throws IOException, InterruptedException {
        return client.postAsGet(authorization).json().getJsonArray("challenges").getValuesAs(JsonObject.class).stream()
                .filter(challenge -> challenge.getString("type").equals(type))
                .findFirst()
                .orElseThrow();
    }

    /** The status of an order or an authorization. */
    static String status(AcmeClient client, String url) throws IOException, InterruptedException {
        return client.postAsGet(url).json().getString("status");
    }

    /** Asks until an authorization is no longer pending, or an order no longer processing. */
    static Answer ended(AcmeClient client, String url) throws IOException, InterruptedException {
        for (int polls = 0; polls < 600; polls++) {
            Answer answer = client.postAsGet(url);
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            if (!List.of("pending", "processing").contains(answer.json().getString("status"))) {
                return answer;
            }
            Thread.sleep(100);
        }
        throw new AssertionError(url + " does not end");
    }

    /** A refusal as RFC 8555 §6.5, §6.7 wants it; after it the client goes on with the nonce that came with it. */
    static void assertRefused(AcmeClient client, Answer answer, int status, String problem)
            throws IOException, InterruptedException {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertProblem(answer, problem);
        assertNonceWorks(client, answer);
    }

    /** A problem document that tells nothing of our insides. */
    static void assertProblem(Answer answer, String problem) {
        assertThat(answer.header("Content-Type")).as(answer.body()).startsWith("application/problem+json");
        assertThat(answer.problem()).as(answer.body()).isEqualTo(problem);
        assertThat(answer.json().getInt("status")).isEqualTo(answer.status());
        assertThat(answer.json().getString("detail")).isNotBlank();
        assertShowsNoInternals(answer.body());
        assertThat(answer.header("Cache-Control")).contains("no-store");
    }

    static void assertShowsNoInternals(String text) {
        assertThat(text).doesNotContainIgnoringCase(INTERNALS.toArray(String[]::new));
    }

    /** The nonce of an answer opens one more request: a newAccount that makes nothing. */
    static void assertNonceWorks(AcmeClient client, Answer answer) throws IOException, InterruptedException {
        String nonce = answer.header("Replay-Nonce");
        assertThat(nonce).as("nonce of " + answer.body()).matches("[A-Za-z0-9_-]{20,}");
        String url = client.url("newAccount");
        Answer next = client.send(
                url,
                client.jws(
                        client.header(url, nonce).add("jwk", client.jwk()).build(), "{\"onlyReturnExisting\":true}"));
        assertThat(next.problem()).as(next.body()).isIn("", "accountDoesNotExist", "unauthorized");
    }

    /** Begins work that goes on beside the test, in a thread of its own: the common pool has one only on two processors. */
    static <T> Future<T> meanwhile(Callable<T> work) {
        FutureTask<T> begun = new FutureTask<>(work);
        new Thread(begun).start();
        return begun;
    }

    /** Waits for the end of requests: answered or not, as their server was killed. */
    static void awaitEnd(Future<?> requests) throws InterruptedException, TimeoutException {
        try {
            requests.get(1, TimeUnit.MINUTES);
        } catch (ExecutionException killed) {
            assertThat(killed).hasRootCauseInstanceOf(IOException.class);
        }
    }

    /** Does the same at the same time, as nearly as threads can. */
    static <T> List<T> atOnce(int times, Callable<T> work) throws InterruptedException, ExecutionException {
        List<Callable<T>> all = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            all.add(work);
        }
        return atOnce(all);
    }

    static <T> List<T> atOnce(List<Callable<T>> all) throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(all.size());
        try {
            CountDownLatch start = new CountDownLatch(1);
            List<Future<T>> futures = new ArrayList<>();
            for (Callable<T> work : all) {
                futures.add(threads.submit(() -> {
                    start.await();
                    return work.call();
                }));
            }
            start.countDown();
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }
}
