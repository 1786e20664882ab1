package org.bailiwick.upstream;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.authority.Authorities;
import org.bailiwick.authority.Issuer;
import org.bailiwick.ca.CertificateChain;

/** The issuing certificates of other CAs, each written down when the first certificate below it comes. */
@ApplicationScoped
public class RemoteIssuers {

    @Inject
    Authorities authorities;

    @Inject
    UpstreamAuthorities upstreams;

    /**
     * The issuer above a certificate, which is added in the running transaction if it is new.
     *
     * @param path the certificate first, then up to a trust anchor; at least two
     */
    public Issuer above(UUID authority, CertificateChain path, Instant now) {
        List<X509Certificate> certificates = path.certificates();
        String chain = new CertificateChain(certificates.subList(1, certificates.size())).pem();
        return known(authority, chain).orElseGet(() -> {
            // of two at once that find it new one adds it
            upstreams.lock(authority);
            return known(authority, chain).orElseGet(() -> {
                Issuer added = Issuer.ofOtherCa(authority, chain, now);
                authorities.add(added);
                return added;
            });
        });
    }

    private Optional<Issuer> known(UUID authority, String chain) {
        return authorities.issuersOf(authority).stream()
                .filter(issuer -> issuer.remote() && issuer.chain().equals(chain))
                .findFirst();
    }
}
