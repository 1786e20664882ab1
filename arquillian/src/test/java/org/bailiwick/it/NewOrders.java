package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.security.KeyPair;
import org.bailiwick.it.AcmeClient.Answer;

/** The request that tests make wrong, and how they see that nothing came of it. */
final class NewOrders {

    /** A good payload of newOrder. */
    static final String ORDER = "{\"identifiers\":[{\"type\":\"dns\",\"value\":\"bad.localhost\"}]}";

    private NewOrders() {}

    /** That an account has no order. */
    static void assertNone(AcmeClient client) throws IOException, InterruptedException {
        Answer list = client.postAsGet(client.account() + "/orders");
        assertThat(list.status()).as(list.body()).isEqualTo(200);
        assertThat(list.json().getJsonArray("orders")).isEmpty();
    }

    /** A client of the directory beside the first, without an account. */
    static AcmeClient strangerAtAnotherDirectory() throws IOException, InterruptedException {
        return strangerAtAnotherDirectory(AcmeClient.newKey());
    }

    static AcmeClient strangerAtAnotherDirectory(KeyPair key) throws IOException, InterruptedException {
        URI first = SharedServer.get().directory();
        return new AcmeClient(
                first.resolve("../own/directory"), SharedServer.get().root(), key);
    }

    /** A POST of any octets, without a media type. */
    static HttpRequest.Builder post(String url, byte[] body) {
        return HttpRequest.newBuilder(URI.create(url)).POST(BodyPublishers.ofByteArray(body));
    }
}
