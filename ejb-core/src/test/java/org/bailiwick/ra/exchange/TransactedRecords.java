package org.bailiwick.ra.exchange;

import jakarta.ejb.EJBException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.ca.SerialNumber;
import org.bailiwick.certificate.Certificate;
import org.bailiwick.certificate.CertificateScene;
import org.bailiwick.ra.RegistrationAuthority;
import org.bailiwick.ra.RelayScene;
import org.bailiwick.ra.RelayedRequest;
import org.bailiwick.schema.Injected;
import org.bailiwick.schema.TestDatabase;
import org.hibernate.exception.ConstraintViolationException;

/** Each call in a transaction of its own, as the container would have it. */
final class TransactedRecords extends ExchangeRecords {

    private final TestDatabase database;
    private final Clock time;

    TransactedRecords(TestDatabase database, Clock clock) {
        this.database = database;
        this.time = clock;
    }

    private <T> T in(Function<ExchangeRecords, T> work) {
        return database.inTransaction(entityManager -> work.apply(Injected.into(
                new ExchangeRecords(),
                RelayScene.registrationAuthorities(entityManager),
                RelayScene.requests(entityManager),
                CertificateScene.certificates(entityManager),
                Injected.into(new CmpExchanges(), entityManager),
                time)));
    }

    @Override
    public Optional<RegistrationAuthority> at(String authority, String name) {
        return in(records -> records.at(authority, name));
    }

    @Override
    public List<Certificate> signersOf(RegistrationAuthority registrationAuthority) {
        return in(records -> records.signersOf(registrationAuthority));
    }

    @Override
    public void use(UUID registrationAuthority, ResourceId signer) {
        in(records -> {
            records.use(registrationAuthority, signer);
            return signer;
        });
    }

    @Override
    public void see(UUID registrationAuthority) {
        in(records -> {
            records.see(registrationAuthority);
            return registrationAuthority;
        });
    }

    @Override
    public Optional<RelayedRequest> ownRequest(RegistrationAuthority registrationAuthority, String transaction) {
        return in(records -> records.ownRequest(registrationAuthority, transaction));
    }

    @Override
    public Optional<byte[]> answerTo(MessageKey message) {
        return in(records -> records.answerTo(message));
    }

    @Override
    public boolean isBegun(MessageKey message) {
        return in(records -> records.isBegun(message));
    }

    @Override
    public Optional<Before> before(MessageKey message, String nonce) {
        return in(records -> records.before(message, nonce));
    }

    @Override
    public long answeredWithin(UUID registrationAuthority, boolean opening, Duration time) {
        return in(records -> records.answeredWithin(registrationAuthority, opening, time));
    }

    @Override
    public void keep(MessageKey message, boolean opening, Optional<UUID> request, byte[] answer, String nonce) {
        try {
            in(records -> {
                records.keep(message, opening, request, answer, nonce);
                return message;
            });
        } catch (ConstraintViolationException there) {
            throw new EJBException(there);
        }
    }

    @Override
    public RequestOutcome outcome(UUID id) {
        return in(records -> records.outcome(id));
    }

    @Override
    public void endConfirmation(UUID id) {
        in(records -> {
            records.endConfirmation(id);
            return id;
        });
    }

    @Override
    public Optional<Certificate> relayed(RegistrationAuthority by, SerialNumber serial) {
        return in(records -> records.relayed(by, serial));
    }

    @Override
    public List<RequestOutcome> unconfirmed(Instant since, int most) {
        return in(records -> records.unconfirmed(since, most));
    }

    @Override
    public int forget(Instant before, int limit) {
        return in(records -> records.forget(before, limit));
    }

    @Override
    public int forgetSecrets(Instant before) {
        return in(records -> records.forgetSecrets(before));
    }
}
