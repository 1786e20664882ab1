package org.bailiwick.admin.web.audit;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.admin.web.Ids;
import org.bailiwick.audit.AuditEvent;

/**
 * A fact of an event, as a row of a table.
 *
 * @param name where it stands in the document, as {@code names 2} or {@code settings bailiwick.dns.server}
 * @param value a text, a number, or a word of JSON's
 */
public record Fact(String name, String value) {

    /** What a page has room for; the document itself has the rest. */
    static final int MOST = 150;

    private static final String ADMINISTRATOR = "administrator";

    private static final int LONGEST = 1_000;

    private static final Pattern SERIAL = Pattern.compile("[0-9a-f]{1,40}");

    /** Of all values together, in characters. */
    static final int ROOM = 10_000;

    /** How much of an event its line in a list shows. */
    private static final int BRIEF = 140;

    /** All facts of a document, in its order, as far as a page has room. */
    static List<Fact> of(String document) {
        List<Fact> facts = new ArrayList<>();
        try (JsonReader reader = AuditEvent.JSON.createReader(new StringReader(document))) {
            add(facts, "", reader.readObject());
        }
        return facts;
    }

    /** The id of the administrator who did it; empty if none did. */
    static String administrator(List<Fact> facts) {
        return facts.stream()
                .filter(fact -> fact.name().equals(ADMINISTRATOR))
                .map(Fact::value)
                .findFirst()
                .orElse("");
    }

    /**
     * Where the portal has what it names, whoever wrote it; empty if it names nothing that has a page. What was deleted since has
     * none any more.
     */
    public String path() {
        return switch (name) {
            case "account", "order", "certificate" -> page(name, ResourceId.parse(value));
            case "key", "externalAccountKey" -> page("key", ResourceId.parse(value));
            case "authority", "provisioner" -> page(name, Ids.uuid(value));
            case "registrationAuthority" -> page("registration-authority", Ids.uuid(value));
            case "serial" -> SERIAL.matcher(value).matches() ? "/certificates?by=serial&q=" + value : "";
            default -> "";
        };
    }

    private static String page(String page, Optional<?> id) {
        return id.map(known -> "/" + page + "?id=" + known).orElse("");
    }

    /** The first facts in one line, but who did it. */
    static String brief(List<Fact> facts) {
        String line = facts.stream()
                .filter(fact -> !fact.name().equals(ADMINISTRATOR))
                .map(fact -> fact.name() + " " + fact.value())
                .collect(Collectors.joining(" · "));
        return line.length() <= BRIEF ? line : line.substring(0, BRIEF) + "…";
    }

    private static void add(List<Fact> facts, String name, JsonValue value) {
        if (facts.size() >= MOST
                || facts.stream().mapToInt(fact -> fact.value().length()).sum() >= ROOM) {
            return;
        }
        if (value instanceof JsonObject object) {
            for (Map.Entry<String, JsonValue> member : object.entrySet()) {
                add(facts, (name + " " + member.getKey()).strip(), member.getValue());
            }
        } else if (value instanceof JsonArray array) {
            for (int i = 0; i < array.size(); i++) {
                add(facts, array.size() == 1 ? name : name + " " + (i + 1), array.get(i));
            }
        } else {
            String text = value instanceof JsonString string ? string.getString() : value.toString();
            facts.add(new Fact(name, text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…"));
        }
    }
}
