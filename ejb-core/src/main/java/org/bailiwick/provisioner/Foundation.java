package org.bailiwick.provisioner;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import org.bailiwick.authority.founding.FoundedIssuers;

/** Lays what a database begins with: the one authority that the settings describe, and its provisioners. */
@Stateless
public class Foundation {

    @Inject
    FoundingAuthority authority;

    @Inject
    FoundingUpstream upstream;

    @Inject
    FoundingProvisioners provisioners;

    @Inject
    FoundedIssuers founded;

    @Inject
    Clock clock;

    /**
     * Makes them, all or none.
     *
     * @throws IllegalStateException if the authority cannot have the certificate chain or the key that the settings name
     */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public void lay() {
        Instant now = clock.instant();
        provisioners.make(upstream.make(now).orElseGet(() -> authority.make(now)));
    }

    /** Brings what an earlier version has laid to what this one lays. */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public void complete() {
        founded.listWhatRootsHaveSigned(clock.instant());
    }
}
