package org.bailiwick.revocation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.UUID;
import org.bailiwick.acme.TooLateException;
import org.bailiwick.authority.Authorities;
import org.bailiwick.ca.RevocationReason;
import org.bailiwick.certificate.Certificate;
import org.bailiwick.certificate.Certificates;
import org.bailiwick.key.BlockedKeys;

/** Revokes certificates, whoever wants it and has been found to have the right. */
@ApplicationScoped
class Revocations {

    @Inject
    Certificates certificates;

    @Inject
    Authorities authorities;

    @Inject
    BlockedKeys blockedKeys;

    @Inject
    RevokedCas revokedCas;

    /** Whether it is a CA's own: signed by a root of ours, and with it everything ends that is below it. */
    boolean isOfCa(Certificate certificate) {
        return authorities.issuer(certificate.issuer()).orElseThrow().crlOnly();
    }

    /**
     * Revokes a certificate, for good. The key of one that is revoked for keyCompromise is blocked with it.
     *
     * @param found what was found in this transaction
     * @throws TooLateException {@code alreadyRevoked}
     */
    void revoke(Certificate found, RevocationReason reason, Instant now) {
        revokeLocked(certificates.lock(found), reason, now);
    }

    /**
     * The same of one whose row is locked.
     *
     * @throws TooLateException {@code alreadyRevoked}
     */
    void revokeLocked(Certificate locked, RevocationReason reason, Instant now) {
        certificates.revoke(locked, reason, now);
        if (reason == RevocationReason.KEY_COMPROMISE) {
            locked.contents().ifPresent(contents -> blockedKeys.add(locked.id(), contents.key(), now));
        }
    }

    /**
     * Retires the issuers that end with a CA.
     *
     * @param administrator who revoked it
     * @param ofCa its certificate, which is revoked in this transaction
     */
    void retireBelow(UUID administrator, Certificate ofCa, Instant now) {
        revokedCas.retireBelow(administrator, ofCa, now);
    }
}
