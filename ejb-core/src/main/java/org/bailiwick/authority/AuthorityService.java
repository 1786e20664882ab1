package org.bailiwick.authority;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.List;
import org.bailiwick.ca.CertificateChain;

/** What everyone may know of the authorities. */
@Stateless
@TransactionAttribute(TransactionAttributeType.SUPPORTS)
public class AuthorityService {

    @Inject
    Authorities authorities;

    /** All authorities, the oldest first, each with the issuer that it issues with. */
    public List<AuthorityOverview> overview() {
        return authorities.all().stream()
                .flatMap(authority -> authorities.issuersOf(authority.id()).stream()
                        .filter(Issuer::active)
                        .limit(1)
                        .map(issuer -> AuthorityOverview.of(authority, CertificateChain.parse(issuer.chain()))))
                .toList();
    }
}
