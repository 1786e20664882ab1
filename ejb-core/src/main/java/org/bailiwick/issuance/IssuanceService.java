package org.bailiwick.issuance;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.bailiwick.account.Account;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.Identifier;
import org.bailiwick.acme.Problem;
import org.bailiwick.acme.ProblemType;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.authority.Authority;
import org.bailiwick.authority.Issuers;
import org.bailiwick.ca.CertificationRequest;
import org.bailiwick.ca.IssuedCertificate;
import org.bailiwick.ca.KeyFingerprint;
import org.bailiwick.ca.KeyRequirements;
import org.bailiwick.ca.UnsoundCertificateException;
import org.bailiwick.hsm.TokenException;

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
            "The certificate could not be made; nothing is wrong with your request. Make a new order.");

    @Inject
    IssuanceJournal journal;

    @Inject
    IssuanceOutcome outcome;

    @Inject
    Certificates certificates;

    @Inject
    Issuers issuers;

    /**
     * Finalizes an order: when this returns, it is valid, or invalid with a problem, or processing because the token is
     * away, and then {@link InterruptedIssuanceSweep} ends it when the token is back.
     *
     * @param csr DER PKCS#10
     * @throws AcmeException if the request is refused; the order is as it was
     */
    public void finalizeOrder(Account account, ResourceId order, byte[] csr) {
        // Step 1: check everything again, and write down what will be signed
        Journaled journaled = journal.begin(account, order, CertificationRequest.parse(csr, allowedFor(account)));
        // Steps 2 and 3
        signAndComplete(journaled);
    }

    /** RFC 8555 §11.1: the account's own key has no place in a certificate. */
    private static KeyRequirements allowedFor(Account account) {
        KeyFingerprint own = KeyFingerprint.of(account.publicKey());
        return KeyRequirements.ofCertificateKeys()
                .except(own::equals, "it is the account's own key; a certificate needs a key of its own");
    }

    /**
     * Signs what is journaled, and stores the certificate.
     *
     * @return empty if it did not come to that (yet)
     */
    public Optional<Certificate> signAndComplete(Journaled journaled) {
        try {
            // Step 2: sign, and verify what the token gave
            IssuedCertificate issued = journaled.issuer().issuer().issue(journaled.prepared());
            // Step 3: store
            return outcome.complete(journaled, issued);
        } catch (TokenException away) {
            LOG.log(
                    Level.ERROR,
                    "Serial {0} is not signed yet; it will be when the token answers. {1}",
                    journaled.prepared().serial(),
                    away.getMessage());
        } catch (UnsoundCertificateException wrongSignature) {
            LOG.log(Level.ERROR, "Serial " + journaled.prepared().serial() + " is abandoned.", wrongSignature);
            outcome.abandon(journaled.attempt(), journaled.issuer().authority(), NOT_MADE);
        }
        return Optional.empty();
    }

    /**
     * A certificate for the server itself.
     *
     * @return the certificate and those above it; empty if it could not be made now
     * @throws AcmeException {@code rejectedIdentifier} if the authority's policy refuses the name
     */
    public Optional<List<X509Certificate>> issueForServer(
            Authority authority, List<Identifier> identifiers, PublicKey key) {
        Journaled journaled = journal.beginForServer(authority, identifiers, key);
        return signAndComplete(journaled)
                .flatMap(Certificate::der)
                .map(der -> journaled.issuer().issuer().chain().chainFor(der));
    }

    /** An account's certificate and those above it but the root, as PEM (RFC 8555 §9.1). The token is not needed. */
    public Optional<String> chain(ResourceId account, ResourceId id) {
        return certificates.ownedBy(account, id).flatMap(certificate -> certificate
                .der()
                .map(der -> issuers.chainOf(certificate.issuer()).pemFor(der)));
    }
}
