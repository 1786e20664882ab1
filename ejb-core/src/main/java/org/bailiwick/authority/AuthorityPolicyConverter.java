package org.bailiwick.authority;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.spi.JsonProvider;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.io.StringReader;
import java.util.List;
import org.bailiwick.policy.NamePolicy;
import org.bailiwick.policy.NameRule;
import org.bailiwick.policy.PolicyLevel;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** An authority's policy as the JSON document in its column: {@code {"allow": ["**.corp"], "deny": []}}. */
@Converter
@Immutable
public class AuthorityPolicyConverter implements AttributeConverter<NamePolicy, String> {

    private static final JsonProvider JSON = JsonProvider.provider();

    /** What documents say: an authority is read with each request, and seldom changes. */
    private static final Cache<String, NamePolicy> PARSED =
            Caffeine.newBuilder().maximumSize(1_000).build();

    @Override
    public @Nullable String convertToDatabaseColumn(@Nullable NamePolicy policy) {
        if (policy == null) {
            return null;
        }
        return JSON.createObjectBuilder()
                .add("allow", written(policy.allow()))
                .add("deny", written(policy.deny()))
                .build()
                .toString();
    }

    @Override
    public @Nullable NamePolicy convertToEntityAttribute(@Nullable String document) {
        return document == null ? null : PARSED.get(document, AuthorityPolicyConverter::parse);
    }

    private static NamePolicy parse(String document) {
        try (JsonReader reader = JSON.createReader(new StringReader(document))) {
            JsonObject policy = reader.readObject();
            return new NamePolicy(
                    PolicyLevel.AUTHORITY, read(policy.getJsonArray("allow")), read(policy.getJsonArray("deny")));
        }
    }

    private static JsonArrayBuilder written(List<NameRule> rules) {
        JsonArrayBuilder array = JSON.createArrayBuilder();
        rules.forEach(rule -> array.add(rule.toString()));
        return array;
    }

    private static List<NameRule> read(JsonArray rules) {
        return rules.getValuesAs(JsonString.class).stream()
                .map(JsonString::getString)
                .map(NameRule::parse)
                .toList();
    }
}
