package org.bailiwick.web.acme;

import org.bailiwick.account.Account;
import org.bailiwick.account.AccountKey;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.ProblemType;
import org.bailiwick.web.json.KeyChangeJson;
import org.bailiwick.web.jws.FlattenedJws;
import org.bailiwick.web.jws.JwsVerifier;
import org.bailiwick.web.jws.ProtectedHeader;

/**
 * A request that a valid account signed and whose payload, a JWS itself, is signed by the key that the account wants (RFC
 * 8555 §7.3.5). Only {@link AcmeRequests} makes one.
 *
 * @param account who asks, with its old key
 * @param newKey the key that it wants
 * @param directory where
 */
record KeyChangeRequest(Account account, AccountKey newKey, Directory directory) {

    /**
     * Verifies what is within an account's request.
     *
     * @throws AcmeException {@code malformed}, {@code badSignatureAlgorithm}, or {@code badPublicKey} if the new key is
     *     not accepted
     */
    static KeyChangeRequest within(AccountRequest request) {
        try {
            FlattenedJws inner = FlattenedJws.parse(request.jws().payload());
            ProtectedHeader header = inner.header().requireWithin(request.jws().header());
            AccountKey newKey = header.requireJwk().accountKey();
            JwsVerifier.verify(inner, header, newKey);
            requireAbout(request, KeyChangeJson.parse(inner.payloadObject()));
            return new KeyChangeRequest(request.account(), newKey, request.directory());
        } catch (AcmeException refused) {
            throw new AcmeException(refused.problem().in("the inner JWS, which is the payload of the outer"), refused);
        }
    }

    /** The new key's owner must mean this account, or somebody could put it to an account that he did not choose. */
    private static void requireAbout(AccountRequest request, KeyChangeJson wanted) {
        String account = request.directory().account(request.accountId()).toString();
        if (!wanted.account().equals(account)) {
            throw malformed(
                    "\"account\" is not the URL of the account that signed the outer JWS, %s.".formatted(account));
        }
        if (!wanted.oldKey().value().equals(request.account().keyThumbprint())) {
            throw malformed("\"oldKey\" is not the key that the account has.");
        }
    }

    private static AcmeException malformed(String sentence) {
        return new AcmeException(ProblemType.MALFORMED.problem(sentence));
    }
}
