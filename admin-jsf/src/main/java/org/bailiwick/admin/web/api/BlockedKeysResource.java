package org.bailiwick.admin.web.api;

import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Locale;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.Label;
import org.bailiwick.admin.web.Ids;
import org.bailiwick.ca.KeyFingerprint;
import org.bailiwick.key.BlockedKey;
import org.bailiwick.key.BlockedKeyAdministration;
import org.jspecify.annotations.Nullable;

/** Keys that nobody may use, at any authority. */
@Path("blocked-keys")
@Produces(MediaType.APPLICATION_JSON)
public class BlockedKeysResource {

    private static final String THING = "blocked key";

    @Inject
    BlockedKeyAdministration keys;

    /** All of them, or those of one key; the newest first. */
    @GET
    public Response list(@QueryParam("fingerprint") @Nullable String fingerprint, @BeanParam Paging paging) {
        return Answers.ok(Json.page(
                keys.list(
                        Filters.text("fingerprint", fingerprint).map(BlockedKeysResource::fingerprint),
                        paging.request()),
                BlockedKeysResource::json));
    }

    /** One more. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response block(byte[] body) {
        Members members = Members.of(body, "fingerprint", "reason");
        BlockedKey blocked = keys.block(fingerprint(members.text("fingerprint")), new Label(members.text("reason")));
        return Answers.created("blocked-keys", blocked.id(), json(blocked));
    }

    /** One of them. */
    @GET
    @Path("{id}")
    public Response find(@PathParam("id") String id) {
        return Answers.ok(json(keys.find(Ids.uuid(THING, id))));
    }

    /** It is no longer blocked by this; the answer is what was there. */
    @DELETE
    @Path("{id}")
    public Response unblock(@PathParam("id") String id) {
        return Answers.ok(json(keys.unblock(Ids.uuid(THING, id))));
    }

    /** As tools print it: in upper case or with colons as well. */
    private static KeyFingerprint fingerprint(String text) {
        try {
            return new KeyFingerprint(text.replace(":", "").toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException notOne) {
            throw AdminException.invalid(
                    "\"fingerprint\" must be SHA-256 of the DER SubjectPublicKeyInfo: 64 hexadecimal digits.");
        }
    }

    private static JsonObject json(BlockedKey blocked) {
        JsonObjectBuilder json = Json.object()
                .add("id", blocked.id().toString())
                .add("fingerprint", blocked.fingerprint().value())
                .add("blocked", Json.time(blocked.blockedAt()));
        blocked.certificate().ifPresent(certificate -> json.add("certificate", certificate.toString()));
        blocked.administrator().ifPresent(administrator -> json.add("administrator", administrator.toString()));
        blocked.reason().ifPresent(reason -> json.add("reason", reason));
        return json.build();
    }
}
