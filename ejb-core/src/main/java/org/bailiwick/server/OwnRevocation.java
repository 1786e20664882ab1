package org.bailiwick.server;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.authority.Authorities;
import org.bailiwick.authority.Authority;
import org.bailiwick.ca.EndEntityCertificate;
import org.bailiwick.certificate.Certificate;
import org.bailiwick.certificate.Certificates;
import org.jspecify.annotations.Nullable;

/** Whether the TLS certificate of this server is revoked; asked often, so it is one look by an index. */
@ApplicationScoped
public class OwnRevocation {

    @Inject
    Authorities authorities;

    @Inject
    Certificates certificates;

    /** The oldest with keys, which certifies this server: none becomes older, and none goes. */
    private volatile @Nullable UUID authority;

    /** False as well of one that the authority does not know, as an administrator's own. */
    boolean isRevoked(X509Certificate own) throws GeneralSecurityException {
        Optional<EndEntityCertificate> parsed = EndEntityCertificate.parse(own.getEncoded());
        return parsed.isPresent()
                && authority()
                        .flatMap(id -> certificates.same(id, parsed.get()))
                        .filter(Certificate::revoked)
                        .isPresent();
    }

    private Optional<UUID> authority() {
        if (authority == null) {
            authority = authorities.oldestWithKeys().map(Authority::id).orElse(null);
        }
        return Optional.ofNullable(authority);
    }
}
