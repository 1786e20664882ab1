package org.bailiwick.key;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.Caller;
import org.bailiwick.admin.Label;
import org.bailiwick.admin.Page;
import org.bailiwick.admin.PageRequest;
import org.bailiwick.admin.Role;
import org.bailiwick.audit.AuditLog;
import org.bailiwick.audit.BlockedKeyEvent;
import org.bailiwick.ca.KeyFingerprint;

/** Keys that nobody may use, at any authority: so only who is of all teams changes them, or sees them. */
@Stateless
@RolesAllowed({Role.Name.SUPER_ADMINISTRATOR, Role.Name.AUDITOR})
public class BlockedKeyAdministration {

    private static final String THING = "blocked key";

    @Inject
    BlockedKeys keys;

    @Inject
    Caller caller;

    @Inject
    AuditLog audit;

    @Inject
    Clock clock;

    /**
     * Those of all origins, or of one key.
     *
     * @throws AdminException {@code FORBIDDEN} for an auditor of one team
     */
    public Page<BlockedKey> list(Optional<KeyFingerprint> key, PageRequest request) {
        if (caller.team().isPresent()) {
            throw AdminException.forbidden("Blocked keys are those of all teams; your token is for one.");
        }
        return keys.page(key, request);
    }

    /**
     * One of them.
     *
     * @throws AdminException {@code UNKNOWN}; an auditor of one team knows none
     */
    public BlockedKey find(UUID id) {
        return keys.withId(id)
                .filter(found -> caller.team().isEmpty())
                .orElseThrow(() -> AdminException.unknown(THING));
    }

    /**
     * Blocks a key: from now on no certificate and no new account gets it. Certificates that have it stay as they are.
     *
     * @throws AdminException {@code CONFLICT} if an administrator has blocked it before
     */
    @RolesAllowed(Role.Name.SUPER_ADMINISTRATOR)
    public BlockedKey block(KeyFingerprint key, Label reason) {
        if (keys.of(key).stream().anyMatch(blocked -> blocked.administrator().isPresent())) {
            throw AdminException.conflict("This key is blocked by an administrator already.");
        }
        BlockedKey blocked = BlockedKey.listed(caller.id(), key, reason, clock.instant());
        keys.add(blocked);
        audit.record(new BlockedKeyEvent.Blocked(caller.id(), blocked.id(), key.value(), reason.value()));
        return blocked;
    }

    /**
     * Takes back what an administrator blocked.
     *
     * @return what was there
     * @throws AdminException {@code UNKNOWN}; {@code CONFLICT} if the key was blocked with a certificate: that is for good
     */
    @RolesAllowed(Role.Name.SUPER_ADMINISTRATOR)
    public BlockedKey unblock(UUID id) {
        BlockedKey blocked = keys.lock(id).orElseThrow(() -> AdminException.unknown(THING));
        blocked.certificate().ifPresent(certificate -> {
            throw AdminException.conflict(
                    "This key was blocked when the certificate %s was revoked for keyCompromise; that is for good."
                            .formatted(certificate));
        });
        keys.remove(blocked);
        audit.record(new BlockedKeyEvent.Unblocked(
                caller.id(), id, blocked.fingerprint().value(), blocked.reason().orElse("")));
        return blocked;
    }
}
