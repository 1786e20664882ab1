package org.bailiwick.upstream.outbox;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.ProblemType;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.ca.CertificationRequest;
import org.bailiwick.ca.RequestedValidity;
import org.bailiwick.config.Settings;
import org.bailiwick.order.Finalizations;
import org.bailiwick.order.Finalizations.Begun;
import org.bailiwick.policy.Explanation;

/**
 * Step 1 of an issuance by another CA, one transaction: everything is checked that is checked where a key of ours signs, and
 * what that CA is to be asked for is written down. If anything is refused nothing was written, and the order is as it was.
 */
@Stateless
public class OutboxJournal {

    /** What a CA takes in one message, less what is around these two: certificates of this server's, mostly. */
    static final int LONGEST_REQUEST_AND_EVIDENCE = 56 * 1024;

    @Inject
    Outbox outbox;

    @Inject
    Finalizations finalizations;

    @Inject
    Settings settings;

    @Inject
    Clock clock;

    /**
     * Begins to finalize an order (RFC 8555 §7.4).
     *
     * @param csr DER of the request
     * @return the entry's id
     * @throws org.bailiwick.order.NoSuchOrderException if the account has no such order
     * @throws AcmeException as {@link Finalizations#begin}; {@code badCSR} also if the key is not of a type that the profile
     *     takes, or it is too long, {@code rejectedIdentifier} if a policy refuses a name, {@code malformed} if the order asks
     *     for a validity
     */
    public UUID begin(ResourceId accountId, ResourceId orderId, CertificationRequest request, byte[] csr) {
        Instant now = clock.instant();
        Begun begun = finalizations.begin(accountId, orderId, request, now);
        UUID authority = begun.account().provisioner().authority().id();
        if (!begun.order().validity().equals(RequestedValidity.NONE)) {
            throw new AcmeException(
                    ProblemType.MALFORMED.problem(
                            "This authority has its certificates of another CA now, which decides from when to when they are valid; make a new order without \"notBefore\" and \"notAfter\"."));
        }
        begun.profile().requireKeyOf(request);
        begun.profile().requireTaken(begun.order().identifiers());
        Explanation why = begun.account()
                .issuancePolicy()
                .decide(begun.profile().names(begun.order().identifiers()))
                .orRefuse();
        String evidence = Evidence.of(begun.order(), begun.account());
        requireFits(csr, evidence);
        OutboxEntry entry = OutboxEntry.certificate(
                authority, orderId, csr, begun.profile(), why, evidence, now, now.plus(settings.upstreamDeadline()));
        outbox.add(entry, now.plus(Outbox.TAKE_OVER));
        return entry.id();
    }

    /** One that does not would be tried until its deadline, and keep the others waiting. */
    static void requireFits(byte[] csr, String evidence) {
        int octets = csr.length + evidence.getBytes(StandardCharsets.UTF_8).length;
        if (octets > LONGEST_REQUEST_AND_EVIDENCE) {
            throw new AcmeException(ProblemType.BAD_CSR.problem(
                    "The request has %d octets; with what is told of its names that is more than the CA that signs for this authority takes in one message. Leave out of it what is no name, or order fewer names."
                            .formatted(csr.length)));
        }
    }
}
