package org.bailiwick.policy.document;

import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bailiwick.acme.Problem;
import org.bailiwick.policy.NamePolicy;
import org.bailiwick.policy.NameRule;
import org.bailiwick.policy.NameRules;
import org.bailiwick.policy.NameType;
import org.bailiwick.policy.document.MalformedPolicyException.Finding;

/**
 * A policy as JSON:
 *
 * <pre>{@code
 * {"allow": {"dns": ["**.corp"], "ip": ["10.0.0.0/8"]},
 *  "deny":  {"dns": ["secret.corp"]},
 *  "allowWildcardNames": true}
 * }</pre>
 *
 * Every member may be left out; without {@code allowWildcardNames} a policy that has an allow rule permits no wildcard
 * names, and one without says nothing of them. The reader is strict: a word that it does not know may have been meant to
 * forbid something.
 */
public final class PolicyDocument {

    /**
     * The longest document, written without spaces and in ASCII, where a character that is not ASCII counts six: the width of
     * its column, and a third of an event of the audit log, in which the one before stands beside it.
     */
    public static final int MAXIMUM_LENGTH = 100_000;

    private static final String ALLOW = "allow";
    private static final String DENY = "deny";
    private static final String WILDCARDS = "allowWildcardNames";

    private static final JsonProvider JSON = JsonProvider.provider();

    private final List<Finding> findings = new ArrayList<>();

    private PolicyDocument() {}

    /**
     * Reads a policy.
     *
     * @param document whose objects have no member twice
     * @throws MalformedPolicyException with everything that is wrong with it
     */
    public static NamePolicy read(JsonObject document) throws MalformedPolicyException {
        PolicyDocument reader = new PolicyDocument();
        long rules = count(document);
        if (rules > NamePolicy.MAXIMUM_RULES) {
            throw new MalformedPolicyException(List.of(new Finding(
                    "",
                    "This policy has %d rules; a policy has at most %d. Patterns such as \"**.corp\" say more with fewer."
                            .formatted(rules, NamePolicy.MAXIMUM_RULES))));
        }
        NamePolicy policy = reader.policy(document);
        if (reader.findings.isEmpty() && asciiLength(write(policy).toString()) > MAXIMUM_LENGTH) {
            reader.find(
                    "",
                    "This policy is longer than %d characters; one that is not ASCII counts six."
                            .formatted(MAXIMUM_LENGTH));
        }
        if (!reader.findings.isEmpty()) {
            throw new MalformedPolicyException(reader.findings);
        }
        return policy;
    }

    private static long asciiLength(String json) {
        return json.chars().mapToLong(c -> c >= ' ' && c <= '~' ? 1 : 6).sum();
    }

    private static long count(JsonObject document) {
        return document.values().stream()
                .filter(JsonObject.class::isInstance)
                .flatMap(types -> types.asJsonObject().values().stream())
                .filter(JsonArray.class::isInstance)
                .mapToLong(list -> list.asJsonArray().size())
                .sum();
    }

    private NamePolicy policy(JsonObject document) {
        for (String member : document.keySet()) {
            if (!List.of(ALLOW, DENY, WILDCARDS).contains(member)) {
                find(
                        "/" + pointed(member),
                        "A policy has no member \"%s\"; it has \"%s\", \"%s\" and \"%s\"."
                                .formatted(Problem.printable(member), ALLOW, DENY, WILDCARDS));
            }
        }
        NameRules allow = rules(document, ALLOW);
        NameRules deny = rules(document, DENY);
        return new NamePolicy(allow, deny, wildcards(document, NamePolicy.wildcardsUnlessSaid(allow)));
    }

    private boolean wildcards(JsonObject document, boolean absent) {
        JsonValue value = document.getOrDefault(WILDCARDS, absent ? JsonValue.TRUE : JsonValue.FALSE);
        if (value != JsonValue.TRUE && value != JsonValue.FALSE) {
            find("/" + WILDCARDS, "This is true or false.");
        }
        return value == JsonValue.TRUE;
    }

    private NameRules rules(JsonObject document, String member) {
        List<NameRule> rules = new ArrayList<>();
        JsonValue value = document.getOrDefault(member, JsonValue.EMPTY_JSON_OBJECT);
        if (value instanceof JsonObject types) {
            types.forEach((word, list) -> rules.addAll(ofType(word, list, "/" + member + "/" + pointed(word))));
        } else {
            find("/" + member, "This is an object that has a list of rules for each type of names.");
        }
        return new NameRules(rules);
    }

    private List<NameRule> ofType(String word, JsonValue list, String place) {
        Optional<NameType> type = NameType.withWord(word);
        if (type.isEmpty()) {
            find(place, "There are no rules of this type; there are \"dns\", \"ip\", \"email\", \"uri\" and \"cn\".");
            return List.of();
        }
        if (!(list instanceof JsonArray rules)) {
            find(place, "This is a list of rules.");
            return List.of();
        }
        List<NameRule> read = new ArrayList<>(rules.size());
        for (int i = 0; i < rules.size(); i++) {
            rule(type.get(), rules.get(i), place + "/" + i).ifPresent(read::add);
        }
        return read;
    }

    private Optional<NameRule> rule(NameType type, JsonValue value, String place) {
        if (!(value instanceof JsonString text)) {
            find(place, "A rule is a text.");
            return Optional.empty();
        }
        try {
            return Optional.of(type.rule(text.getString()));
        } catch (IllegalArgumentException notARule) {
            find(place, String.valueOf(notARule.getMessage()));
            return Optional.empty();
        }
    }

    private void find(String place, String sentence) {
        findings.add(new Finding(place, sentence));
    }

    /** RFC 6901 §3. */
    private static String pointed(String member) {
        return Problem.printable(member).replace("~", "~0").replace("/", "~1");
    }

    /** The document of a policy; {@link #read} gives the same policy again. */
    public static JsonObject write(NamePolicy policy) {
        JsonObjectBuilder document = JSON.createObjectBuilder();
        written(policy.allow()).ifPresent(rules -> document.add(ALLOW, rules));
        written(policy.deny()).ifPresent(rules -> document.add(DENY, rules));
        if (policy.allowWildcardNames() != NamePolicy.wildcardsUnlessSaid(policy.allow())) {
            document.add(WILDCARDS, policy.allowWildcardNames());
        }
        return document.build();
    }

    private static Optional<JsonObject> written(NameRules rules) {
        if (rules.isEmpty()) {
            return Optional.empty();
        }
        JsonObjectBuilder types = JSON.createObjectBuilder();
        for (NameType type : NameType.values()) {
            if (!rules.of(type).isEmpty()) {
                JsonArrayBuilder list = JSON.createArrayBuilder();
                rules.of(type).forEach(rule -> list.add(rule.text()));
                types.add(type.word(), list);
            }
        }
        return Optional.of(types.build());
    }
}
