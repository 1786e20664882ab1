package org.bailiwick.upstream.outbox;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.spi.JsonProvider;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.bailiwick.account.Account;
import org.bailiwick.authorization.Authorization;
import org.bailiwick.authorization.Challenge;
import org.bailiwick.authorization.ValidationRecord;
import org.bailiwick.order.Order;
import org.bailiwick.validation.ValidationStep;

/**
 * Why the names of an order may be in a certificate, for the CA to keep: who ordered it, and how control of each name was
 * shown. JSON, in an order that does not change, so that the same facts are the same octets.
 */
final class Evidence {

    /** In octets of UTF-8. */
    static final int LONGEST = 32 * 1024;

    private static final JsonProvider JSON = JsonProvider.provider();

    private static final int MOST_ADDRESSES = 4;

    private Evidence() {}

    /** That of an order whose authorizations are valid. */
    static String of(Order order, Account account) {
        String all = "";
        for (Detail detail : Detail.values()) {
            all = write(order, account, detail);
            if (all.getBytes(StandardCharsets.UTF_8).length <= LONGEST) {
                return all;
            }
        }
        throw new IllegalStateException("an order has too many names: %d octets".formatted(all.length()));
    }

    /** How much is told of each name: with a hundred that are as long as names may be, all of it is too much. */
    private enum Detail {
        /** Also what the attempts saw. */
        TRACE,
        /** Which challenge was met, when, and where that is written down here. */
        RECORD,
        /** Which challenge was met. */
        CHALLENGE
    }

    /** The names that one of these is about. */
    static List<String> names(JsonObject evidence) {
        return evidence.getJsonArray("identifiers").getValuesAs(JsonObject.class).stream()
                .map(identifier -> identifier.getString("value"))
                .toList();
    }

    private static String write(Order order, Account account, Detail detail) {
        JsonArrayBuilder identifiers = JSON.createArrayBuilder();
        order.authorizations().forEach(authorization -> identifiers.add(of(authorization, detail)));
        JsonObjectBuilder evidence = JSON.createObjectBuilder()
                .add("order", order.id().toString())
                .add("created", order.createdAt().toString())
                .add("account", account.id().toString())
                .add("accountKey", account.keyThumbprint());
        account.externalAccountKey()
                .ifPresent(key -> evidence.add("externalAccountKey", key.id().toString()));
        return evidence.add("provisioner", account.provisioner().name())
                .add("profile", order.profile())
                .add("identifiers", identifiers)
                .build()
                .toString();
    }

    private static JsonObjectBuilder of(Authorization authorization, Detail detail) {
        JsonObjectBuilder identifier = JSON.createObjectBuilder()
                .add("type", authorization.identifier().type())
                .add("value", authorization.identifier().value());
        if (detail != Detail.CHALLENGE) {
            identifier.add("authorization", authorization.id().toString());
        }
        authorization.challenges().stream()
                .filter(challenge -> challenge.validatedAt().isPresent())
                .min(Comparator.comparing(challenge -> challenge.validatedAt().orElseThrow()))
                .ifPresent(challenge -> {
                    identifier.add("challenge", challenge.type().wireName());
                    if (detail != Detail.CHALLENGE) {
                        identifier.add(
                                "validated",
                                challenge.validatedAt().orElseThrow().toString());
                    }
                    if (detail == Detail.TRACE) {
                        addSeen(challenge, identifier);
                    }
                });
        return identifier;
    }

    /** What the last attempt, which succeeded, had from the name service, and what it connected to. */
    private static void addSeen(Challenge challenge, JsonObjectBuilder identifier) {
        List<ValidationStep> steps = challenge.validationRecord().steps().stream()
                .filter(recorded -> recorded.attempt() == challenge.attempts())
                .map(ValidationRecord.Step::step)
                .toList();
        add(identifier, "resolver", steps.stream().flatMap(step -> Stream.ofNullable(step.resolver())));
        add(identifier, "addressUsed", steps.stream().flatMap(step -> Stream.ofNullable(step.addressUsed())));
        List<String> resolved = steps.stream()
                .flatMap(step -> step.addressesResolved().stream())
                .distinct()
                .limit(MOST_ADDRESSES)
                .toList();
        if (!resolved.isEmpty()) {
            JsonArrayBuilder addresses = JSON.createArrayBuilder();
            resolved.forEach(addresses::add);
            identifier.add("addressesResolved", addresses);
        }
    }

    private static void add(JsonObjectBuilder identifier, String member, Stream<String> values) {
        values.findFirst().ifPresent(value -> identifier.add(member, value));
    }
}
