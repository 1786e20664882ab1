package org.bailiwick.ra.exchange;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.acme.ResourceId;
import org.jspecify.annotations.Nullable;

/** A message of a registration authority and the answer to it: the same message again is answered alike, for a day. */
@Entity
public class CmpExchange {

    @Id
    private UUID id;

    @Column(name = "registration_authority_id")
    private UUID registrationAuthority;

    @Column(name = "transaction_id", length = 128)
    private String transaction;

    @Column(name = "message_sha256", length = 64)
    private String message;

    @Column(nullable = false)
    private boolean opening;

    @Column(name = "relayed_request_id")
    private @Nullable UUID request;

    private byte[] answer;

    @Column(length = 128)
    private String answerNonce;

    @Column(nullable = false)
    private Instant createdAt;

    protected CmpExchange() {}

    /**
     * A new one.
     *
     * @param opening whether the message began its transaction; not if it was refused for coming out of its order
     * @param request what the transaction is about, if it is about a certificate
     * @param answer DER
     * @param nonce of the answer, hexadecimal
     */
    CmpExchange(MessageKey message, boolean opening, Optional<UUID> request, byte[] answer, String nonce, Instant now) {
        this.id = ResourceId.random(now).value();
        this.registrationAuthority = message.registrationAuthority();
        this.transaction = message.transaction();
        this.message = message.sha256();
        this.opening = opening;
        this.request = request.orElse(null);
        this.answer = answer.clone();
        this.answerNonce = nonce;
        this.createdAt = now;
    }

    /** What the transaction is about, if it is about a certificate. */
    Optional<UUID> request() {
        return Optional.ofNullable(request);
    }

    /** DER. */
    byte[] answer() {
        return answer.clone();
    }
}
