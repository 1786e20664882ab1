package org.bailiwick.authority.founding;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.Identities;
import org.bailiwick.admin.Role;
import org.bailiwick.authority.OperatedAuthority;
import org.bailiwick.job.Jobs;

/** What is written down of a {@link Founding}, each time in a transaction of its own that calls no token. */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class FoundingSteps {

    @Inject
    Foundings foundings;

    @Inject
    FoundingRecords records;

    @Inject
    Jobs jobs;

    @Inject
    Identities identities;

    @Inject
    Clock clock;

    /**
     * Writes one down, and has it done from the end of the transaction on.
     *
     * @param administrator who wants it
     * @return its id
     * @throws AdminException {@code INVALID} if there is no such team; {@code CONFLICT} if the name is taken, or too many are
     *     being made
     */
    public UUID begin(UUID administrator, NewAuthority wanted) {
        records.requirePossible(wanted);
        foundings.requireRoom(wanted.name().value());
        Instant now = clock.instant();
        Founding founding = new Founding(administrator, wanted, now);
        foundings.add(founding);
        jobs.schedule(FoundingJob.NAME, founding.id().toString(), now);
        return founding.id();
    }

    /**
     * One that is to be done now. Who asked may have been shut out since, and then gets no keys.
     *
     * @return empty if it has ended, which it does if it has broken off too often or is nobody's any more
     */
    public Optional<Founding> take(UUID id) {
        Founding founding = foundings.lock(id).orElseThrow();
        if (founding.ended()) {
            return Optional.empty();
        }
        if (!identities.has(founding.administrator(), Role.SUPER_ADMINISTRATOR)) {
            founding.refuse(
                    "Who asked for it is no super administrator any more, so nothing was made. If the authority is wanted all the same, a super administrator asks again.",
                    clock.instant());
            return Optional.empty();
        }
        return founding.begin(clock.instant()) ? Optional.of(founding) : Optional.empty();
    }

    /**
     * Ends one well.
     *
     * @param writing what writes the authority down
     * @return the authority's id
     * @throws AdminException {@code CONFLICT} if another node took this one for dead and has ended it already; then nothing is
     *     written. As {@code writing} does
     */
    public UUID end(UUID id, Supplier<OperatedAuthority> writing) {
        Founding founding = foundings.lock(id).orElseThrow();
        if (founding.ended()) {
            throw AdminException.conflict("Another node has ended this already.");
        }
        UUID authority = writing.get().authority().id();
        founding.found(authority, clock.instant());
        return authority;
    }

    /**
     * Ends one that cannot be done. If it has ended already that stays as it is.
     *
     * @param why sentences for who wants it
     */
    public void refuse(UUID id, String why) {
        Founding founding = foundings.lock(id).orElseThrow();
        if (!founding.ended()) {
            founding.refuse(why, clock.instant());
        }
    }

    /**
     * How it stands with one.
     *
     * @throws AdminException {@code UNKNOWN}
     */
    public FoundingProgress progress(UUID id) {
        return foundings
                .withId(id)
                .map(FoundingProgress::of)
                .orElseThrow(() -> AdminException.unknown("authority that is being made"));
    }

    /** Those that have not ended, the newest first. */
    public List<FoundingProgress> running() {
        return foundings.running().stream().map(FoundingProgress::of).toList();
    }
}
