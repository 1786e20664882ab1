package org.bailiwick.revocation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.bailiwick.account.Account;
import org.bailiwick.account.Accounts;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.Identifier;
import org.bailiwick.acme.ProblemType;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.authorization.Authorizations;
import org.bailiwick.ca.EndEntityCertificate;
import org.bailiwick.certificate.Certificate;

/** Judges who may revoke a certificate (RFC 8555 §7.6). */
@ApplicationScoped
class RevocationRights {

    @Inject
    Accounts accounts;

    @Inject
    Authorizations authorizations;

    /**
     * What permits somebody to revoke a certificate.
     *
     * @throws AcmeException {@code unauthorized} if nothing does
     */
    RevocationRight require(Certificate certificate, Revoker revoker, Instant now) {
        EndEntityCertificate contents = certificate.contents().orElseThrow();
        if (revoker instanceof Revoker.ByKey holder) {
            if (!contents.key().equals(holder.key())) {
                throw unauthorized("The key that signed this request is not the certificate's;"
                        + " sign with that one, or with the account that ordered the certificate (RFC 8555 §7.6).");
            }
            return RevocationRight.CERTIFICATE_KEY;
        }
        ResourceId id = ((Revoker.ByAccount) revoker).id();
        Account account = accounts.requireValid(accounts.withId(id).orElseThrow());
        if (certificate.account().equals(Optional.of(id))) {
            return RevocationRight.ORDERED;
        }
        List<Identifier> names = contents.identifiers();
        if (names.isEmpty()
                || !isOfSameProvisioner(certificate, account)
                || !authorizations.validNames(id, names, now).containsAll(names)) {
            throw unauthorized(
                    "This account did not order the certificate, and has no valid authorizations for all names"
                            + " in it. Get them by an order for the same names, or sign with the certificate's key (RFC 8555 §7.6).");
        }
        return RevocationRight.AUTHORIZED;
    }

    /** Another provisioner has its own ways to find out who controls a name. */
    private boolean isOfSameProvisioner(Certificate certificate, Account account) {
        return certificate
                .account()
                .flatMap(accounts::withId)
                .filter(orderer ->
                        orderer.provisioner().id().equals(account.provisioner().id()))
                .isPresent();
    }

    private static AcmeException unauthorized(String sentence) {
        return new AcmeException(ProblemType.UNAUTHORIZED.problem(sentence));
    }
}
