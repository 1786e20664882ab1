package org.bailiwick.web.json;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.spi.JsonProvider;
import java.net.URI;
import java.util.List;

/** A page of an account's orders list as a client reads it (RFC 8555 §7.1.2.1). */
public final class OrdersListJson {

    private static final JsonProvider JSON = JsonProvider.provider();

    private OrdersListJson() {}

    /** Writes the URLs of orders. */
    public static JsonObject of(List<URI> orders) {
        JsonArrayBuilder urls = JSON.createArrayBuilder();
        orders.forEach(order -> urls.add(order.toString()));
        return JSON.createObjectBuilder().add("orders", urls).build();
    }
}
