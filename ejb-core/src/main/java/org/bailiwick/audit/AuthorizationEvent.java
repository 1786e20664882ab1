package org.bailiwick.audit;

import jakarta.json.JsonObject;

/** What became of an authorization (RFC 8555 §7.5). */
public sealed interface AuthorizationEvent extends AuditEvent {

    /**
     * A client showed that it controls a name.
     *
     * @param name as it was ordered, with the {@code *.} of a wildcard
     * @param challenge the challenge's type
     * @param attempts how many it took
     */
    record Validated(String account, String order, String authorization, String name, String challenge, int attempts)
            implements AuthorizationEvent {
        @Override
        public String kind() {
            return "authorization-validated";
        }

        @Override
        public JsonObject document() {
            return Facts.of("account", account)
                    .and("order", order)
                    .and("authorization", authorization)
                    .and("name", name)
                    .and("challenge", challenge)
                    .and("attempts", attempts)
                    .document();
        }
    }

    /**
     * A client did not show it, and will not be asked again.
     *
     * @param problem in RFC 8555's words
     * @param detail what the client was told
     */
    record Failed(
            String account,
            String order,
            String authorization,
            String name,
            String challenge,
            int attempts,
            String problem,
            String detail)
            implements AuthorizationEvent {
        @Override
        public String kind() {
            return "authorization-failed";
        }

        @Override
        public JsonObject document() {
            return Facts.of("account", account)
                    .and("order", order)
                    .and("authorization", authorization)
                    .and("name", name)
                    .and("challenge", challenge)
                    .and("attempts", attempts)
                    .and("problem", problem)
                    .and("detail", detail)
                    .document();
        }
    }

    /** A client gave one up. */
    record Deactivated(String account, String authorization) implements AuthorizationEvent {
        @Override
        public String kind() {
            return "authorization-deactivated";
        }

        @Override
        public JsonObject document() {
            return Facts.of("account", account)
                    .and("authorization", authorization)
                    .document();
        }
    }
}
