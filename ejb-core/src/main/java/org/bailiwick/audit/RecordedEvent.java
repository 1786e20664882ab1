package org.bailiwick.audit;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.audit.chain.AsciiJson;
import org.bailiwick.audit.chain.ChainHash;
import org.bailiwick.audit.chain.ChainedEvent;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** An audit event as it is kept: in ASCII and in microseconds, so that what is hashed is what the database gives back. */
@Entity
@Immutable
@Table(name = "audit_event")
class RecordedEvent {

    /** The longest document, in characters. */
    static final int LENGTH = 300_000;

    @Id
    private UUID id;

    @Column(nullable = false)
    private Instant at;

    @Column(length = 60)
    private String kind;

    @Column(length = LENGTH)
    private String document;

    protected RecordedEvent() {}

    RecordedEvent(AuditEvent event, Instant now) {
        this.id = ResourceId.random(now).value();
        this.at = now.truncatedTo(ChronoUnit.MICROS);
        this.kind = event.kind();
        this.document = withinLength(event.document());
    }

    UUID id() {
        return id;
    }

    Instant at() {
        return at;
    }

    String kind() {
        return kind;
    }

    String document() {
        return document;
    }

    /** The event at its place. */
    ChainedEvent at(long position, ChainHash previous) {
        return new ChainedEvent(position, id, at, kind, document, previous);
    }

    /**
     * The longest facts are recorded by their hashes until the rest has room: an event that cannot be stored would stop
     * what it tells of, and what is short, as who did it, is never left out.
     */
    private static String withinLength(JsonObject facts) {
        Map<String, JsonValue> kept = new LinkedHashMap<>(facts);
        String document = ascii(facts);
        while (document.length() > LENGTH) {
            String longest = Collections.max(kept.keySet(), Comparator.comparingInt(name -> ascii(kept.get(name))
                    .length()));
            kept.put(longest, hashed(ascii(kept.get(longest))));
            document = ascii(AuditEvent.JSON
                    .createObjectBuilder(Collections.unmodifiableMap(kept))
                    .build());
        }
        return document;
    }

    private static JsonObject hashed(String text) {
        return Facts.of("tooLong", text.length())
                .and("sha256", ChainHash.of(text.getBytes(StandardCharsets.US_ASCII)))
                .document();
    }

    private static String ascii(@Nullable JsonValue value) {
        return AsciiJson.ascii(String.valueOf(value));
    }
}
