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
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.Page;
import org.bailiwick.admin.PageRequest;
import org.bailiwick.admin.web.Ids;
import org.bailiwick.admin.web.Notices;
import org.bailiwick.admin.web.TypedName;
import org.bailiwick.ra.administration.RegistrationAuthorityAdministration;
import org.bailiwick.ra.administration.RegistrationAuthorityOverview;
import org.bailiwick.ra.administration.RelayedRequestOverview;
import org.jspecify.annotations.Nullable;

/** One registration authority, what it asked for, and what can be done to it. */
@Named
@ViewScoped
public class RegistrationAuthorityView implements Serializable {

    @Serial
    private static final long serialVersionUID = 1L;

    private static final String THING = "registration authority";
    private static final String AGAIN = "/registration-authority?faces-redirect=true&includeViewParams=true";
    private static final int ROWS = 20;

    @Inject
    RegistrationAuthorityAdministration registrationAuthorities;

    @Inject
    FreshEnrolment fresh;

    @Inject
    Notices notices;

    private String id = "";
    private String before = "";
    private String next = "";
    private String rate = "";
    private String typedToRenew = "";
    private @Nullable RegistrationAuthorityOverview found;
    private ArrayList<Row> rows = new ArrayList<>();

    /**
     * Something that it asked for. What it said of it is not here, as that can be long.
     *
     * @param title the first name, or else the word of its kind
     * @param more how many more names there are
     * @param status its word
     * @param problem why it ended without a certificate; null if it did not
     */
    public record Row(
            UUID id,
            String kind,
            String title,
            int more,
            String status,
            Instant createdAt,
            @Nullable UUID order,
            @Nullable String certificate,
            @Nullable String problem)
            implements Serializable {

        @Serial
        private static final long serialVersionUID = 1L;

        static Row of(RelayedRequestOverview request) {
            return new Row(
                    request.id(),
                    request.kind(),
                    request.names().isEmpty() ? "" : request.names().get(0),
                    Math.max(0, request.names().size() - 1),
                    request.status(),
                    request.createdAt(),
                    request.order(),
                    request.certificate(),
                    request.problem());
        }
    }

    public void load() {
        RegistrationAuthorityOverview there = registrationAuthorities.find(uuid());
        found = there;
        rate = Rate.write(there.rate());
        typedToRenew = "";
        Page<RelayedRequestOverview> page =
                registrationAuthorities.requests(Optional.of(there.id()), PageRequest.of(Ids.uuid(before), ROWS));
        rows = new ArrayList<>(page.items().stream().map(Row::of).toList());
        next = page.next().map(UUID::toString).orElse("");
    }

    /** Permits another number of requests in a minute. */
    public String limit() {
        registrationAuthorities.limit(uuid(), loaded().version(), Rate.read(rate));
        return done("limited");
    }

    /** Lets nothing of it count for now. Nothing is to be typed: there may be a thief, and it can be resumed. */
    public String suspend() {
        registrationAuthorities.suspend(uuid());
        return done("suspended");
    }

    public String resume() {
        registrationAuthorities.resume(uuid());
        return done("resumed");
    }

    /** Gives it another secret, if its name was typed; the one before is of no use any more. */
    public void giveSecret() {
        TypedName.require(typedToRenew, loaded().name());
        fresh.show(registrationAuthorities.giveSecret(uuid(), Optional.empty()));
        load();
    }

    private String done(String text) {
        notices.tell(RegistrationAuthorityView.class, text, loaded().name());
        return AGAIN;
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

    public List<Row> getRows() {
        return rows;
    }

    /** Where the next page of what it asked for begins; empty at the end. */
    public String getNext() {
        return next;
    }

    /** In a minute; empty for as many as come. */
    public String getRate() {
        return rate;
    }

    public void setRate(@Nullable String rate) {
        this.rate = rate == null ? "" : rate;
    }

    /** What was typed to end the secret that it has. */
    public String getTypedToRenew() {
        return typedToRenew;
    }

    public void setTypedToRenew(@Nullable String typedToRenew) {
        this.typedToRenew = typedToRenew == null ? "" : typedToRenew;
    }

    public String getId() {
        return id;
    }

    public void setId(@Nullable String id) {
        this.id = id == null ? "" : id;
    }

    public String getBefore() {
        return before;
    }

    /** Null for the beginning. */
    public void setBefore(@Nullable String before) {
        this.before = before == null ? "" : before;
    }
}
