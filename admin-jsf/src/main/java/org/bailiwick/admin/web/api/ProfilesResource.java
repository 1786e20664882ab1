package org.bailiwick.admin.web.api;

import jakarta.inject.Inject;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.web.Ids;
import org.bailiwick.ca.CertificateProfile;
import org.bailiwick.ca.KnownProfiles;
import org.bailiwick.json.StrictJson;
import org.bailiwick.profile.CustomProfile;
import org.bailiwick.profile.MalformedProfileException;
import org.bailiwick.profile.ProfileDocument;
import org.bailiwick.profile.administration.ProfileAdministration;

/** The certificate profiles of an authority; each is its document as it is ({@code docs/profiles.md}). */
@Path("authorities/{id}/profiles")
@Produces(MediaType.APPLICATION_JSON)
public class ProfilesResource {

    private static final String AUTHORITY = "authority";

    @Inject
    ProfileAdministration profiles;

    /** All of them, the built-in ones first. */
    @GET
    public Response list(@PathParam("id") String id) {
        JsonArrayBuilder items = Json.array();
        profiles.list(Ids.uuid(AUTHORITY, id)).forEach(profile -> items.add(summary(profile)));
        return Answers.ok(Json.object().add("items", items).build());
    }

    /** A new one. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response create(@PathParam("id") String id, byte[] body) {
        CertificateProfile made = profiles.create(Ids.uuid(AUTHORITY, id), parse(body));
        return Answers.created("authorities/" + id + "/profiles", made.name(), ProfileDocument.write(made));
    }

    /** One of them, with its ETag. */
    @GET
    @Path("{name}")
    public Response find(@PathParam("id") String id, @PathParam("name") String name) {
        return answer(profiles.find(Ids.uuid(AUTHORITY, id), name));
    }

    /** Another in place of that. */
    @PUT
    @Path("{name}")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response replace(
            @PathParam("id") String id, @PathParam("name") String name, byte[] body, @Context HttpHeaders headers) {
        long version = IfMatch.version(headers, "profile");
        return answer(profiles.replace(Ids.uuid(AUTHORITY, id), name, version, parse(body)));
    }

    /** It goes; the answer is what was there. */
    @DELETE
    @Path("{name}")
    public Response delete(@PathParam("id") String id, @PathParam("name") String name, @Context HttpHeaders headers) {
        long version = IfMatch.version(headers, "profile");
        return Answers.ok(ProfileDocument.write(profiles.delete(Ids.uuid(AUTHORITY, id), name, version)));
    }

    private static Response answer(CertificateProfile profile) {
        return Answers.ok(ProfileDocument.write(profile), CustomProfile.version(profile));
    }

    private static JsonObject summary(CertificateProfile profile) {
        return Json.object()
                .add("name", profile.name())
                .add("builtIn", KnownProfiles.BUILT_IN.named(profile.name()).isPresent())
                .add("description", profile.description())
                .build();
    }

    private static CertificateProfile parse(byte[] body) {
        try {
            return ProfileDocument.read(StrictJson.object("The body", body));
        } catch (MalformedProfileException malformed) {
            throw AdminException.invalid(
                    "This is no profile; \"errors\" says what is wrong where (%d in all)."
                            .formatted(malformed.findings().size()),
                    malformed.findings().stream().limit(100).toList());
        }
    }
}
