package org.bailiwick.eab.administration;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.Role;
import org.bailiwick.eab.ExternalAccountKey;
import org.bailiwick.eab.administration.Cascade.GoodCertificate;
import org.bailiwick.eab.administration.Cascade.Some;

/**
 * Takes keys back, alone or with everything that was got by them. Both may be repeated: what is revoked stays so, and what
 * was under way during the first time is found by the second.
 */
@Stateless
@RolesAllowed({Role.Name.SUPER_ADMINISTRATOR, Role.Name.AUTHORITY_ADMINISTRATOR})
public class ExternalAccountKeyRevocation {

    @Inject
    OwnKeys own;

    @Inject
    KeyQueries queries;

    @Inject
    CascadeSteps steps;

    @Inject
    Clock clock;

    /**
     * What {@link #revokeWithEverything} would hit now.
     *
     * @throws AdminException {@code UNKNOWN} or {@code FOREIGN}
     */
    @RolesAllowed({
        Role.Name.SUPER_ADMINISTRATOR,
        Role.Name.AUTHORITY_ADMINISTRATOR,
        Role.Name.EAB_OPERATOR,
        Role.Name.AUDITOR
    })
    public Cascade preview(ResourceId id) {
        ExternalAccountKey key = own.find(id);
        Instant now = clock.instant();
        return new Cascade(
                new Some<>(queries.countValidAccounts(key), queries.validAccountsOf(key, Cascade.FIRST)),
                queries.openAuthorizations(key, now),
                new Some<>(
                        queries.countGoodCertificates(key, now),
                        queries.goodCertificates(key, now, Cascade.FIRST).stream()
                                .map(GoodCertificate::of)
                                .toList()),
                queries.issuancesUnderWay(key));
    }

    /**
     * Ends a key, for good, and erases its secret. Accounts that are bound to it stay; where a provisioner always requires
     * one, they are refused from their next request on. Repeating it changes nothing.
     *
     * @throws AdminException {@code UNKNOWN} or {@code FOREIGN}
     */
    @RolesAllowed({Role.Name.SUPER_ADMINISTRATOR, Role.Name.AUTHORITY_ADMINISTRATOR, Role.Name.EAB_OPERATOR})
    public ExternalAccountKey revoke(ResourceId id) {
        return steps.revoke(id, clock.instant());
    }

    /**
     * Ends a key, and with it its accounts, their authorizations, and their certificates, which are revoked as
     * privilegeWithdrawn (RFC 5280 §5.3.1). It goes step by step: the key first, so that no account is bound to it any more,
     * then the accounts, so that nothing is issued to them any more. If it is interrupted, repeating it goes on.
     *
     * @return what was hit; if something was {@link Cascade#underWay under way}, repeat it a little later
     * @throws AdminException {@code UNKNOWN} or {@code FOREIGN}
     */
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    public Cascade revokeWithEverything(ResourceId id) {
        ExternalAccountKey key = steps.revoke(id, clock.instant());
        long authorizations = queries.openAuthorizations(key, clock.instant());
        Some<ResourceId> accounts = all(() -> steps.endAccounts(key));
        // An issuance that began before is in the journal by now, or will find its account ended (IssuanceAttempts).
        // This is asked before the certificates are looked for: what is no longer in the journal then is among those.
        long underWay = queries.issuancesUnderWay(key);
        Some<GoodCertificate> certificates = all(() -> steps.revokeCertificates(key, clock.instant()));
        Cascade hit = new Cascade(accounts, authorizations, certificates, underWay);
        if (!hit.isEmpty()) {
            steps.record(key, hit);
        }
        return hit;
    }

    private static <T> Some<T> all(Supplier<List<T>> step) {
        Some<T> all = Some.none();
        List<T> some;
        do {
            some = step.get();
            all = all.and(some);
        } while (some.size() == CascadeSteps.STRETCH);
        return all;
    }
}
