package org.bailiwick.web.json;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.spi.JsonProvider;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.function.Function;
import org.bailiwick.acme.Identifier;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.order.Order;
import org.bailiwick.order.OrderStatus;
import org.bailiwick.web.problem.ProblemJson;

/** An order as a client reads it (RFC 8555 §7.1.3). */
public final class OrderJson {

    private static final JsonProvider JSON = JsonProvider.provider();

    private OrderJson() {}

    /**
     * Writes an order.
     *
     * @param urls where its parts are
     * @param status what its status is now
     */
    public static JsonObject of(Order order, Urls urls, OrderStatus status) {
        JsonArrayBuilder identifiers = JSON.createArrayBuilder();
        order.identifiers().forEach(identifier -> identifiers.add(of(identifier)));
        JsonArrayBuilder authorizations = JSON.createArrayBuilder();
        order.authorizations()
                .forEach(each ->
                        authorizations.add(urls.authorization().apply(each.id()).toString()));
        JsonObjectBuilder json = JSON.createObjectBuilder()
                .add("status", status.name().toLowerCase(Locale.ROOT))
                .add("expires", time(order.expiresAt()))
                .add("identifiers", identifiers)
                .add("authorizations", authorizations)
                .add("finalize", urls.finalizeOrder().toString())
                .add("profile", order.profile());
        order.validity().notBefore().ifPresent(start -> json.add("notBefore", time(start)));
        order.validity().notAfter().ifPresent(end -> json.add("notAfter", time(end)));
        order.certificate()
                .ifPresent(id ->
                        json.add("certificate", urls.certificate().apply(id).toString()));
        order.replaces().ifPresent(id -> json.add("replaces", id));
        order.problem().ifPresent(problem -> json.add("error", ProblemJson.of(problem)));
        return json.build();
    }

    static JsonObject of(Identifier identifier) {
        return JSON.createObjectBuilder()
                .add("type", identifier.type())
                .add("value", identifier.value())
                .build();
    }

    /** RFC 3339 in UTC, whole seconds. */
    static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /**
     * Where the parts of an order are.
     */
    public record Urls(
            URI finalizeOrder, Function<ResourceId, URI> authorization, Function<ResourceId, URI> certificate) {}
}
