package org.bailiwick.web.acme;

import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.authority.AuthorityName;
import org.bailiwick.provisioner.Provisioner;
import org.bailiwick.web.problem.HttpProblemException;

/**
 * Every URL of one provisioner (RFC 8555 §7.1), made from the configured base URL and never from what a request's headers
 * say.
 *
 * @param authority the authority's segment
 * @param provisioner the provisioner's segment
 * @param base the server's base URL, without a trailing slash
 */
record Directory(String authority, String provisioner, URI base) {

    /**
     * The one that a request's path is below.
     *
     * @throws HttpProblemException 404 if no directory can be there
     */
    static Directory of(UriInfo request, URI base) {
        return new Directory(segment(request, "authority"), segment(request, "provisioner"), base);
    }

    /** Decoded, a path has characters that are in no URL, and some that no database takes. */
    private static String segment(UriInfo request, String name) {
        try {
            return new AuthorityName(
                            Objects.requireNonNull(request.getPathParameters().getFirst(name)))
                    .value();
        } catch (IllegalArgumentException noName) {
            throw noneHere();
        }
    }

    /** The answer where there is no directory. */
    static HttpProblemException noneHere() {
        return HttpProblemException.notFound("There is no ACME directory here.");
    }

    static Directory of(Provisioner provisioner, URI base) {
        return new Directory(provisioner.authority().name(), provisioner.name(), base);
    }

    URI url() {
        return at("directory");
    }

    /** The resources that the directory lists, by name (RFC 8555 §7.1.1). */
    Map<String, URI> resources() {
        Map<String, URI> resources = new LinkedHashMap<>();
        resources.put("newNonce", at("new-nonce"));
        resources.put("newAccount", at("new-account"));
        resources.put("newOrder", at("new-order"));
        resources.put("keyChange", at("key-change"));
        resources.put("revokeCert", at("revoke-cert"));
        // what a certificate's identifier is appended to, after a slash (RFC 9773 §4.1)
        resources.put("renewalInfo", at("renewal-info"));
        return resources;
    }

    URI account(ResourceId id) {
        return at("account/" + id);
    }

    URI orders(ResourceId account) {
        return at("account/" + account + "/orders");
    }

    URI ordersAfter(ResourceId account, ResourceId order) {
        return at("account/" + account + "/orders/" + order);
    }

    URI order(ResourceId id) {
        return at("order/" + id);
    }

    URI finalizeOrder(ResourceId id) {
        return at("order/" + id + "/finalize");
    }

    URI authorization(ResourceId id) {
        return at("authorization/" + id);
    }

    URI challenge(ResourceId id) {
        return at("challenge/" + id);
    }

    URI certificate(ResourceId id) {
        return at("certificate/" + id);
    }

    /** The same with one of its chains: 0 is the issuer's own, the others are alternatives. */
    URI certificate(ResourceId id, int chain) {
        return chain == 0 ? certificate(id) : at("certificate/" + id + "/" + chain);
    }

    /** The account that an account URL of this directory names; empty for any other URL. */
    Optional<ResourceId> accountAt(String kid) {
        String prefix = at("account/").toString();
        return kid.startsWith(prefix) ? ResourceId.parse(kid.substring(prefix.length())) : Optional.empty();
    }

    private URI at(String path) {
        return URI.create(base + "/acme/" + authority + "/" + provisioner + "/" + path);
    }
}
