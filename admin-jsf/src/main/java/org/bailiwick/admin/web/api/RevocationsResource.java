package org.bailiwick.admin.web.api;

import jakarta.inject.Inject;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.web.Ids;
import org.bailiwick.certificate.Certificate;
import org.bailiwick.policy.NamePattern;
import org.bailiwick.revocation.MassRevocation;
import org.bailiwick.revocation.MassRevocationAdministration;
import org.bailiwick.revocation.RevocationCriteria;
import org.bailiwick.revocation.RevocationPreview;
import org.jspecify.annotations.Nullable;

/** Revocations of all certificates that meet some criteria. */
@Path("revocations")
@Produces(MediaType.APPLICATION_JSON)
public class RevocationsResource {

    @Inject
    MassRevocationAdministration revocations;

    /** Those of all authorities, or of one; the newest first. */
    @GET
    public Response list(@QueryParam("authority") @Nullable String authority, @BeanParam Paging paging) {
        return Answers.ok(Json.page(
                revocations.list(Filters.id("authority", authority), paging.request()), RevocationsResource::json));
    }

    /** What one would hit. */
    @POST
    @Path("preview")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response preview(byte[] body) {
        Members members = Members.of(body, "authority", "criteria");
        return Answers.ok(json(revocations.preview(members.id("authority"), criteria(members))));
    }

    /** A new one: what a preview showed is revoked, for good, from now on. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response create(byte[] body) {
        Members members = Members.of(body, "authority", "criteria", "reason", "preview");
        MassRevocation begun = revocations.begin(
                members.id("authority"), criteria(members), members.text("reason"), members.text("preview"));
        return Answers.created("revocations", begun.id(), json(begun));
    }

    /** One of them, with how far it has come. */
    @GET
    @Path("{id}")
    public Response find(@PathParam("id") String id) {
        return Answers.ok(json(revocations.find(Ids.uuid("revocation", id))));
    }

    private static RevocationCriteria criteria(Members members) {
        Members criteria = Members.of(
                members.optionalObject("criteria").orElseGet(() -> Json.object().build()),
                "account",
                "externalAccountKey",
                "provisioner",
                "registrationAuthority",
                "name",
                "issuedFrom",
                "issuedBefore");
        return new RevocationCriteria(
                resource(criteria, "account"),
                resource(criteria, "externalAccountKey"),
                criteria.optionalId("provisioner"),
                criteria.optionalId("registrationAuthority"),
                criteria.optionalText("name").map(RevocationsResource::pattern),
                criteria.optionalTime("issuedFrom"),
                criteria.optionalTime("issuedBefore"));
    }

    private static Optional<ResourceId> resource(Members criteria, String name) {
        return criteria.optionalText(name).map(text -> ResourceId.parse(text)
                .orElseThrow(() -> AdminException.invalid(
                        "The member \"%s\" must be an id, as other answers have it.".formatted(name))));
    }

    private static NamePattern pattern(String text) {
        try {
            return NamePattern.parse(text);
        } catch (IllegalArgumentException none) {
            throw AdminException.invalid(
                    "The member \"name\" must be a pattern like host.corp, *.corp, **.corp or <single-label>, or an IP address: %s"
                            .formatted(none.getMessage()));
        }
    }

    private static JsonObject json(RevocationPreview preview) {
        JsonArrayBuilder first = Json.array();
        preview.first().forEach(certificate -> first.add(json(certificate)));
        return Json.object()
                .add("preview", preview.token())
                .add("moment", preview.moment().toString())
                .add("certificates", preview.certificates())
                .add("first", first)
                .build();
    }

    private static JsonObjectBuilder json(Certificate certificate) {
        JsonArrayBuilder names = Json.array();
        certificate.contents().ifPresent(contents -> contents.identifiers().forEach(name -> names.add(name.value())));
        return Json.object()
                .add("id", certificate.id().toString())
                .add("serial", certificate.serial())
                .add("names", names)
                .add("issued", Json.time(certificate.issuedAt()))
                .add("notAfter", Json.time(certificate.notAfter()));
    }

    private static JsonObject json(MassRevocation revocation) {
        JsonObjectBuilder criteria = Json.object();
        revocation.criteria().texts().forEach(criteria::add);
        JsonObjectBuilder json = Json.object()
                .add("id", revocation.id().toString())
                .add("authority", revocation.authority().toString())
                .add("administrator", revocation.administrator().toString())
                .add("criteria", criteria)
                .add("reason", revocation.reason().rfcName())
                .add("status", revocation.endedAt().isPresent() ? "ended" : "processing")
                .add("created", Json.time(revocation.createdAt()))
                .add("certificates", revocation.certificates())
                .add("revoked", revocation.revoked())
                .add("alreadyRevoked", revocation.alreadyRevoked())
                .add("expired", revocation.expired())
                .add("left", revocation.left());
        revocation.endedAt().ifPresent(when -> json.add("ended", Json.time(when)));
        return json.build();
    }
}
