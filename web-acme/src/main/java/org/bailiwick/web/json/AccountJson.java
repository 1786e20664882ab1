package org.bailiwick.web.json;

import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.io.StringReader;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bailiwick.account.Account;
import org.bailiwick.account.Contact;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.ProblemType;

/**
 * An account as a client may write it (RFC 8555 §7.1.2). Members that a client may not set are ignored.
 *
 * @param contacts empty if the member is absent
 * @param termsOfServiceAgreed whether it says so
 * @param onlyReturnExisting whether no account is to be made (§7.3.1)
 * @param deactivate whether the account is to be given up: its status is to be "deactivated" (§7.3.6)
 */
public record AccountJson(
        Optional<List<Contact>> contacts,
        boolean termsOfServiceAgreed,
        boolean onlyReturnExisting,
        boolean deactivate) {

    private static final JsonProvider JSON = JsonProvider.provider();

    /** Reads a payload. */
    public static AccountJson parse(JsonObject payload) {
        return new AccountJson(
                Optional.ofNullable(payload.get("contact")).map(AccountJson::contacts),
                isTrue(payload, "termsOfServiceAgreed"),
                isTrue(payload, "onlyReturnExisting"),
                payload.get("status") instanceof JsonString status
                        && status.getString().equals("deactivated"));
    }

    /**
     * Writes an account.
     *
     * @param orders where its orders list is
     */
    public static JsonObject of(Account account, URI orders) {
        JsonArrayBuilder contacts = JSON.createArrayBuilder();
        account.contacts().forEach(contact -> contacts.add(contact.url()));
        JsonObjectBuilder json = JSON.createObjectBuilder()
                .add("status", account.status().name().toLowerCase(Locale.ROOT))
                .add("contact", contacts)
                .add("orders", orders.toString());
        account.externalAccountBinding().ifPresent(jws -> json.add("externalAccountBinding", object(jws)));
        return json.build();
    }

    private static JsonObject object(String text) {
        try (JsonReader reader = JSON.createReader(new StringReader(text))) {
            return reader.readObject();
        }
    }

    private static boolean isTrue(JsonObject payload, String member) {
        return JsonValue.TRUE.equals(payload.get(member));
    }

    private static List<Contact> contacts(JsonValue value) {
        if (value instanceof JsonArray array) {
            List<String> urls = new ArrayList<>();
            for (JsonValue each : array) {
                if (!(each instanceof JsonString url)) {
                    throw notStrings();
                }
                urls.add(url.getString());
            }
            return Contact.parse(urls);
        }
        throw notStrings();
    }

    private static AcmeException notStrings() {
        return new AcmeException(
                ProblemType.MALFORMED.problem("\"contact\" must be an array of strings (RFC 8555 §7.1.2)."));
    }
}
