package org.bailiwick.admin.web.api;

import jakarta.inject.Inject;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.function.Supplier;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.web.Ids;
import org.bailiwick.authority.AuthorityName;
import org.bailiwick.config.OtherCaUrl;
import org.bailiwick.upstream.EnrolmentSecretText;
import org.bailiwick.upstream.NewUpstream;
import org.bailiwick.upstream.UpstreamAdministration;
import org.bailiwick.upstream.UpstreamAdministration.Standing;
import org.bailiwick.upstream.UpstreamAuthority;

/** Authorities whose certificates another CA makes, each by the id of the authority. */
@Path("upstreams")
@Produces(MediaType.APPLICATION_JSON)
public class UpstreamsResource {

    private static final String THING = "upstream authority";

    @Inject
    UpstreamAdministration upstreams;

    @Inject
    Clock clock;

    /** A new one, which is enrolled at that CA from now on. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response create(byte[] body) {
        Members members = Members.of(body, "team", "name", "url", "trustAnchors", "secret");
        EnrolmentSecretText secret = secret(members);
        NewUpstream wanted = sound(
                "trustAnchors",
                () -> new NewUpstream(
                        members.id("team"),
                        AuthorityName.asked(members.text("name")),
                        OtherCaUrl.parse(members.text("url"))
                                .orElseThrow(() -> AdminException.invalid(
                                        "The member \"url\" cannot be right: %s.".formatted(OtherCaUrl.RIGHT))),
                        members.text("trustAnchors")));
        Standing made = upstreams.create(wanted, secret);
        return Answers.created("upstreams", made.upstream().authority(), json(made));
    }

    /** How it stands with one. */
    @GET
    @Path("{id}")
    public Response find(@PathParam("id") String id) {
        return Answers.ok(json(upstreams.find(Ids.uuid(THING, id))));
    }

    /** Another secret, by which it is enrolled anew. */
    @POST
    @Path("{id}/enrol")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response enrolAgain(@PathParam("id") String id, byte[] body) {
        EnrolmentSecretText secret = secret(Members.of(body, "secret"));
        return Answers.ok(json(upstreams.enrolAgain(Ids.uuid(THING, id), secret)));
    }

    private static EnrolmentSecretText secret(Members members) {
        return sound("secret", () -> new EnrolmentSecretText(members.text("secret")));
    }

    private static <T> T sound(String member, Supplier<T> made) {
        try {
            return made.get();
        } catch (IllegalArgumentException wrong) {
            throw AdminException.invalid(
                    "The member \"%s\" cannot be right: %s.".formatted(member, wrong.getMessage()));
        }
    }

    private JsonObject json(Standing standing) {
        UpstreamAuthority upstream = standing.upstream();
        JsonArrayBuilder anchors = Json.array();
        upstream.anchors().certificates().stream()
                .map(anchor -> anchor.getSubjectX500Principal().getName())
                .forEach(anchors::add);
        JsonObjectBuilder json = Json.object()
                .add("authority", upstream.authority().toString())
                .add("name", standing.operated().authority().name())
                .add("team", standing.operated().authority().team().toString())
                .add("created", Json.time(upstream.createdAt()))
                .add("url", upstream.url().toString())
                .add("trustAnchors", anchors)
                .add("status", upstream.stateAt(clock.instant()).word());
        upstream.chain().ifPresent(chain -> {
            X509Certificate own = chain.first();
            json.add("subject", own.getSubjectX500Principal().getName())
                    .add("issuer", own.getIssuerX500Principal().getName())
                    .add("expires", Json.time(own.getNotAfter().toInstant()))
                    .add("certificate", chain.firstPem());
        });
        upstream.renewFrom().ifPresent(from -> json.add("renewFrom", Json.time(from)));
        upstream.keyLabel().ifPresent(label -> json.add("key", label));
        upstream.problem().ifPresent(problem -> json.add("problem", problem));
        return json.build();
    }
}
