package org.bailiwick.ra.exchange;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.ca.SerialNumber;
import org.bailiwick.certificate.Certificate;
import org.bailiwick.certificate.Certificates;
import org.bailiwick.ra.RegistrationAuthorities;
import org.bailiwick.ra.RegistrationAuthority;
import org.bailiwick.ra.RelayedRequest;
import org.bailiwick.ra.RelayedRequests;

/** The short transactions of an exchange: none of them is open while the token works. */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class ExchangeRecords {

    @Inject
    RegistrationAuthorities registrationAuthorities;

    @Inject
    RelayedRequests requests;

    @Inject
    Certificates certificates;

    @Inject
    CmpExchanges exchanges;

    @Inject
    Clock clock;

    /** The registration authority that a URL names. */
    public Optional<RegistrationAuthority> at(String authority, String name) {
        return registrationAuthorities.at(authority, name);
    }

    /** The certificates whose signatures count as a registration authority's now: pinned, valid and not revoked. */
    public List<Certificate> signersOf(RegistrationAuthority registrationAuthority) {
        Instant now = clock.instant();
        return registrationAuthority.pinned().stream()
                .flatMap(id -> certificates.withId(id).stream())
                .filter(each -> !each.revoked() && !now.isBefore(each.notBefore()) && !now.isAfter(each.notAfter()))
                .toList();
    }

    /** A registration authority has signed by its newest certificate for the first time: the one before counts no more. */
    public void use(UUID registrationAuthority, ResourceId signer) {
        requests.lockRegistrationAuthority(registrationAuthority).used(signer, clock.instant());
    }

    /** Notes that a registration authority was there. */
    public void see(UUID registrationAuthority) {
        registrationAuthorities.see(registrationAuthority, clock.instant());
    }

    /** The request of a registration authority for its own certificate that is the last, if it came by a transaction. */
    public Optional<RelayedRequest> ownRequest(RegistrationAuthority registrationAuthority, String transaction) {
        return registrationAuthority.ownRequest().flatMap(requests::withId).filter(request -> request.transaction()
                .equals(transaction));
    }

    /** The answer to a message that came before. */
    public Optional<byte[]> answerTo(MessageKey message) {
        return exchanges.of(message).map(CmpExchange::answer);
    }

    /** Whether there was a message of a message's transaction. */
    public boolean isBegun(MessageKey message) {
        return exchanges.isBegun(message);
    }

    /**
     * What was before in a message's transaction.
     *
     * @param nonce of the answer that the message goes on from, hexadecimal
     */
    public Optional<Before> before(MessageKey message, String nonce) {
        return exchanges.answeredWith(message, nonce).map(found -> new Before(found.request()));
    }

    /**
     * What was before in a transaction.
     *
     * @param request what the transaction is about, if it is about a certificate
     */
    public record Before(Optional<UUID> request) {}

    /**
     * How many messages of a registration authority were answered in a while.
     *
     * @param opening those that began their transactions; or else the others
     */
    public long answeredWithin(UUID registrationAuthority, boolean opening, Duration time) {
        return exchanges.answeredSince(
                registrationAuthority, opening, clock.instant().minus(time));
    }

    /**
     * Keeps an answer.
     *
     * @param nonce of the answer, hexadecimal
     * @throws jakarta.ejb.EJBException if the same message was answered meanwhile
     */
    public void keep(MessageKey message, boolean opening, Optional<UUID> request, byte[] answer, String nonce) {
        exchanges.addNew(new CmpExchange(message, opening, request, answer, nonce, clock.instant()));
    }

    /** What became of a request; a certificate that is there is delivered with that. */
    public RequestOutcome outcome(UUID id) {
        RelayedRequest request = requests.lock(id).orElseThrow();
        Optional<Certificate> certificate = request.certificate().flatMap(certificates::withId);
        if (certificate.isPresent()) {
            request.deliver(clock.instant());
        }
        return RequestOutcome.of(request, certificate);
    }

    /** It was said whether the certificate of a request is accepted, or it is too late for it. */
    public void endConfirmation(UUID id) {
        requests.lock(id).orElseThrow().confirmationEnds();
    }

    /** An authority's certificate by its number, if that registration authority relayed the request for it. */
    public Optional<Certificate> relayed(RegistrationAuthority by, SerialNumber serial) {
        return certificates.relayed(by.authority(), by.id(), serial);
    }

    /** Requests whose certificates nobody has confirmed for so long that nobody will. */
    public List<RequestOutcome> unconfirmed(Instant since, int most) {
        return requests.unconfirmed(since, most).stream()
                .flatMap(id -> requests.withId(id).stream())
                .map(request -> RequestOutcome.of(request, request.certificate().flatMap(certificates::withId)))
                .toList();
    }

    /** Forgets the oldest messages; how many there were. */
    public int forget(Instant before, int limit) {
        return exchanges.forget(before, limit);
    }

    /** Forgets the secrets that were used, or expired, before a moment; how many there were. */
    public int forgetSecrets(Instant before) {
        List<UUID> old = registrationAuthorities.withOldSecrets(before);
        old.forEach(id -> requests.lockRegistrationAuthority(id).forgetSecret(before));
        return old.size();
    }
}
