package org.bailiwick.web.acme;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.bailiwick.account.Account;
import org.bailiwick.account.AccountKeyCache;
import org.bailiwick.web.jws.FlattenedJws;
import org.bailiwick.web.jws.JwsVerifier;
import org.bailiwick.web.jws.ProtectedHeader;

/** Verifies accounts' signatures, and remembers with the request whose it was: until then a {@code kid} is a claim. */
@ApplicationScoped
class AccountSignature {

    private static final String SIGNER = AccountSignature.class.getName();

    @Inject
    AccountKeyCache keys;

    @Inject
    HttpServletRequest request;

    /**
     * Returns if the account signed.
     *
     * @throws org.bailiwick.acme.AcmeException as {@link JwsVerifier#verify}
     */
    void verify(FlattenedJws jws, ProtectedHeader header, Account account) {
        JwsVerifier.verify(jws, header, keys.of(account));
        request.setAttribute(SIGNER, account.id().toString());
    }

    /** The id of the account that signed a request; empty if none did, or that is not known (yet). */
    static Optional<String> of(HttpServletRequest request) {
        return Optional.ofNullable((String) request.getAttribute(SIGNER));
    }
}
