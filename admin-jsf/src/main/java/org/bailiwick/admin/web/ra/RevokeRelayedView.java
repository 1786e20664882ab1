package org.bailiwick.admin.web.ra;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serial;
import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.acme.Identifier;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.web.Ids;
import org.bailiwick.admin.web.TypedName;
import org.bailiwick.ca.RevocationReason;
import org.bailiwick.certificate.Certificate;
import org.bailiwick.ra.administration.RegistrationAuthorityAdministration;
import org.bailiwick.ra.administration.RegistrationAuthorityOverview;
import org.bailiwick.revocation.MassRevocationAdministration;
import org.bailiwick.revocation.RevocationCriteria;
import org.bailiwick.revocation.RevocationPreview;
import org.jspecify.annotations.Nullable;

/** Revokes all that a registration authority relayed. What it would hit is shown first, and that is what it hits. */
@Named
@ViewScoped
public class RevokeRelayedView implements Serializable {

    @Serial
    private static final long serialVersionUID = 1L;

    private static final String THING = "registration authority";
    private static final int SHOWN = 10;

    @Inject
    RegistrationAuthorityAdministration registrationAuthorities;

    @Inject
    MassRevocationAdministration revocations;

    private String id = "";
    private @Nullable RegistrationAuthorityOverview found;
    private String preview = "";
    private long certificates;
    private ArrayList<Victim> first = new ArrayList<>();
    private String reason = RevocationReason.PRIVILEGE_WITHDRAWN.rfcName();
    private String typed = "";

    /**
     * A certificate that would be revoked.
     *
     * @param names the first of them
     * @param more how many more there are
     */
    public record Victim(String id, String serial, String names, int more, Instant notAfter) implements Serializable {

        @Serial
        private static final long serialVersionUID = 1L;

        private static final int NAMES = 3;

        static Victim of(Certificate certificate) {
            List<String> names = certificate
                    .contents()
                    .map(contents -> contents.identifiers().stream()
                            .map(Identifier::value)
                            .toList())
                    .orElse(List.of());
            return new Victim(
                    certificate.id().toString(),
                    certificate.serial(),
                    String.join(", ", names.subList(0, Math.min(NAMES, names.size()))),
                    Math.max(0, names.size() - NAMES),
                    certificate.notAfter());
        }
    }

    public void load() {
        RegistrationAuthorityOverview there = registrationAuthorities.find(uuid());
        found = there;
        RevocationPreview seen = revocations.preview(there.authority(), criteria());
        preview = seen.token();
        certificates = seen.certificates();
        first = new ArrayList<>(
                seen.first().stream().limit(SHOWN).map(Victim::of).toList());
    }

    /** Begins it, if the name was typed. */
    public String revoke() {
        RegistrationAuthorityOverview there = loaded();
        TypedName.require(typed, there.name());
        UUID begun = revocations
                .begin(there.authority(), criteria(), reason, preview)
                .id();
        return "/registration-authority-revocation?faces-redirect=true&id=" + begun;
    }

    private RevocationCriteria criteria() {
        return new RevocationCriteria(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(uuid()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private RegistrationAuthorityOverview loaded() {
        RegistrationAuthorityOverview there = found;
        if (there == null) {
            throw AdminException.stale(THING);
        }
        return there;
    }

    private UUID uuid() {
        return Ids.uuid(THING, id);
    }

    public @Nullable RegistrationAuthorityOverview getFound() {
        return found;
    }

    /** How many it would hit. */
    public long getCertificates() {
        return certificates;
    }

    /** The first of them, the oldest first. */
    public List<Victim> getFirst() {
        return first;
    }

    /** How many are not among the first. */
    public long getMore() {
        return certificates - first.size();
    }

    public List<String> getReasons() {
        return RevocationReason.ofAdministrators();
    }

    public String getReason() {
        return reason;
    }

    public void setReason(@Nullable String reason) {
        this.reason = reason == null ? "" : reason;
    }

    public String getTyped() {
        return typed;
    }

    public void setTyped(@Nullable String typed) {
        this.typed = typed == null ? "" : typed;
    }

    public String getId() {
        return id;
    }

    public void setId(@Nullable String id) {
        this.id = id == null ? "" : id;
    }
}
