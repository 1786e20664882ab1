package org.bailiwick.ra.administration;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.Page;
import org.bailiwick.admin.PageRequest;
import org.bailiwick.admin.Role;
import org.bailiwick.authority.AuthorityName;
import org.bailiwick.eab.ExternalAccountSecret;
import org.bailiwick.eab.SealedSecret;
import org.bailiwick.eab.Secrets;
import org.bailiwick.provisioner.Provisioner;
import org.bailiwick.ra.RegistrationAuthority;
import org.bailiwick.ra.RegistrationAuthoritySearch;
import org.bailiwick.ra.RelayedRequest;

/**
 * Registration authorities, for administrators. What one may relay is changed at its provisioner: its policy, and its profiles.
 * Secrets are encrypted by the token before the transaction that stores them begins; without the token nothing is stored.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
@RolesAllowed({Role.Name.SUPER_ADMINISTRATOR, Role.Name.AUTHORITY_ADMINISTRATOR})
public class RegistrationAuthorityAdministration {

    /** How long a secret is good if nobody says. */
    public static final Duration USUAL_SECRET = Duration.ofDays(7);

    @Inject
    OwnRegistrationAuthorities own;

    @Inject
    RegistrationAuthorityRecords records;

    @Inject
    Secrets secrets;

    @Inject
    Overviews overviews;

    /**
     * What is wanted of a new one.
     *
     * @param provisioner the id of one of the kind {@code ra}, of whose authority it is
     * @param name its segment in URLs
     * @param rate how many requests in a minute; empty for as many as come
     * @param secretExpires when the secret is of no use any more; empty for a week from now
     */
    public record Wanted(UUID provisioner, String name, Optional<Integer> rate, Optional<Instant> secretExpires) {}

    /**
     * Makes one, which may enrol.
     *
     * @return it, with the secret that nobody is shown again
     * @throws AdminException {@code UNKNOWN} or {@code FOREIGN} provisioner; {@code INVALID} if the provisioner is of
     *     another kind, or the name, the rate or the time cannot be right; {@code CONFLICT} if the authority has one of that name
     * @throws org.bailiwick.hsm.TokenException if the token, or its key for secrets, is not there
     */
    public EnrolmentSecret create(Wanted wanted) {
        Provisioner provisioner = own.provisioner(wanted.provisioner());
        AuthorityName name = AuthorityName.asked(wanted.name());
        requireRate(wanted.rate());
        Instant now = overviews.now();
        Instant expires = expiry(wanted.secretExpires(), now);
        ResourceId id = ResourceId.random(now);
        ExternalAccountSecret secret = ExternalAccountSecret.random();
        SealedSecret sealed = secrets.seal(id, 1, secret);
        RegistrationAuthority made =
                new RegistrationAuthority(id, provisioner, name, wanted.rate(), sealed, expires, now);
        records.add(made, own.administrator());
        return new EnrolmentSecret(overviews.of(made), secret);
    }

    /**
     * Those that are looked for.
     *
     * @throws AdminException {@code UNKNOWN} or {@code FOREIGN} if the authority is that they are looked for at
     */
    @RolesAllowed({Role.Name.SUPER_ADMINISTRATOR, Role.Name.AUTHORITY_ADMINISTRATOR, Role.Name.AUDITOR})
    public Page<RegistrationAuthorityOverview> list(RegistrationAuthoritySearch search, PageRequest request) {
        search.authority().ifPresent(own::requireAuthority);
        return records.page(own.team(), search, request).map(overviews::of);
    }

    /** By what a new one may relay: authority and name of provisioners of the kind {@code ra} by their ids, sorted. */
    public Map<UUID, String> provisioners() {
        return own.provisioners();
    }

    /**
     * One of them.
     *
     * @throws AdminException {@code UNKNOWN} or {@code FOREIGN}
     */
    @RolesAllowed({Role.Name.SUPER_ADMINISTRATOR, Role.Name.AUTHORITY_ADMINISTRATOR, Role.Name.AUDITOR})
    public RegistrationAuthorityOverview find(UUID id) {
        return overviews.of(own.find(id));
    }

    /**
     * Gives one another secret, by which it may enrol again: the one before is of no use any more. The certificate that it has
     * goes on to count until it has enrolled; not if it is suspended: then nothing that it had counts, also when it is resumed.
     *
     * @param secretExpires when the secret is of no use any more; empty for a week from now
     * @return it, with the secret that nobody is shown again
     * @throws AdminException {@code UNKNOWN} or {@code FOREIGN}; {@code INVALID} time; {@code CONFLICT} if somebody else is doing
     *     the same
     * @throws org.bailiwick.hsm.TokenException if the token, or its key for secrets, is not there
     */
    public EnrolmentSecret giveSecret(UUID id, Optional<Instant> secretExpires) {
        RegistrationAuthority found = own.find(id);
        Instant expires = expiry(secretExpires, overviews.now());
        ExternalAccountSecret secret = ExternalAccountSecret.random();
        SealedSecret sealed = secrets.seal(new ResourceId(id), found.secretNumber() + 1, secret);
        return new EnrolmentSecret(
                overviews.of(records.giveSecret(id, found.secretNumber(), sealed, expires, own.administrator())),
                secret);
    }

    /**
     * Permits another number of requests in a minute.
     *
     * @param version of what the caller read
     * @param rate empty for as many as come
     * @throws AdminException {@code UNKNOWN} or {@code FOREIGN}; {@code INVALID}; {@code STALE}
     */
    public RegistrationAuthorityOverview limit(UUID id, long version, Optional<Integer> rate) {
        own.find(id);
        requireRate(rate);
        return overviews.of(records.limit(id, version, rate, own.administrator()));
    }

    /**
     * Lets nothing of one count any more, from the next message on. Repeating it changes nothing.
     *
     * @throws AdminException {@code UNKNOWN} or {@code FOREIGN}
     */
    public RegistrationAuthorityOverview suspend(UUID id) {
        own.find(id);
        return overviews.of(records.suspend(id, true, own.administrator()));
    }

    /**
     * Lets it count again. Repeating it changes nothing.
     *
     * @throws AdminException {@code UNKNOWN} or {@code FOREIGN}
     */
    public RegistrationAuthorityOverview resume(UUID id) {
        own.find(id);
        return overviews.of(records.suspend(id, false, own.administrator()));
    }

    /**
     * What all of them asked for, or one; the newest first. Their own certificates are among it.
     *
     * @throws AdminException {@code UNKNOWN} or {@code FOREIGN} if that registration authority is
     */
    @RolesAllowed({Role.Name.SUPER_ADMINISTRATOR, Role.Name.AUTHORITY_ADMINISTRATOR, Role.Name.AUDITOR})
    public Page<RelayedRequestOverview> requests(Optional<UUID> registrationAuthority, PageRequest request) {
        registrationAuthority.ifPresent(own::find);
        return records.requests(own.team(), registrationAuthority, request).map(RelayedRequestOverview::of);
    }

    /**
     * One thing that one of them asked for, with what it said of it.
     *
     * @throws AdminException {@code UNKNOWN} or {@code FOREIGN}
     */
    @RolesAllowed({Role.Name.SUPER_ADMINISTRATOR, Role.Name.AUTHORITY_ADMINISTRATOR, Role.Name.AUDITOR})
    public RelayedRequestOverview request(UUID id) {
        RelayedRequest found = records.request(id);
        own.requireOf(found.registrationAuthority(), "relayed request");
        return RelayedRequestOverview.of(found);
    }

    private static void requireRate(Optional<Integer> rate) {
        if (rate.filter(number -> number < 1 || number > RegistrationAuthority.HIGHEST_RATE)
                .isPresent()) {
            throw AdminException.invalid(
                    "\"rate\" is a number of requests in a minute, from 1 to %d; leave it out for none."
                            .formatted(RegistrationAuthority.HIGHEST_RATE));
        }
    }

    private static Instant expiry(Optional<Instant> asked, Instant now) {
        Instant expires = asked.orElse(now.plus(USUAL_SECRET));
        if (!expires.isAfter(now) || expires.isAfter(now.plus(RegistrationAuthority.LONGEST_SECRET))) {
            throw AdminException.invalid("\"secretExpires\" is a time from now on, at most %d days ahead."
                    .formatted(RegistrationAuthority.LONGEST_SECRET.toDays()));
        }
        return expires;
    }
}
