package org.bailiwick.issuance;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.bailiwick.account.Account;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.Identifier;
import org.bailiwick.acme.Problem;
import org.bailiwick.acme.ProblemType;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.authority.Authority;
import org.bailiwick.authority.Issuers;
import org.bailiwick.authority.Issuers.ReadyIssuer;
import org.bailiwick.authority.TokenCalls;
import org.bailiwick.ca.CertificationRequest;
import org.bailiwick.ca.IssuedCertificate;
import org.bailiwick.ca.UnsoundCertificateException;
import org.bailiwick.certificate.Certificate;
import org.bailiwick.hsm.TokenException;
import org.bailiwick.job.Patience;
import org.bailiwick.metrics.Metrics;

/**
 * finalize (RFC 8555 §7.4) and what else issues: journal, sign, complete. It holds no transaction and no database
 * connection while the token works.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class IssuanceService {

    private static final Logger LOG = System.getLogger(IssuanceService.class.getName());

    /** What a client is told when its certificate could not be made. */
    static final Problem NOT_MADE = ProblemType.SERVER_INTERNAL.problem(
            "The certificate could not be made; nothing is wrong with your request. Ask for it anew.");

    @Inject
    IssuanceJournal journal;

    @Inject
    IssuanceOutcome outcome;

    @Inject
    Issuers issuers;

    @Inject
    TokenCalls token;

    @Inject
    Patience patience;

    /**
     * Finalizes an order. When this returns it is written down what will be signed; when what it returns completes, the
     * order is valid, or invalid with a problem, or processing because the token is slow or away, and then {@link
     * InterruptedIssuanceSweep} ends it when the token is back.
     *
     * @param csr DER PKCS#10
     * @param limit how long the caller would wait for the end
     * @throws AcmeException if the request is refused; the order is as it was
     * @throws org.bailiwick.authority.NoActiveIssuerException if the authority cannot issue; the order is as it was
     * @throws org.bailiwick.ca.CertificateNotIssuableException if its profile or its issuer's chain hinders it; the order is as
     *     it was, for when the administrators have mended that
     * @throws TokenException if the token was never there; the order is as it was
     */
    public CompletionStage<Optional<Certificate>> finalizeOrder(
            Account account, ResourceId order, byte[] csr, Duration limit) {
        // Step 1: check everything again, and write down what will be signed
        Journaled journaled = issuers.withActiveOf(
                account.provisioner().authority().id(),
                issuer -> journal.begin(
                        account.id(),
                        order,
                        CertificationRequest.parse(csr, issuer.issuer().keyRequirements()),
                        issuer));
        Metrics.ORDERS_FINALIZED.inc();
        // Steps 2 and 3
        String what = "The issuance of serial " + journaled.prepared().serial();
        try {
            return patience.await(begin(journaled).result(), limit, what);
        } catch (TokenException busy) {
            return patience.await(CompletableFuture.failedFuture(busy), limit, what);
        }
    }

    /**
     * Signs what is journaled, and stores the certificate.
     *
     * @return empty if the attempt has ended otherwise
     * @throws TokenException if the token does not sign now; the journal keeps what it was to sign
     */
    public Optional<Certificate> signAndComplete(Journaled journaled) {
        return begin(journaled).await();
    }

    private TokenCalls.Call<Optional<Certificate>> begin(Journaled journaled) {
        return token.begin(journaled.issuer().token(), () -> signAndStore(journaled));
    }

    /** Runs on a thread that the token may keep. */
    private Optional<Certificate> signAndStore(Journaled journaled) {
        try {
            // Step 2: sign, and verify what the token gave
            IssuedCertificate issued = journaled.issuer().issuer().issue(journaled.prepared());
            // Step 3: store
            return outcome.complete(journaled, issued);
        } catch (UnsoundCertificateException wrongSignature) {
            LOG.log(Level.ERROR, "Serial " + journaled.prepared().serial() + " is abandoned.", wrongSignature);
            outcome.abandon(journaled.attempt(), NOT_MADE, String.valueOf(wrongSignature.getMessage()));
            return Optional.empty();
        }
    }

    /**
     * A certificate for the server itself.
     *
     * @return the certificate and those above it
     * @throws AcmeException {@code rejectedIdentifier} if the authority's policy refuses the name
     * @throws TokenException if it could not be made now: then its serial is abandoned, as its key is
     */
    public List<X509Certificate> issueForServer(Authority authority, List<Identifier> identifiers, PublicKey key) {
        Journaled journaled = issuers.withActiveOf(
                authority.id(), issuer -> journal.beginForServer(authority, identifiers, key, issuer));
        byte[] der = certified(journaled).der().orElseThrow();
        return journaled.issuer().issuer().chain().chainFor(der);
    }

    /**
     * A certificate for an issuer's OCSP responder.
     *
     * @param key the responder's
     * @throws TokenException if it could not be made now: then its serial is abandoned
     */
    public Certificate issueForResponder(PublicKey key, ReadyIssuer issuer) {
        return certified(journal.beginResponder(key, issuer));
    }

    /** Nobody but the server asked for it, so that nobody waits for it if it fails. */
    private Certificate certified(Journaled journaled) {
        try {
            return signAndComplete(journaled)
                    .orElseThrow(() -> new IllegalStateException("somebody else ended this issuance"));
        } catch (TokenException away) {
            outcome.abandon(journaled.attempt(), NOT_MADE, String.valueOf(away.getMessage()));
            throw away;
        }
    }
}
