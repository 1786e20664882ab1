package org.bailiwick.eab.administration;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.Page;
import org.bailiwick.admin.PageRequest;
import org.bailiwick.admin.Role;
import org.bailiwick.audit.AuditLog;
import org.bailiwick.audit.ExternalAccountKeyEvent;
import org.bailiwick.eab.ExternalAccountKey;
import org.bailiwick.eab.KeyDescription;

/**
 * External account keys as administrators see them, stop them, and name their profiles. Their policies are in the hands of
 * {@link org.bailiwick.governance.PolicyAdministration}, as those of all levels.
 */
@Stateless
@RolesAllowed({Role.Name.SUPER_ADMINISTRATOR, Role.Name.AUTHORITY_ADMINISTRATOR, Role.Name.EAB_OPERATOR})
public class ExternalAccountKeyService {

    @Inject
    OwnKeys own;

    @Inject
    KeyQueries queries;

    @Inject
    AuditLog audit;

    @Inject
    Clock clock;

    /** Keys of the caller's team, the newest first. */
    @RolesAllowed({
        Role.Name.SUPER_ADMINISTRATOR,
        Role.Name.AUTHORITY_ADMINISTRATOR,
        Role.Name.EAB_OPERATOR,
        Role.Name.AUDITOR
    })
    public Page<ExternalAccountKey> list(KeySearch search, PageRequest request) {
        return queries.page(search, request, clock.instant());
    }

    /**
     * One key.
     *
     * @throws AdminException {@code UNKNOWN} or {@code FOREIGN}
     */
    @RolesAllowed({
        Role.Name.SUPER_ADMINISTRATOR,
        Role.Name.AUTHORITY_ADMINISTRATOR,
        Role.Name.EAB_OPERATOR,
        Role.Name.AUDITOR
    })
    public ExternalAccountKey find(ResourceId id) {
        return own.find(id);
    }

    /** The same as {@link #list}, to be looked at. */
    @RolesAllowed({
        Role.Name.SUPER_ADMINISTRATOR,
        Role.Name.AUTHORITY_ADMINISTRATOR,
        Role.Name.EAB_OPERATOR,
        Role.Name.AUDITOR
    })
    public Page<KeyOverview> overviews(KeySearch search, PageRequest request) {
        Instant now = clock.instant();
        Page<ExternalAccountKey> page = queries.page(search, request, now);
        Map<ResourceId, Instant> uses = queries.lastOrders(
                page.items().stream().map(ExternalAccountKey::id).toList());
        return page.map(key -> KeyOverview.of(key, uses.get(key.id()), now));
    }

    /**
     * The same as {@link #find}, to be looked at.
     *
     * @throws AdminException {@code UNKNOWN} or {@code FOREIGN}
     */
    @RolesAllowed({
        Role.Name.SUPER_ADMINISTRATOR,
        Role.Name.AUTHORITY_ADMINISTRATOR,
        Role.Name.EAB_OPERATOR,
        Role.Name.AUDITOR
    })
    public KeyOverview overview(ResourceId id) {
        ExternalAccountKey key = own.find(id);
        return KeyOverview.of(key, queries.lastOrders(List.of(id)).get(id), clock.instant());
    }

    /** Where keys can be: authority and name of the team's provisioners by their ids, sorted. */
    @RolesAllowed({
        Role.Name.SUPER_ADMINISTRATOR,
        Role.Name.AUTHORITY_ADMINISTRATOR,
        Role.Name.EAB_OPERATOR,
        Role.Name.AUDITOR
    })
    public Map<UUID, String> provisioners() {
        return own.provisioners();
    }

    /**
     * Which accounts were bound to a key, the latest first; those that are given up, too.
     *
     * @throws AdminException {@code UNKNOWN} or {@code FOREIGN}
     */
    @RolesAllowed({
        Role.Name.SUPER_ADMINISTRATOR,
        Role.Name.AUTHORITY_ADMINISTRATOR,
        Role.Name.EAB_OPERATOR,
        Role.Name.AUDITOR
    })
    public Page<BoundAccount> boundAccounts(ResourceId id, PageRequest request) {
        return queries.accountsOf(own.find(id), request).map(BoundAccount::of);
    }

    /**
     * The same as {@link #list}, each key as a line of CSV (RFC 4180), without any secret; {@link KeyExport#HEADER} is the
     * line before them. A cell that a spreadsheet could take for a formula begins with an apostrophe.
     */
    @RolesAllowed({
        Role.Name.SUPER_ADMINISTRATOR,
        Role.Name.AUTHORITY_ADMINISTRATOR,
        Role.Name.EAB_OPERATOR,
        Role.Name.AUDITOR
    })
    public Page<String> export(KeySearch search, PageRequest request) {
        Instant now = clock.instant();
        return queries.page(search, request, now).map(key -> KeyExport.line(key, now));
    }

    /**
     * Stops a key: no account is bound to it, and where a provisioner always requires one, its accounts are refused from
     * their next request on. Repeating it changes nothing.
     *
     * @throws AdminException {@code UNKNOWN} or {@code FOREIGN}; {@code CONFLICT} if it is revoked
     */
    public ExternalAccountKey suspend(ResourceId id) {
        ExternalAccountKey key = ChangeableKey.require(own.lock(id));
        if (key.suspend(clock.instant())) {
            audit.record(new ExternalAccountKeyEvent.Suspended(administrator(), id.toString()));
        }
        return key;
    }

    /**
     * Lets a key go on. Repeating it changes nothing.
     *
     * @throws AdminException {@code UNKNOWN} or {@code FOREIGN}; {@code CONFLICT} if it is revoked
     */
    public ExternalAccountKey resume(ResourceId id) {
        ExternalAccountKey key = ChangeableKey.require(own.lock(id));
        if (key.resume()) {
            audit.record(new ExternalAccountKeyEvent.Resumed(administrator(), id.toString()));
        }
        return key;
    }

    /**
     * Names the profiles that a key's accounts may ask for, in place of those that were named before.
     *
     * @param version of the key, as the caller has read it
     * @param profiles the first is for orders that ask for none; empty for all of the provisioner's
     * @throws AdminException {@code UNKNOWN}, {@code FOREIGN}, {@code STALE}; {@code INVALID} if the provisioner does not
     *     offer one; {@code CONFLICT} if the key is revoked
     */
    public ExternalAccountKey restrict(ResourceId id, long version, List<String> profiles) {
        ExternalAccountKey key = ChangeableKey.require(own.lock(id, version));
        try {
            TermsChecks.requireOffered(profiles, own.profilesOf(key.provisioner()));
            key.restrict(profiles);
        } catch (IllegalArgumentException cannotBe) {
            throw AdminException.invalid(String.valueOf(cannotBe.getMessage()));
        }
        audit.record(new ExternalAccountKeyEvent.ProfilesChanged(administrator(), id.toString(), profiles));
        return key;
    }

    /**
     * Says anew who answers for a key and until when it is of use. One that has expired goes on if its time is moved.
     *
     * @param version of the key, as the caller has read it
     * @throws AdminException {@code UNKNOWN}, {@code FOREIGN}, {@code STALE}; {@code INVALID} if it would expire at once;
     *     {@code CONFLICT} if the key is revoked
     */
    public void describe(ResourceId id, long version, KeyDescription description) {
        ExternalAccountKey key = ChangeableKey.require(own.lock(id, version));
        boolean other = !description.expiresAt().equals(key.expiresAt());
        if (other
                && description
                        .expiresAt()
                        .filter(expiry -> !expiry.isAfter(clock.instant()))
                        .isPresent()) {
            throw AdminException.invalid(
                    "A key's time ends at a moment that lies ahead; to end it now, suspend or revoke it.");
        }
        if (key.describe(description)) {
            audit.record(new ExternalAccountKeyEvent.Described(
                    administrator(),
                    id.toString(),
                    description.owner().orElse(null),
                    description.note().orElse(null),
                    description.expiresAt().orElse(null)));
        }
    }

    private UUID administrator() {
        return own.administrator();
    }
}
