package org.bailiwick.provisioner;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.spi.JsonProvider;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.io.StringReader;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import org.bailiwick.config.Setting;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** A provisioner's own settings as the JSON document in its column: {@code {"bailiwick.profiles": "shortlived"}}. */
@Converter
@Immutable
public class OwnSettingsConverter implements AttributeConverter<Map<Setting, String>, String> {

    private static final JsonProvider JSON = JsonProvider.provider();

    /** What documents say: a provisioner is read with each request, and seldom changes. */
    private static final Cache<String, Map<Setting, String>> PARSED =
            Caffeine.newBuilder().maximumSize(1_000).build();

    @Override
    public @Nullable String convertToDatabaseColumn(@Nullable Map<Setting, String> settings) {
        if (settings == null) {
            return null;
        }
        JsonObjectBuilder document = JSON.createObjectBuilder();
        new TreeMap<>(settings).forEach((setting, value) -> document.add(setting.key(), value));
        return document.build().toString();
    }

    @Override
    public @Nullable Map<Setting, String> convertToEntityAttribute(@Nullable String document) {
        return document == null ? null : PARSED.get(document, OwnSettingsConverter::parse);
    }

    /** A setting that is unknown was written by a newer server: to go on without it could permit what it forbids. */
    private static Map<Setting, String> parse(String document) {
        try (JsonReader reader = JSON.createReader(new StringReader(document))) {
            JsonObject written = reader.readObject();
            Map<Setting, String> settings = new EnumMap<>(Setting.class);
            for (String key : written.keySet()) {
                Setting setting = Setting.withKey(key)
                        .orElseThrow(() -> new IllegalStateException("a provisioner has an unknown setting " + key));
                settings.put(setting, written.getString(key));
            }
            return Map.copyOf(settings);
        }
    }
}
