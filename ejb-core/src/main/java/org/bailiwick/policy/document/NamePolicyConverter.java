package org.bailiwick.policy.document;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.spi.JsonProvider;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.io.StringReader;
import java.util.List;
import org.bailiwick.policy.NamePolicy;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** A level's policy as the JSON document in its column. */
@Converter
@Immutable
public class NamePolicyConverter implements AttributeConverter<NamePolicy, String> {

    private static final JsonProvider JSON = JsonProvider.provider();

    /** In characters of documents, and some for each entry: a parsed policy is several times as large as its text. */
    static final long KEPT = 2_000_000;

    private static final int ENTRY = 100;

    /** What documents say: policies are read with each request, and seldom change. */
    static final Cache<String, NamePolicy> PARSED = Caffeine.newBuilder()
            .maximumWeight(KEPT)
            .weigher((String document, NamePolicy policy) -> document.length() + ENTRY)
            .build();

    @Override
    public @Nullable String convertToDatabaseColumn(@Nullable NamePolicy policy) {
        return policy == null ? null : PolicyDocument.write(policy).toString();
    }

    @Override
    public @Nullable NamePolicy convertToEntityAttribute(@Nullable String document) {
        return document == null ? null : PARSED.get(document, NamePolicyConverter::parse);
    }

    /** A document that cannot be read was written by a newer server: to go on without it could permit what it forbids. */
    private static NamePolicy parse(String text) {
        try (JsonReader reader = JSON.createReader(new StringReader(text))) {
            JsonObject document = reader.readObject();
            return document.get("allow") instanceof JsonArray ? withoutTypes(document) : PolicyDocument.read(document);
        } catch (MalformedPolicyException unreadable) {
            throw new IllegalStateException("a stored policy cannot be read", unreadable);
        }
    }

    /** As documents were before rules had types: {@code {"allow": ["**.corp", "10.0.0.0/8"], "deny": []}}. */
    private static NamePolicy withoutTypes(JsonObject document) {
        return NamePolicy.ofBareRules(texts(document.getJsonArray("allow")), texts(document.getJsonArray("deny")));
    }

    private static List<String> texts(JsonArray rules) {
        return rules.getValuesAs(JsonString.class).stream()
                .map(JsonString::getString)
                .toList();
    }
}
