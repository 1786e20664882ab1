package org.bailiwick.issuance;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.bailiwick.account.Accounts;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.Identifier;
import org.bailiwick.acme.Problem;
import org.bailiwick.acme.ProblemType;
import org.bailiwick.acme.TooLateException;
import org.bailiwick.authority.Issuers.ReadyIssuer;
import org.bailiwick.ca.CertificateProfile;
import org.bailiwick.ca.CertificationRequest;
import org.bailiwick.ca.KeyFingerprint;
import org.bailiwick.ca.PreparedCertificate;
import org.bailiwick.ca.SerialNumber;
import org.bailiwick.provisioner.Provisioner;
import org.bailiwick.provisioner.Provisioners;
import org.bailiwick.ra.RegistrationAuthority;
import org.bailiwick.ra.RelayedMessage;
import org.bailiwick.ra.RelayedRequest;
import org.bailiwick.ra.RelayedRequest.Kind;
import org.bailiwick.ra.RelayedRequestStatus;
import org.bailiwick.ra.RelayedRequests;

/**
 * Step 1 of an issuance that a registration authority asked for: what {@link IssuanceJournal} is for orders. That one says who
 * controls the names, and answers for it; everything else is decided here, whatever it has decided.
 */
@Stateless
public class RelayJournal {

    /** As many as an order may have. */
    private static final int MOST_NAMES = 100;

    @Inject
    IssuanceAttempts attempts;

    @Inject
    RelayedRequests requests;

    @Inject
    Provisioners provisioners;

    @Inject
    Accounts accounts;

    @Inject
    Clock clock;

    /**
     * A request that is there.
     *
     * @param request its id
     * @param journaled what is to be signed for it; empty if it was there before, and ends, or has ended, by itself
     */
    public record Begun(UUID request, Optional<Journaled> journaled) {}

    /**
     * Begins one that is for somebody else. If anything is refused nothing was written.
     *
     * @return what was begun before, if it is the same request of the same order
     * @throws AcmeException {@code unauthorized} if the registration authority is suspended or its provisioner disabled;
     *     {@code malformed} if it gave the order's number to another request before, or the validity cannot be had; {@code
     *     invalidProfile}; {@code badCSR} if the request's key is an account's, a CA's or was compromised, or there are too many
     *     names; {@code rejectedIdentifier} if a policy or the issuer's name constraints refuse a name; {@code serverInternal} if
     *     another node is beginning it at the moment
     */
    public Begun begin(RelayedApplication application, CertificationRequest request, ReadyIssuer issuer) {
        Instant now = clock.instant();
        RegistrationAuthority by = active(application.registrationAuthority());
        List<Identifier> identifiers = List.copyOf(request.identifiers());
        KeyFingerprint key = KeyFingerprint.of(request.subjectPublicKeyInfo());
        Optional<RelayedRequest> known = known(by, application.message());
        if (known.isPresent()) {
            return same(known.get(), identifiers, key, application.profile());
        }
        Provisioner provisioner = by.provisioner();
        CertificateProfile profile = profile(provisioner, application.profile());
        if (identifiers.size() > MOST_NAMES) {
            throw new AcmeException(
                    ProblemType.BAD_CSR.problem("The request has %d names, and a certificate has %d at most."
                            .formatted(identifiers.size(), MOST_NAMES)));
        }
        application.validity().requireWithin(profile, now);
        accounts.requireFitForCertificate(request.subjectPublicKeyInfo());
        PreparedCertificate prepared = issuer.prepare(
                profile, identifiers, request.publicKey(), application.validity(), SerialNumber.random(), now);
        RelayedRequest made = RelayedRequest.relayed(by, application.message(), profile.name(), identifiers, key, now);
        requests.addNew(made);
        return new Begun(
                made.id(),
                Optional.of(attempts.begin(
                        provisioner.issuancePolicy(), issuer, Requester.ofRelayed(made.id(), by.id()), prepared, now)));
    }

    /**
     * Begins the certificate of a registration authority itself. No policy is asked: it names nobody but it.
     *
     * @param read it, as it was when the message was verified
     * @param kind an enrolment, by a secret that was shown, or a renewal
     * @return what was begun before, if it is the same request of the same transaction
     * @throws AcmeException {@code badCSR} if the key is an account's, a CA's or was compromised
     * @throws TooLateException {@code unauthorized} if it is suspended, its provisioner is disabled, or it may not enrol (any more);
     *     {@code malformed} if it asked for something else in that transaction; {@code serverInternal} if another certificate of it
     *     was begun since the message was verified, or is being made
     */
    public Begun beginOwn(
            RegistrationAuthority read, Kind kind, RelayedMessage message, PublicKey key, ReadyIssuer issuer) {
        Instant now = clock.instant();
        // what does not need the row is judged before it is locked (docs/adr/0019)
        accounts.requireFitForCertificate(key.getEncoded());
        PreparedCertificate prepared =
                issuer.issuer().prepareRegistrationAuthority(read.name(), key, SerialNumber.random(), now);
        KeyFingerprint fingerprint = KeyFingerprint.of(key.getEncoded());
        RegistrationAuthority by = requests.lockRegistrationAuthority(read.id());
        Optional<RelayedRequest> last = by.ownRequest().flatMap(requests::withId);
        Optional<RelayedRequest> known =
                last.filter(request -> request.transaction().equals(message.transaction()));
        if (known.isPresent()) {
            return sameOwn(known.get(), kind, fingerprint);
        }
        requireMayAsk(read, by, kind, now);
        requireTheLast(read, by, last);
        RelayedRequest made = RelayedRequest.own(by, kind, message, fingerprint, now);
        requests.addNew(made);
        return new Begun(
                made.id(),
                Optional.of(
                        attempts.beginNameless(issuer, Requester.ofRegistrationAuthority(made.id()), prepared, now)));
    }

    /** The row was waited for, and nothing was changed yet (docs/adr/0019). */
    private static void requireMayAsk(RegistrationAuthority read, RegistrationAuthority by, Kind kind, Instant now) {
        try {
            by.requireActive();
        } catch (AcmeException inactive) {
            throw new TooLateException(inactive.problem());
        }
        // another secret may have been made since this one was shown
        boolean mayEnrol = by.mayEnrolAt(now) && by.secretNumber() == read.secretNumber();
        if (kind == Kind.ENROLMENT && !mayEnrol) {
            throw new TooLateException(ProblemType.UNAUTHORIZED.problem(
                    "The secret was used, or has expired; an administrator of the CA can make another one."));
        }
    }

    /**
     * Whose key was verified as its own may have lost that meanwhile, by an enrolment because the key was stolen: he must not
     * take the place of that by a renewal.
     */
    private static void requireTheLast(
            RegistrationAuthority read, RegistrationAuthority by, Optional<RelayedRequest> last) {
        if (!read.ownRequest().equals(by.ownRequest())
                || last.filter(request -> request.status() == RelayedRequestStatus.PROCESSING)
                        .isPresent()) {
            throw new TooLateException(
                    ProblemType.SERVER_INTERNAL.problem(
                            "Another certificate for this registration authority is being made, or has just been made; ask again in a minute."));
        }
    }

    /** The same transaction again; the row was waited for, and nothing was changed. */
    private static Begun sameOwn(RelayedRequest known, Kind kind, KeyFingerprint key) {
        if (known.kind() != kind || !known.isFor(List.of(), key, Optional.empty())) {
            throw new TooLateException(ProblemType.MALFORMED.problem(
                    "There is another request of this transaction: for another key, or of another kind."));
        }
        return new Begun(known.id(), Optional.empty());
    }

    private RegistrationAuthority active(UUID id) {
        RegistrationAuthority by = requests.registrationAuthority(id);
        by.requireActive();
        return by;
    }

    /** By the order's number if there is one: the answer to the first message may have been lost. */
    private Optional<RelayedRequest> known(RegistrationAuthority by, RelayedMessage message) {
        return message.order()
                .flatMap(order -> requests.ofOrder(by.id(), order))
                .or(() -> requests.ofTransaction(by.id(), message.transaction()));
    }

    private static Begun same(
            RelayedRequest known, List<Identifier> identifiers, KeyFingerprint key, Optional<String> profile) {
        if (!known.isFor(identifiers, key, profile)) {
            throw new AcmeException(
                    ProblemType.MALFORMED.problem(
                            "There is another request of this order or transaction: for another key, other names or another profile."));
        }
        return new Begun(known.id(), Optional.empty());
    }

    private CertificateProfile profile(Provisioner provisioner, Optional<String> name) {
        List<CertificateProfile> offered = provisioners.settingsOf(provisioner).profiles();
        if (name.isEmpty()) {
            return offered.get(0);
        }
        return offered.stream()
                .filter(profile -> profile.name().equals(name.get()))
                .findFirst()
                .orElseThrow(() -> new AcmeException(ProblemType.INVALID_PROFILE.problem(
                        "This registration authority has no profile \"%s\"; it has %s."
                                .formatted(
                                        Problem.printable(name.get()),
                                        offered.stream()
                                                .map(CertificateProfile::name)
                                                .collect(Collectors.joining(", "))))));
    }
}
