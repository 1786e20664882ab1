package org.bailiwick.audit;

import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A request that was refused. It changed nothing, so nothing but this tells of it. */
public sealed interface RefusalEvent extends AuditEvent {

    /**
     * One request.
     *
     * @param request its method and path
     * @param client the address that it came from
     * @param account the account that its {@code kid} names; null if it names none
     * @param verified whether that account signed it; otherwise naming it was the client's own choice
     * @param problem the problem's type, in RFC 8555's words
     * @param detail what the client was told
     * @param subproblems what was wrong with each name (RFC 8555 §6.7.1); null if it was not about names
     * @param decidedBy what each level's policy said of the names, and by which rule; null if no policy was asked
     */
    record RequestRefused(
            String request,
            String client,
            @Nullable String account,
            boolean verified,
            String problem,
            String detail,
            @Nullable JsonArray subproblems,
            @Nullable JsonObject decidedBy)
            implements RefusalEvent {

        /** How long a text of it may be, in characters, and how many texts there may be: thousands wait in memory. */
        static final int LONGEST = 1_000;

        static final int MOST = 10;

        public RequestRefused {
            request = shortened(request);
            detail = shortened(detail);
            subproblems = subproblems == null ? null : shortened(subproblems);
        }

        private static String shortened(String text) {
            return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
        }

        /** The first of them; one that is too long is left out, too, and how many are says the last. */
        private static JsonArray shortened(JsonArray subproblems) {
            JsonArrayBuilder kept = JSON.createArrayBuilder();
            int left = 0;
            for (int i = 0; i < subproblems.size(); i++) {
                if (i < MOST && subproblems.get(i).toString().length() <= 2 * LONGEST) {
                    kept.add(subproblems.get(i));
                } else {
                    left++;
                }
            }
            return left == 0
                    ? subproblems
                    : kept.add(JSON.createObjectBuilder().add("leftOut", left)).build();
        }

        @Override
        public String kind() {
            return "request-refused";
        }

        @Override
        public JsonObject document() {
            return Facts.of("request", request)
                    .and("client", client)
                    .and(verified ? "account" : "claimedAccount", account)
                    .and("problem", problem)
                    .and("detail", detail)
                    .and("subproblems", subproblems)
                    .and("decidedBy", decidedBy)
                    .document();
        }
    }

    /**
     * A client named an external account key and was not let bind an account to it; what only the auditor is told.
     *
     * @param key its id
     * @param client the address that it came from
     * @param accountKeyThumbprint of the client's own key
     * @param why in one word
     */
    record BindingRefused(String key, String client, String accountKeyThumbprint, String why) implements RefusalEvent {
        @Override
        public String kind() {
            return "external-account-key-refused";
        }

        @Override
        public JsonObject document() {
            return Facts.of("key", key)
                    .and("client", client)
                    .and("accountKeyThumbprint", accountKeyThumbprint)
                    .and("why", why)
                    .document();
        }
    }

    /**
     * Somebody showed an administrator's token or certificate that lets nobody in.
     *
     * @param request its method and path
     * @param client the address that it came from
     * @param token the id of the one that is expired or revoked; null if there never was such a one
     * @param certificate the SHA-256 of the client certificate, hexadecimal; null if it was a bearer token
     * @param subject whom that certificate names, as {@code certificateSubject} of a token is; null if it was a bearer token
     */
    record CredentialRefused(
            String request,
            String client,
            @Nullable String token,
            @Nullable String certificate,
            @Nullable String subject)
            implements RefusalEvent {
        public CredentialRefused {
            request = RequestRefused.shortened(request);
        }

        @Override
        public String kind() {
            return "administrator-credential-refused";
        }

        @Override
        public JsonObject document() {
            return Facts.of("request", request)
                    .and("client", client)
                    .and("token", token)
                    .and("certificate", certificate)
                    .and("subject", subject)
                    .document();
        }
    }

    /**
     * Somebody was not let in to the portal. What was typed as a name is not told: it may be a password in the wrong field.
     *
     * @param client the address that the request came from
     * @param administrator whom it was tried for; null if there is no such person
     * @param why in one word: {@code name}, {@code password}, {@code suspended}, {@code throttled},
     *     {@code link}, {@code certificate}
     */
    record LogInRefused(String client, @Nullable UUID administrator, String why) implements RefusalEvent {
        @Override
        public String kind() {
            return "administrator-log-in-refused";
        }

        @Override
        public JsonObject document() {
            return Facts.of("client", client)
                    .and("administrator", administrator)
                    .and("why", why)
                    .document();
        }
    }

    /**
     * An administrator asked for what he may not have.
     *
     * @param request the method and what was asked for, printable
     * @param because {@code team} if it is another team's, {@code role} if it is not for his, or the ACME error type for which
     *     a certificate was refused
     * @param decidedBy what each level's policy said of a certificate's names, and by which rule; null if no policy refused
     */
    record AdministrationRefused(UUID administrator, String request, String because, @Nullable JsonObject decidedBy)
            implements RefusalEvent {
        @Override
        public String kind() {
            return "administration-refused";
        }

        @Override
        public JsonObject document() {
            return Facts.of("administrator", administrator)
                    .and("request", request)
                    .and("because", because)
                    .and("decidedBy", decidedBy)
                    .document();
        }
    }

    /**
     * More requests were refused than are told one by one.
     *
     * @param subject whose: an account that signed, an administrator, a credential, or a client's network; "others" if there
     *     were too many
     * @param count how many that are not told
     */
    record MoreRefused(String subject, long count, Instant since, Instant until) implements RefusalEvent {
        @Override
        public String kind() {
            return "requests-refused";
        }

        @Override
        public JsonObject document() {
            return Facts.of("subject", subject)
                    .and("count", count)
                    .and("since", since)
                    .and("until", until)
                    .document();
        }
    }
}
