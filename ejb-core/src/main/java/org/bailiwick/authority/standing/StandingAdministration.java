package org.bailiwick.authority.standing;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.Caller;
import org.bailiwick.admin.Page;
import org.bailiwick.admin.PageRequest;
import org.bailiwick.admin.Role;
import org.bailiwick.authority.Authorities;
import org.bailiwick.authority.Authority;
import org.bailiwick.authority.AuthoritySearch;
import org.bailiwick.authority.Issuer;
import org.bailiwick.authority.IssuerRequest;
import org.bailiwick.authority.Issuers;
import org.bailiwick.authority.OperatedAuthority;
import org.bailiwick.ca.CertificateChain;
import org.bailiwick.team.Team;

/** How it stands with authorities, for administrators. */
@Stateless
@TransactionAttribute(TransactionAttributeType.SUPPORTS)
@RolesAllowed({
    Role.Name.SUPER_ADMINISTRATOR,
    Role.Name.AUTHORITY_ADMINISTRATOR,
    Role.Name.EAB_OPERATOR,
    Role.Name.AUDITOR
})
public class StandingAdministration {

    @Inject
    Authorities authorities;

    @Inject
    Issuers issuers;

    @Inject
    IssuerStandings standings;

    @Inject
    Caller caller;

    @Inject
    Clock clock;

    /** Those of the caller that are looked for, the newest first. */
    public Page<AuthorityLine> list(AuthoritySearch search, PageRequest request) {
        Page<Authority> page = authorities.page(caller.team(), search, request);
        List<UUID> ids = page.items().stream().map(Authority::id).toList();
        Map<UUID, List<Issuer>> issuing =
                authorities.issuersOf(ids).stream().collect(Collectors.groupingBy(Issuer::authority));
        Map<UUID, IssuerRequest> requests = authorities.openRequestsOf(ids).stream()
                .collect(Collectors.toMap(IssuerRequest::authority, Function.identity(), (newest, older) -> newest));
        Map<UUID, String> teams =
                authorities
                        .teams(page.items().stream()
                                .map(Authority::team)
                                .distinct()
                                .toList())
                        .stream()
                        .collect(Collectors.toMap(Team::id, Team::name));
        Instant now = clock.instant();
        return page.map(authority -> line(
                new OperatedAuthority(
                        authority,
                        issuing.getOrDefault(authority.id(), List.of()),
                        Optional.ofNullable(requests.get(authority.id()))),
                teams.getOrDefault(authority.team(), ""),
                now));
    }

    /**
     * One of them.
     *
     * @throws AdminException {@code UNKNOWN}
     */
    public AuthorityStanding find(UUID id) {
        Authority authority = authorities.withId(id).orElseThrow(() -> AdminException.unknown("authority"));
        caller.requireTeam(authority.team(), "authority");
        List<Issuer> all = authorities.issuersOf(id);
        return AuthorityStanding.of(
                new OperatedAuthority(authority, all, authorities.openRequestOf(id)),
                authorities.team(authority.team()).map(Team::name).orElse(""),
                standings.of(all));
    }

    /**
     * The chain of an issuer, its own certificate first.
     *
     * @param authority whose it is
     * @throws AdminException {@code UNKNOWN}
     */
    public CertificateChain chain(UUID authority, UUID issuer) {
        return issuers.chainOf(find(authority)
                .issuer(issuer)
                .orElseThrow(() -> AdminException.unknown("issuer"))
                .id());
    }

    private AuthorityLine line(OperatedAuthority operated, String team, Instant now) {
        // an active one first, then those that were retired
        List<CertificateChain> chains = operated.issuers().stream()
                .filter(issuer -> !issuer.crlOnly())
                .sorted((one, other) -> Boolean.compare(other.active(), one.active()))
                .limit(1)
                .map(issuer -> issuers.chainOf(issuer.id()))
                .toList();
        return AuthorityLine.of(operated, team, chains, now);
    }
}
