package org.bailiwick.certificate;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.util.Optional;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.Caller;
import org.bailiwick.admin.ListOrder;
import org.bailiwick.admin.Page;
import org.bailiwick.admin.PageRequest;
import org.bailiwick.admin.Role;
import org.bailiwick.authority.Authorities;
import org.bailiwick.authority.Issuers;
import org.bailiwick.ca.CertificateChain;

/** Certificates, for administrators: to be found and downloaded. */
@Stateless
@RolesAllowed({Role.Name.SUPER_ADMINISTRATOR, Role.Name.AUTHORITY_ADMINISTRATOR, Role.Name.AUDITOR})
public class CertificateAdministration {

    private static final String THING = "certificate";

    @Inject
    Certificates certificates;

    @Inject
    CertificateFinder finder;

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
     * A page of what a person looks for.
     *
     * @param order by ids, or by {@link CertificateColumn}
     * @param after the {@link CertificateList#next} of the page before; empty for the first page
     * @param limit at most that many, 1 to {@value PageRequest#MOST}
     */
    public CertificateList list(
            CertificateCriteria criteria, ListOrder order, Optional<CertificatePosition> after, int limit) {
        return finder.list(
                caller.team(),
                criteria,
                order,
                after,
                PageRequest.of(Optional.empty(), limit).limit());
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

    /** The name of the authority that a certificate is of. */
    public String authorityOf(Certificate certificate) {
        return authorities.withId(certificate.authority()).orElseThrow().name();
    }

    /** Those above a certificate: its issuer's first, up to the root as far as it is ours. */
    public CertificateChain issuersOf(Certificate certificate) {
        return issuers.chainOf(certificate.issuer());
    }

    /**
     * A certificate and those above it but the root, as PEM (RFC 8555 §9.1).
     *
     * @throws AdminException {@code UNKNOWN}, {@code CONFLICT} if it is not known whether it was ever signed
     */
    public String chain(ResourceId id) {
        Certificate certificate = find(id);
        return issuers.chainOf(certificate.issuer()).pemFor(signed(certificate));
    }

    /**
     * A certificate alone, as DER.
     *
     * @throws AdminException as {@link #chain}
     */
    public byte[] der(ResourceId id) {
        return signed(find(id));
    }

    private static byte[] signed(Certificate certificate) {
        return certificate
                .der()
                .orElseThrow(
                        () -> AdminException.conflict(
                                "Nobody knows whether this certificate was ever signed, so it is revoked and there is nothing to download."));
    }
}
