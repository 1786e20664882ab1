package org.bailiwick.admin.web.ra;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Instant;
import java.util.UUID;
import org.bailiwick.admin.web.Ids;
import org.bailiwick.revocation.MassRevocation;
import org.bailiwick.revocation.MassRevocationAdministration;
import org.jspecify.annotations.Nullable;

/** How far a revocation of all that a registration authority relayed has come. */
@Named
@RequestScoped
public class RelayedRevocationView {

    @Inject
    MassRevocationAdministration revocations;

    private String id = "";
    private @Nullable Progress progress;

    /**
     * How far it is.
     *
     * @param registrationAuthority the id of whose it was; null if other criteria decided it
     * @param certificates how many it is to end
     * @param revoked how many it has
     * @param spared how many were revoked or had expired before it came to them
     * @param endedAt null while it goes on
     */
    public record Progress(
            UUID id,
            @Nullable UUID registrationAuthority,
            Instant createdAt,
            long certificates,
            long revoked,
            long spared,
            @Nullable Instant endedAt) {

        static Progress of(MassRevocation revocation) {
            return new Progress(
                    revocation.id(),
                    revocation.criteria().registrationAuthority().orElse(null),
                    revocation.createdAt(),
                    revocation.certificates(),
                    revocation.revoked(),
                    revocation.alreadyRevoked() + revocation.expired(),
                    revocation.endedAt().orElse(null));
        }

        public boolean running() {
            return endedAt == null;
        }
    }

    public void load() {
        progress = Progress.of(revocations.find(Ids.uuid("revocation", id)));
    }

    public @Nullable Progress getProgress() {
        return progress;
    }

    public String getId() {
        return id;
    }

    public void setId(@Nullable String id) {
        this.id = id == null ? "" : id;
    }
}
