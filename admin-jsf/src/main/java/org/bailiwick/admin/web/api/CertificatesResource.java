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
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import org.bailiwick.admin.web.Ids;
import org.bailiwick.ca.EndEntityCertificate;
import org.bailiwick.certificate.Certificate;
import org.bailiwick.certificate.CertificateAdministration;
import org.bailiwick.certificate.CertificateSearch;
import org.bailiwick.revocation.RevocationAdministration;
import org.jspecify.annotations.Nullable;

/** Certificates. */
@Path("certificates")
@Produces(MediaType.APPLICATION_JSON)
public class CertificatesResource {

    /** RFC 8555 §9.1. */
    static final String PEM_CHAIN = "application/pem-certificate-chain";

    private static final String THING = "certificate";

    @Inject
    CertificateAdministration certificates;

    @Inject
    RevocationAdministration revocation;

    @Inject
    Clock clock;

    /** The newest first. */
    @GET
    public Response search(@BeanParam Search search, @BeanParam Paging paging) {
        return Answers.ok(Json.page(certificates.search(search.parse(), paging.request()), this::json));
    }

    /** One of them. */
    @GET
    @Path("{id}")
    public Response find(@PathParam("id") String id) {
        return Answers.ok(json(certificates.find(Ids.resource(THING, id))));
    }

    /** It and those above it but the root. */
    @GET
    @Path("{id}/chain")
    @Produces(PEM_CHAIN)
    public Response chain(@PathParam("id") String id) {
        return Response.ok(certificates.chain(Ids.resource(THING, id))).build();
    }

    /** Revokes it, for good. */
    @POST
    @Path("{id}/revoke")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response revoke(@PathParam("id") String id, byte[] body) {
        String reason = Members.of(body, "reason").text("reason");
        return Answers.ok(json(revocation.revoke(Ids.resource(THING, id), reason)));
    }

    private JsonObject json(Certificate certificate) {
        JsonArrayBuilder names = Json.array();
        Optional<EndEntityCertificate> contents = certificate.contents();
        contents.ifPresent(known -> known.identifiers().forEach(name -> names.add(name.value())));
        JsonObjectBuilder json = Json.object()
                .add("id", certificate.id().toString())
                .add("authority", certificate.authority().toString())
                .add("issuer", certificate.issuer().toString())
                .add("serial", certificate.serial())
                .add("names", names)
                .add("status", status(certificate))
                .add("issued", Json.time(certificate.issuedAt()))
                .add("notBefore", Json.time(certificate.notBefore()))
                .add("notAfter", Json.time(certificate.notAfter()));
        contents.ifPresent(known -> json.add("kind", known.kind().word()));
        certificate.account().ifPresent(account -> json.add("account", account.toString()));
        certificate.order().ifPresent(order -> json.add("order", order.toString()));
        certificate.manualRequest().ifPresent(request -> json.add("manualRequest", request.toString()));
        certificate.registrationAuthority().ifPresent(by -> json.add("registrationAuthority", by.toString()));
        certificate.relayedRequest().ifPresent(request -> json.add("relayedRequest", request.toString()));
        certificate.revokedAt().ifPresent(when -> json.add("revoked", Json.time(when)));
        certificate.revocationReason().ifPresent(reason -> json.add("reason", reason.rfcName()));
        return json.build();
    }

    private String status(Certificate certificate) {
        if (certificate.revoked()) {
            return "revoked";
        }
        return clock.instant().isAfter(certificate.notAfter()) ? "expired" : "valid";
    }

    /** The parameters of a search. */
    public static class Search {

        @QueryParam("authority")
        @Nullable
        String authority;

        @QueryParam("account")
        @Nullable
        String account;

        @QueryParam("name")
        @Nullable
        String name;

        @QueryParam("nameContains")
        @Nullable
        String nameContains;

        @QueryParam("serial")
        @Nullable
        String serial;

        @QueryParam("expiresFrom")
        @Nullable
        String expiresFrom;

        @QueryParam("expiresBefore")
        @Nullable
        String expiresBefore;

        @QueryParam("revoked")
        @Nullable
        String revoked;

        @QueryParam("registrationAuthority")
        @Nullable
        String registrationAuthority;

        CertificateSearch parse() {
            return new CertificateSearch(
                    Filters.id("authority", authority),
                    Filters.resource("account", account),
                    Filters.text("name", name).map(Search::asWritten),
                    Filters.text("nameContains", nameContains).map(part -> part.toLowerCase(Locale.ROOT)),
                    Filters.text("serial", serial).map(Search::serial),
                    Filters.time("expiresFrom", expiresFrom),
                    Filters.time("expiresBefore", expiresBefore),
                    Filters.truth("revoked", revoked),
                    Filters.id("registrationAuthority", registrationAuthority));
        }

        /** Names are written in lower case, without the dot at the end that DNS permits. */
        private static String asWritten(String name) {
            String lower = name.toLowerCase(Locale.ROOT);
            return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
        }

        /** As OpenSSL shows it, too: upper case, with or without colons. */
        private static String serial(String text) {
            String digits = text.replace(":", "").toLowerCase(Locale.ROOT);
            if (!digits.matches("[0-9a-f]{1,40}")) {
                throw Filters.wrong("serial", "hexadecimal digits, at most 40");
            }
            return digits.length() % 2 == 0 ? digits : "0" + digits;
        }
    }
}
