package org.bailiwick.issuance;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.Optional;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.authority.Issuers;

/** certificate (RFC 8555 §7.4.2). */
@Stateless
@TransactionAttribute(TransactionAttributeType.SUPPORTS)
public class CertificateService {

    @Inject
    Certificates certificates;

    @Inject
    Issuers issuers;

    /** An account's certificate and those above it but the root, as PEM (RFC 8555 §9.1). The token is not needed. */
    public Optional<String> chain(ResourceId account, ResourceId id) {
        return certificates.ownedBy(account, id).flatMap(certificate -> certificate
                .der()
                .map(der -> issuers.chainOf(certificate.issuer()).pemFor(der)));
    }
}
