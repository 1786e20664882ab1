package org.bailiwick.web.json;

import jakarta.json.JsonObject;
import jakarta.json.spi.JsonProvider;
import java.net.URI;

/** RFC 8555 §7.1.1, RFC 9773 §3. */
public final class DirectoryJson {

    private static final JsonProvider JSON = JsonProvider.provider();

    private DirectoryJson() {}

    /** Only what there is: a client must not be told of resources that do not answer. */
    public static JsonObject of(
            URI newNonce, URI newAccount, URI newOrder, URI revokeCert, URI renewalInfo, URI website) {
        return JSON.createObjectBuilder()
                .add("newNonce", newNonce.toString())
                .add("newAccount", newAccount.toString())
                .add("newOrder", newOrder.toString())
                .add("revokeCert", revokeCert.toString())
                .add("renewalInfo", renewalInfo.toString())
                .add(
                        "meta",
                        JSON.createObjectBuilder()
                                .add("website", website.toString())
                                .add("externalAccountRequired", false))
                .build();
    }
}
