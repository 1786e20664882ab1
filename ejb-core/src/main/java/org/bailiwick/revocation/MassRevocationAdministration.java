package org.bailiwick.revocation;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.Page;
import org.bailiwick.admin.PageRequest;
import org.bailiwick.admin.Role;
import org.bailiwick.ca.RevocationReason;

/**
 * Revocation of all certificates that meet some criteria: what it would hit is previewed first, and what is revoked is what
 * was seen. It goes on by itself, part by part ({@link MassRevocationSteps}), on whichever node.
 */
@Stateless
@RolesAllowed({Role.Name.SUPER_ADMINISTRATOR, Role.Name.AUTHORITY_ADMINISTRATOR})
public class MassRevocationAdministration {

    /** How many certificates at once: their ids are in memory. */
    static final int MOST = 200_000;

    /** How many are shown one by one. */
    private static final int FIRST = 100;

    /** Who decides upon a preview has just looked at it. */
    private static final Duration GOOD_FOR = Duration.ofHours(1);

    /** How far the clocks of two nodes may be apart: one shows the preview, and another begins. */
    private static final Duration SKEW = Duration.ofMinutes(1);

    private static final String THING = "revocation";

    @Inject
    RevocationTargets targets;

    @Inject
    CriteriaQuery query;

    @Inject
    MassRevocations revocations;

    @Inject
    MassRevocationStart start;

    @Inject
    Clock clock;

    /**
     * What a revocation would hit now. Nothing is changed.
     *
     * @throws AdminException {@code UNKNOWN} or {@code FOREIGN} if the authority is, or what criteria name; {@code INVALID}
     *     if that is another authority's; {@code CONFLICT} if it would hit too many
     */
    @RolesAllowed({Role.Name.SUPER_ADMINISTRATOR, Role.Name.AUTHORITY_ADMINISTRATOR, Role.Name.AUDITOR})
    public RevocationPreview preview(UUID authority, RevocationCriteria criteria) {
        targets.requireOwn(authority, criteria);
        Instant moment = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        List<UUID> hit = hit(moment, authority, criteria);
        return new RevocationPreview(
                PreviewToken.of(moment, hit).toString(),
                moment,
                hit.size(),
                query.certificates(hit.subList(0, Math.min(FIRST, hit.size()))));
    }

    /**
     * Begins to revoke what a preview showed.
     *
     * @param criteria those of the preview
     * @param reason by its name in RFC 5280 §5.3.1
     * @param preview the {@link RevocationPreview#token} of the preview
     * @throws AdminException as {@link #preview}; {@code INVALID} if the reason is none; {@code CONFLICT} if the preview is
     *     too old, or of a clock that is far ahead, or is not what would be hit
     */
    public MassRevocation begin(UUID authority, RevocationCriteria criteria, String reason, String preview) {
        targets.requireOwn(authority, criteria);
        RevocationReason why = RevocationReason.ofAdministrator(reason)
                .orElseThrow(() -> AdminException.invalid("\"reason\" must be one of %s."
                        .formatted(String.join(", ", RevocationReason.ofAdministrators()))));
        Instant now = clock.instant();
        PreviewToken seen = PreviewToken.parse(preview)
                .orElseThrow(() -> AdminException.invalid(
                        "\"preview\" must be what the preview of these criteria has as \"preview\"."));
        requireFresh(seen, now);
        List<UUID> hit = hit(seen.moment(), authority, criteria);
        if (!PreviewToken.of(seen.moment(), hit).equals(seen)) {
            throw AdminException.conflict(
                    "This would not revoke what the preview showed, but %d certificates: the criteria are others, or one was stored since whose time of issuance is before the preview. Preview again, and decide again."
                            .formatted(hit.size()));
        }
        MassRevocation revocation =
                new MassRevocation(authority, targets.caller().id(), criteria, why, seen.moment(), hit.size(), now);
        start.begin(revocation, hit);
        return revocation;
    }

    private static void requireFresh(PreviewToken seen, Instant now) {
        if (seen.moment().isBefore(now.minus(GOOD_FOR))) {
            throw AdminException.conflict("This preview is older than an hour; preview again, and decide again.");
        }
        if (seen.moment().isAfter(now.plus(SKEW))) {
            throw AdminException.conflict(
                    "This preview is of %s, and here it is %s only: the clocks of the servers differ. Set them, preview again, and decide again."
                            .formatted(seen.moment(), now.truncatedTo(ChronoUnit.MILLIS)));
        }
    }

    /**
     * One of them, with how far it has come.
     *
     * @throws AdminException {@code UNKNOWN}
     */
    @RolesAllowed({Role.Name.SUPER_ADMINISTRATOR, Role.Name.AUTHORITY_ADMINISTRATOR, Role.Name.AUDITOR})
    public MassRevocation find(UUID id) {
        MassRevocation revocation = revocations.withId(id).orElseThrow(() -> AdminException.unknown(THING));
        targets.requireOwn(revocation.authority(), THING);
        return revocation;
    }

    /**
     * Those of all authorities, or of one.
     *
     * @throws AdminException {@code UNKNOWN} if that authority is
     */
    @RolesAllowed({Role.Name.SUPER_ADMINISTRATOR, Role.Name.AUTHORITY_ADMINISTRATOR, Role.Name.AUDITOR})
    public Page<MassRevocation> list(Optional<UUID> authority, PageRequest request) {
        authority.ifPresent(id -> targets.requireOwn(id, "authority"));
        return revocations.page(targets.caller().team(), authority, request);
    }

    private List<UUID> hit(Instant moment, UUID authority, RevocationCriteria criteria) {
        List<UUID> hit = query.goodAt(moment, authority, criteria, MOST + 1);
        if (hit.size() > MOST) {
            throw AdminException.conflict(
                    "These criteria are met by more than %d certificates. Revoke them in parts, by \"issuedFrom\" and \"issuedBefore\"."
                            .formatted(MOST));
        }
        return hit;
    }
}
