package org.bailiwick.upstream.outbox;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.account.Account;
import org.bailiwick.acme.Identifier;
import org.bailiwick.acme.Problem;
import org.bailiwick.acme.ProblemType;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.audit.AuditLog;
import org.bailiwick.audit.CertificateEvent;
import org.bailiwick.audit.UpstreamEvent;
import org.bailiwick.authority.Issuer;
import org.bailiwick.ca.CertificateChain;
import org.bailiwick.ca.IssuedCertificate;
import org.bailiwick.ca.RevocationReason;
import org.bailiwick.certificate.Certificate;
import org.bailiwick.certificate.Certificates;
import org.bailiwick.certificate.Origin;
import org.bailiwick.hash.Sha256;
import org.bailiwick.order.Order;
import org.bailiwick.order.Orders;
import org.bailiwick.upstream.RemoteIssuers;

/** How an entry ends, one transaction each: with what was asked for, or with a problem. Who locks its row first decides. */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class OutboxOutcome {

    /** What a client is told whose certificate came and was not what was asked for. */
    static final Problem NOT_USABLE = ProblemType.SERVER_INTERNAL.problem(
            "The CA that signs for this authority gave a certificate that is not what was asked for; it was refused. Nothing is wrong with your request. The authority's administrators know more.");

    /** The same where its account has ended meanwhile. */
    private static final String ENDED = "its account was deactivated before it came";

    /** How long the CA is asked to revoke what was refused here. */
    private static final Duration INSISTENCE = Duration.ofDays(7);

    @Inject
    Outbox outbox;

    @Inject
    Orders orders;

    @Inject
    Certificates certificates;

    @Inject
    RemoteIssuers issuers;

    @Inject
    AuditLog audit;

    /**
     * Stores the certificate, and with it the end of its order.
     *
     * @param path it was judged to be what was asked for; the certificate first, then up to a trust anchor
     * @return empty if the entry has ended already, or the certificate is not taken after all: its account has ended, or its
     *     serial number is that of another one
     */
    public Optional<Certificate> issued(UUID id, CertificateChain path, Instant now) {
        Optional<OutboxEntry> found = outbox.lock(id);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        OutboxEntry entry = found.get();
        Order order = orders.lock(entry.order().orElseThrow()).orElseThrow();
        IssuedCertificate issued = IssuedCertificate.of(path.first());
        if (outbox.isEnded(order.account())) {
            refuse(entry, order, Account.DEACTIVATED, List.of(ENDED), issued.der());
            revokeThere(entry, issued.der(), now);
            return Optional.empty();
        }
        if (certificates.isKnown(entry.authority(), issued.serial())) {
            // not to be revoked: the CA would take the number for that of the other
            List<String> findings = List.of("its serial number is that of another certificate");
            refuse(entry, order, NOT_USABLE, findings, issued.der());
            return Optional.empty();
        }
        return Optional.of(store(entry, order, issued, path, now));
    }

    private Certificate store(
            OutboxEntry entry, Order order, IssuedCertificate issued, CertificateChain path, Instant now) {
        Issuer issuer = issuers.above(entry.authority(), path, now);
        Certificate certificate = Certificate.of(
                new Origin(
                        entry.authority(),
                        issuer.id(),
                        Optional.of(order.account()),
                        Optional.of(order.id()),
                        Optional.empty(),
                        order.replacedCertificate()),
                issued,
                now);
        order.complete(certificate.id());
        certificates.add(certificate);
        outbox.remove(entry);
        audit.record(new CertificateEvent.Issued(
                issuer.id(),
                certificate.serial(),
                order.identifiers().stream().map(Identifier::value).toList(),
                entry.permittedBy(),
                CertificateEvent.RequestedBy.account(
                        order.account().toString(), order.id().toString())));
        return certificate;
    }

    /**
     * Refuses a certificate that came and is not what was asked for: it is never stored, its order fails, and the CA is asked
     * to revoke it.
     *
     * @param certificate whatever came
     * @param findings a clause for each thing that is wrong with it
     */
    public void unsound(UUID id, byte[] certificate, List<String> findings, Instant now) {
        outbox.lock(id).ifPresent(entry -> {
            Order order = orders.lock(entry.order().orElseThrow()).orElseThrow();
            refuse(entry, order, NOT_USABLE, findings, certificate);
            revokeThere(entry, certificate, now);
        });
    }

    private void refuse(OutboxEntry entry, Order order, Problem problem, List<String> findings, byte[] certificate) {
        order.fail(problem);
        outbox.remove(entry);
        audit.record(new UpstreamEvent.CertificateRefused(
                entry.authority(), order.id().toString(), Sha256.hexadecimal(certificate), List.copyOf(findings)));
        audit.record(failed(entry, order, String.join("; ", findings)));
    }

    private void revokeThere(OutboxEntry entry, byte[] certificate, Instant now) {
        if (isReadable(certificate)) {
            outbox.add(
                    OutboxEntry.revocation(
                            entry.authority(),
                            certificate,
                            Optional.empty(),
                            RevocationReason.CESSATION_OF_OPERATION,
                            now,
                            now.plus(INSISTENCE)),
                    now);
        }
    }

    /** The CA is asked by issuer and number: what has none cannot be in use. */
    private static boolean isReadable(byte[] certificate) {
        try {
            CertificateChain unused = CertificateChain.ofDer(List.of(certificate));
            return true;
        } catch (IllegalArgumentException | IllegalStateException | ClassCastException none) {
            return false;
        }
    }

    /**
     * Nothing will come of it: an order fails; a revocation stays, for somebody to look at.
     *
     * @param problem what a client is told
     */
    public void refused(UUID id, Problem problem, Instant now) {
        outbox.lock(id).ifPresent(entry -> end(entry, problem, problem.detail(), now));
    }

    /**
     * Nothing came of it before its deadline. Its end is the same, and the administrators are told of the last attempt.
     *
     * @param problem what a client is told
     */
    public void late(UUID id, Problem problem, Instant now) {
        outbox.lock(id).ifPresent(entry -> end(entry, problem, withLastAttempt(entry, problem), now));
    }

    /** @param why for administrators */
    private void end(OutboxEntry entry, Problem problem, String why, Instant now) {
        Optional<ResourceId> order = entry.order();
        if (order.isPresent()) {
            fail(entry, orders.lock(order.get()).orElseThrow(), problem, why);
        } else {
            entry.fail(why, now);
            audit.record(new UpstreamEvent.RevocationRefused(entry.authority(), certificateOf(entry), why));
        }
    }

    private static String withLastAttempt(OutboxEntry entry, Problem problem) {
        return entry.problem()
                .map(last -> "%s The last attempt: %s".formatted(problem.detail(), last))
                .orElse(problem.detail());
    }

    /**
     * Ends one that an administrator gives up, whatever becomes of it at the CA, in his transaction.
     *
     * @param problem what a client is told
     * @return false if something came of it already
     */
    @TransactionAttribute(TransactionAttributeType.REQUIRED)
    public boolean giveUp(UUID id, Problem problem) {
        Optional<OutboxEntry> found = outbox.lock(id);
        found.ifPresent(entry -> entry.order()
                .flatMap(orders::lock)
                .ifPresentOrElse(
                        order -> fail(entry, order, problem, withLastAttempt(entry, problem)),
                        () -> outbox.remove(entry)));
        return found.isPresent();
    }

    private void fail(OutboxEntry entry, Order order, Problem problem, String why) {
        order.fail(problem);
        outbox.remove(entry);
        audit.record(failed(entry, order, why));
    }

    /** The CA has revoked it, now or before. */
    public void revoked(UUID id) {
        outbox.lock(id).ifPresent(entry -> {
            outbox.remove(entry);
            audit.record(new UpstreamEvent.RevocationRelayed(entry.authority(), certificateOf(entry)));
        });
    }

    private static UpstreamEvent failed(OutboxEntry entry, Order order, String why) {
        return new UpstreamEvent.OrderFailed(
                entry.authority(), order.id().toString(), order.account().toString(), why);
    }

    private static String certificateOf(OutboxEntry entry) {
        return entry.certificate().map(ResourceId::toString).orElse("refused");
    }
}
