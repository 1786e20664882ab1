package org.bailiwick.audit;

import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of an order (RFC 8555 §7.4). */
public sealed interface OrderEvent extends AuditEvent {

    /**
     * A client ordered a certificate.
     *
     * @param names as it named them
     * @param replaces the certificate that it replaces (RFC 9773 §5); null if none
     */
    record Created(String order, String account, List<String> names, String profile, @Nullable String replaces)
            implements OrderEvent {

        public Created {
            names = List.copyOf(names);
        }

        @Override
        public String kind() {
            return "order-created";
        }

        @Override
        public JsonObject document() {
            return Facts.of("order", order)
                    .and("account", account)
                    .and("names", names)
                    .and("profile", profile)
                    .and("replaces", replaces)
                    .document();
        }
    }

    /**
     * Orders that came to nothing were deleted.
     *
     * @param count how many
     * @param expiredBefore they expired before this
     */
    record Forgotten(int count, Instant expiredBefore) implements OrderEvent {
        @Override
        public String kind() {
            return "orders-forgotten";
        }

        @Override
        public JsonObject document() {
            return Facts.of("count", count).and("expiredBefore", expiredBefore).document();
        }
    }
}
