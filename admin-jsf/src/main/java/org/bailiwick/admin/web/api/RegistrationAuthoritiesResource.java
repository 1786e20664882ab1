package org.bailiwick.admin.web.api;

import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import org.bailiwick.admin.web.Ids;
import org.bailiwick.ra.RegistrationAuthoritySearch;
import org.bailiwick.ra.administration.EnrolmentSecret;
import org.bailiwick.ra.administration.RegistrationAuthorityAdministration;
import org.bailiwick.ra.administration.RegistrationAuthorityAdministration.Wanted;
import org.bailiwick.ra.administration.RegistrationAuthorityOverview;
import org.jspecify.annotations.Nullable;

/** Registration authorities. A secret is in the answer that made it and nowhere else. */
@Path("registration-authorities")
@Produces(MediaType.APPLICATION_JSON)
public class RegistrationAuthoritiesResource {

    private static final String COLLECTION = "registration-authorities";

    private static final String THING = "registration authority";

    @Inject
    RegistrationAuthorityAdministration registrationAuthorities;

    /** Those of all authorities, or of one; the newest first. */
    @GET
    public Response list(@QueryParam("authority") @Nullable String authority, @BeanParam Paging paging) {
        return Answers.ok(Json.page(
                registrationAuthorities.list(
                        RegistrationAuthoritySearch.of(Filters.id("authority", authority)), paging.request()),
                found -> json(found).build()));
    }

    /** A new one, with the secret that it enrols by. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response create(byte[] body) {
        Members members = Members.of(body, "provisioner", "name", "rate", "secretExpires");
        EnrolmentSecret made = registrationAuthorities.create(new Wanted(
                members.id("provisioner"),
                members.text("name"),
                members.optionalNumber("rate"),
                members.optionalTime("secretExpires")));
        return Answers.created(COLLECTION, made.registrationAuthority().id(), json(made));
    }

    /** One of them, with its ETag. */
    @GET
    @Path("{id}")
    public Response find(@PathParam("id") String id) {
        return answer(registrationAuthorities.find(Ids.uuid(THING, id)));
    }

    /** Another secret, by which it may enrol again. */
    @POST
    @Path("{id}/secret")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response giveSecret(@PathParam("id") String id, byte[] body) {
        Members members = Members.of(body, "secretExpires");
        return Answers.ok(
                json(registrationAuthorities.giveSecret(Ids.uuid(THING, id), members.optionalTime("secretExpires"))));
    }

    /** Another number of requests in a minute. */
    @PUT
    @Path("{id}/rate")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response limit(@PathParam("id") String id, byte[] body, @Context HttpHeaders headers) {
        long version = IfMatch.version(headers, THING);
        return answer(registrationAuthorities.limit(
                Ids.uuid(THING, id), version, Members.of(body, "rate").optionalNumber("rate")));
    }

    /** Nothing of it counts until it is resumed. */
    @POST
    @Path("{id}/suspend")
    public Response suspend(@PathParam("id") String id) {
        return answer(registrationAuthorities.suspend(Ids.uuid(THING, id)));
    }

    /** It counts again. */
    @POST
    @Path("{id}/resume")
    public Response resume(@PathParam("id") String id) {
        return answer(registrationAuthorities.resume(Ids.uuid(THING, id)));
    }

    private static Response answer(RegistrationAuthorityOverview found) {
        return Answers.ok(json(found).build(), found.version());
    }

    /** With the secret, in this one answer. */
    private static JsonObject json(EnrolmentSecret made) {
        return json(made.registrationAuthority())
                .add("secret", made.secret().base64url())
                .build();
    }

    private static JsonObjectBuilder json(RegistrationAuthorityOverview found) {
        JsonObjectBuilder json = Json.object()
                .add("id", found.id().toString())
                .add("name", found.name())
                .add("authority", found.authority().toString())
                .add("provisioner", found.provisioner().toString())
                .add("url", found.url())
                .add("status", found.status())
                .add("created", Json.time(found.createdAt()))
                .add("secretExpires", Json.time(found.secretExpiresAt()));
        if (found.rate() != null) {
            json.add("rate", found.rate());
        }
        time(json, "suspended", found.suspendedAt());
        time(json, "enrolled", found.enrolledAt());
        time(json, "lastSeen", found.lastSeenAt());
        if (found.certificate() != null) {
            json.add("certificate", found.certificate()).add("certificateRevoked", found.certificateRevoked());
            time(json, "certificateEnds", found.certificateEndsAt());
        }
        return json;
    }

    private static void time(JsonObjectBuilder json, String name, @Nullable Instant time) {
        if (time != null) {
            json.add(name, Json.time(time));
        }
    }
}
