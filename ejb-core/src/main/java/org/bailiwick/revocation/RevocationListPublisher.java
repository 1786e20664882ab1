package org.bailiwick.revocation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.bailiwick.authority.Issuers;
import org.bailiwick.authority.TokenCalls;
import org.bailiwick.authority.TokenCalls.Call;
import org.bailiwick.ca.IssuedRevocationList;
import org.bailiwick.ca.PreparedRevocationList;
import org.bailiwick.ca.RevocationListIssuer;
import org.bailiwick.ca.RevokedSerials;
import org.bailiwick.ca.UnsoundRevocationListException;
import org.bailiwick.certificate.Certificates;
import org.bailiwick.certificate.RevokedSerial;
import org.bailiwick.hsm.TokenException;
import org.bailiwick.hsm.TokenException.TokenUnavailable;

/**
 * Makes an issuer's next CRL: reads what is revoked, page by page, has it signed, and publishes it. It holds no transaction
 * while it reads and while the token works.
 */
@ApplicationScoped
class RevocationListPublisher {

    private static final Logger LOG = System.getLogger(RevocationListPublisher.class.getName());

    private static final int PAGE = 5_000;

    @Inject
    Issuers issuers;

    @Inject
    Certificates certificates;

    @Inject
    RevocationLists lists;

    @Inject
    TokenCalls token;

    private final Map<UUID, Call<IssuedRevocationList>> signing = new ConcurrentHashMap<>();

    /**
     * Publishes the next one.
     *
     * @throws TokenException if the token does not sign it now
     * @throws IllegalArgumentException if the issuer's certificate may not sign CRLs, or its key is another's
     * @throws UnsoundRevocationListException if it would not be right, or its signature is not
     */
    void publish(UUID issuer) {
        requireNoneHangs(issuer);
        Edition edition = lists.next(issuer);
        RevocationListIssuer signer = issuers.listsOf(edition.issuer());
        RevokedSerials revoked = revoked(edition);
        int entries = revoked.count();
        PreparedRevocationList prepared =
                signer.prepare(edition.number(), edition.thisUpdate(), edition.nextUpdate(), revoked);
        Call<IssuedRevocationList> call = token.beginLong(edition.issuer().key().token(), () -> signer.issue(prepared));
        signing.put(issuer, call);
        IssuedRevocationList issued = call.await();
        signing.remove(issuer, call);
        if (lists.publish(edition, issued, entries)) {
            LOG.log(Level.DEBUG, "CRL {0} of the issuer {1} has {2} entries.", edition.number(), issuer, entries);
        } else {
            LOG.log(Level.INFO, "Another node has published CRL {0} of the issuer {1}.", edition.number(), issuer);
        }
    }

    /** A list that waits for the token is in memory as long as it does. */
    private void requireNoneHangs(UUID issuer) {
        Call<IssuedRevocationList> before = signing.get(issuer);
        if (before != null && !before.result().isDone()) {
            throw new TokenUnavailable(
                    "The token has not signed the CRL before yet",
                    "It hangs: check the HSM and the network to it.",
                    null,
                    null);
        }
        signing.remove(issuer);
    }

    private RevokedSerials revoked(Edition edition) {
        RevokedSerials revoked = new RevokedSerials();
        String after = "";
        List<RevokedSerial> page;
        do {
            page = certificates.revoked(edition.issuer(), edition.endedBefore(), after, PAGE);
            for (RevokedSerial each : page) {
                revoked.add(each.serial(), each.at(), each.reason());
                after = each.serial().hex();
            }
        } while (page.size() == PAGE);
        return revoked;
    }
}
