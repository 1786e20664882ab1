package org.bailiwick.certificate;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.Caller;
import org.bailiwick.admin.Page;
import org.bailiwick.admin.PageRequest;
import org.bailiwick.admin.Role;
import org.bailiwick.authority.Authorities;
import org.bailiwick.authority.Issuers;

/** Certificates, for administrators: to be found and downloaded. */
@Stateless
@RolesAllowed({Role.Name.SUPER_ADMINISTRATOR, Role.Name.AUTHORITY_ADMINISTRATOR, Role.Name.AUDITOR})
public class CertificateAdministration {

    private static final String THING = "certificate";

    @Inject
    Certificates certificates;

    @Inject
    Authorities authorities;

    @Inject
    Issuers issuers;

    @Inject
    Caller caller;

    public Page<Certificate> search(CertificateSearch search, PageRequest request) {
        return certificates.page(caller.team(), search, request);
    }

    /**
     * One of them.
     *
     * @throws AdminException {@code UNKNOWN}
     */
    public Certificate find(ResourceId id) {
        Certificate certificate = certificates.withId(id).orElseThrow(() -> AdminException.unknown(THING));
        caller.requireTeam(
                authorities.withId(certificate.authority()).orElseThrow().team(), THING);
        return certificate;
    }

    /**
     * A certificate and those above it but the root, as PEM (RFC 8555 §9.1).
     *
     * @throws AdminException {@code UNKNOWN}, {@code CONFLICT} if it is not known whether it was ever signed
     */
    public String chain(ResourceId id) {
        Certificate certificate = find(id);
        byte[] der = certificate
                .der()
                .orElseThrow(
                        () -> AdminException.conflict(
                                "Nobody knows whether this certificate was ever signed, so it is revoked and there is nothing to download."));
        return issuers.chainOf(certificate.issuer()).pemFor(der);
    }
}
