package org.bailiwick.authority.founding;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.Caller;
import org.bailiwick.audit.AdministrationEvent;
import org.bailiwick.audit.AuditLog;
import org.bailiwick.authority.Authorities;
import org.bailiwick.authority.Authority;
import org.bailiwick.authority.Issuer;
import org.bailiwick.authority.IssuerRequest;
import org.bailiwick.authority.OperatedAuthority;
import org.bailiwick.authority.founding.FoundingKeys.MadeRequest;
import org.bailiwick.team.Team;

/** Writes down what was made in a token, each time all of it or nothing, in a transaction that calls no token. */
@Stateless
public class FoundingRecords {

    @Inject
    Authorities authorities;

    @Inject
    FoundedIssuers issuers;

    @Inject
    Caller caller;

    @Inject
    AuditLog audit;

    @Inject
    Clock clock;

    /** The teams that one can be made for, sorted by name. */
    public List<Team> teams() {
        return authorities.teams();
    }

    /**
     * Demands that an authority can be made, before a key is made for it.
     *
     * @throws AdminException {@code INVALID} if there is no such team; {@code CONFLICT} if the name is taken
     */
    public void requirePossible(NewAuthority wanted) {
        if (authorities.team(wanted.team()).isEmpty()) {
            throw AdminException.invalid("There is no team of the id that \"team\" names.");
        }
        if (authorities.isNamed(wanted.name().value())) {
            throw AdminException.conflict("There is an authority of that name.");
        }
    }

    /**
     * Writes down an authority with its issuer, and the root above it if that is ours.
     *
     * @param by who wants it
     * @throws AdminException {@code CONFLICT} if the name or the key is another's by now
     */
    public OperatedAuthority found(UUID by, NewAuthority wanted, MadeIssuer made) {
        Instant now = clock.instant();
        authorities.requireFree(made.chain().keyFingerprint(), made.key().label());
        Authority authority = add(by, wanted, made.key().label(), now);
        issuers.add(
                by,
                new Issuer(authority.id(), made.key(), made.chain().pem(), now),
                made.root()
                        .map(root -> Issuer.ofRoot(
                                authority.id(), root.key(), root.chain().pem(), now)),
                now);
        return operated(authority);
    }

    /**
     * Writes down an authority that waits for its certificate.
     *
     * @param by who wants it
     * @throws AdminException {@code CONFLICT} if the name is another's by now
     */
    public OperatedAuthority await(UUID by, NewAuthority wanted, MadeRequest made) {
        Instant now = clock.instant();
        Authority authority = add(by, wanted, made.key().label(), now);
        IssuerRequest request =
                new IssuerRequest(authority.id(), made.key().token(), made.key().label(), made.request(), now);
        authorities.addNew(request);
        audit.record(new AdministrationEvent.IssuerRequested(
                by,
                authority.id(),
                made.key().token(),
                made.key().label(),
                made.request().scheme().name(),
                request.keyFingerprint().value(),
                made.request().subject().getName()));
        return operated(authority);
    }

    /**
     * The request of an authority that waits for its certificate.
     *
     * @throws AdminException {@code UNKNOWN} if there is no such authority, or it waits for none
     */
    public IssuerRequest request(UUID authority) {
        require(authority);
        return authorities
                .openRequestOf(authority)
                .orElseThrow(() -> AdminException.unknown("request for a certificate of this authority"));
    }

    /**
     * Demands that the answer to a request may come.
     *
     * @param version of the authority as the caller read it
     * @throws AdminException {@code UNKNOWN}, {@code STALE}; {@code CONFLICT} if the authority waits for none
     */
    public IssuerRequest requireOpen(UUID authority, long version) {
        if (require(authority).version() != version) {
            throw AdminException.stale("authority");
        }
        return open(authority);
    }

    /**
     * Writes down the issuer that came of a request.
     *
     * @throws AdminException as above; {@code CONFLICT} if the key is another issuer's by now
     */
    public OperatedAuthority answer(IssuerRequest asked, long version, MadeIssuer made) {
        Instant now = clock.instant();
        Authority authority =
                authorities.lock(asked.authority()).orElseThrow(() -> AdminException.unknown("authority"));
        if (authority.version() != version) {
            throw AdminException.stale("authority");
        }
        IssuerRequest request = open(authority.id());
        if (!request.id().equals(asked.id())) {
            throw AdminException.stale("authority");
        }
        request.answer(now);
        authorities.change(authority);
        issuers.add(
                caller.id(), new Issuer(authority.id(), made.key(), made.chain().pem(), now), Optional.empty(), now);
        return operated(authority);
    }

    private Authority require(UUID id) {
        Authority authority = authorities.withId(id).orElseThrow(() -> AdminException.unknown("authority"));
        caller.requireTeam(authority.team(), "authority");
        return authority;
    }

    private IssuerRequest open(UUID authority) {
        return authorities
                .openRequestOf(authority)
                .orElseThrow(() -> AdminException.conflict("This authority does not wait for a certificate."));
    }

    private Authority add(UUID by, NewAuthority wanted, String keyLabel, Instant now) {
        Authority authority = new Authority(wanted.team(), wanted.name(), now);
        authorities.addNew(authority);
        audit.record(new AdministrationEvent.AuthorityCreated(
                by, authority.id(), wanted.team(), authority.name(), keyLabel));
        return authority;
    }

    private OperatedAuthority operated(Authority authority) {
        return new OperatedAuthority(
                authority, authorities.issuersOf(authority.id()), authorities.openRequestOf(authority.id()));
    }
}
