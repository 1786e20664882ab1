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
import java.util.TreeMap;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.web.Ids;
import org.bailiwick.config.Settings;
import org.bailiwick.policy.PolicyLevel;
import org.bailiwick.provisioner.Provisioner;
import org.bailiwick.provisioner.ProvisionerAdministration;
import org.bailiwick.provisioner.ProvisionerKind;
import org.jspecify.annotations.Nullable;

/** Provisioners: ways to get certificates from an authority. */
@Path("provisioners")
@Produces(MediaType.APPLICATION_JSON)
public class ProvisionersResource {

    private static final String THING = "provisioner";

    @Inject
    Policies policies;

    @Inject
    ProvisionerAdministration provisioners;

    @Inject
    Settings settings;

    /** Those of all authorities, or of one; the newest first. */
    @GET
    public Response list(@QueryParam("authority") @Nullable String authority, @BeanParam Paging paging) {
        return Answers.ok(
                Json.page(provisioners.list(Filters.id("authority", authority), paging.request()), this::json));
    }

    /** A new one. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response create(byte[] body) {
        Members members = Members.of(body, "authority", "name", "kind", "settings");
        Provisioner provisioner = provisioners.create(
                members.id("authority"),
                members.text("name"),
                members.optionalText("kind").map(ProvisionersResource::kind).orElse(ProvisionerKind.ACME),
                members.textsByName("settings"));
        return Answers.created("provisioners", provisioner.id(), json(provisioner));
    }

    /** One of them, with its ETag. */
    @GET
    @Path("{id}")
    public Response find(@PathParam("id") String id) {
        return answer(provisioners.find(Ids.uuid(THING, id)));
    }

    /** Other settings of its own, in place of all that it had. */
    @PUT
    @Path("{id}/settings")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response configure(@PathParam("id") String id, byte[] body, @Context HttpHeaders headers) {
        long version = IfMatch.version(headers, THING);
        return answer(provisioners.configure(
                Ids.uuid(THING, id), version, Members.of(body, "settings").textsByName("settings")));
    }

    /** It answers no more. */
    @POST
    @Path("{id}/disable")
    public Response disable(@PathParam("id") String id) {
        return answer(provisioners.enable(Ids.uuid(THING, id), false));
    }

    /** It answers again. */
    @POST
    @Path("{id}/enable")
    public Response enable(@PathParam("id") String id) {
        return answer(provisioners.enable(Ids.uuid(THING, id), true));
    }

    /** Its policy, with its ETag. */
    @GET
    @Path("{id}/policy")
    public Response policy(@PathParam("id") String id) {
        return policies.read(PolicyLevel.PROVISIONER, Ids.uuid(THING, id));
    }

    /** Another policy in place of that. */
    @PUT
    @Path("{id}/policy")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response govern(@PathParam("id") String id, byte[] body, @Context HttpHeaders headers) {
        return policies.replace(PolicyLevel.PROVISIONER, Ids.uuid(THING, id), body, headers);
    }

    /** Which valid certificates a policy would stop from renewing, if it were its policy; those that end first. */
    @POST
    @Path("{id}/policy/impact")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response impact(@PathParam("id") String id, @BeanParam Paging paging, byte[] body) {
        return policies.impact(PolicyLevel.PROVISIONER, Ids.uuid(THING, id), body, paging);
    }

    private Response answer(Provisioner provisioner) {
        return Answers.ok(json(provisioner), provisioner.version());
    }

    private JsonObject json(Provisioner provisioner) {
        JsonObjectBuilder own = Json.object();
        TreeMap<String, String> byKey = new TreeMap<>();
        provisioner.ownSettings().forEach((setting, value) -> byKey.put(setting.key(), value));
        byKey.forEach(own::add);
        JsonObjectBuilder json = Json.object()
                .add("id", provisioner.id().toString())
                .add("name", provisioner.name())
                .add("kind", provisioner.kind().word())
                .add("authority", provisioner.authority().id().toString())
                .add("enabled", provisioner.enabled())
                .add("created", Json.time(provisioner.createdAt()))
                .add("settings", own);
        if (provisioner.kind() == ProvisionerKind.ACME) {
            json.add("directory", directory(provisioner));
        }
        return json.build();
    }

    private static ProvisionerKind kind(String word) {
        return ProvisionerKind.named(word)
                .orElseThrow(() -> AdminException.invalid("\"kind\" must be %s.".formatted(ProvisionerKind.words())));
    }

    private String directory(Provisioner provisioner) {
        return "%s/acme/%s/%s/directory"
                .formatted(settings.url(), provisioner.authority().name(), provisioner.name());
    }
}
