package org.bailiwick.validation;

import org.bailiwick.acme.Identifier;
import org.bailiwick.acme.KeyAuthorization;
import org.bailiwick.acme.Token;

/**
 * What one attempt has to prove (RFC 8555 §8.1): that whoever controls the identifier knows the key authorization.
 *
 * @param identifier the name to prove
 * @param token the challenge's token
 * @param keyAuthorization made of this token and of the account's current key
 */
public record ChallengeAttempt(Identifier identifier, Token token, KeyAuthorization keyAuthorization) {

    public ChallengeAttempt {
        if (!keyAuthorization.value().startsWith(token.value() + ".")) {
            throw new IllegalArgumentException("the key authorization is not for this token");
        }
    }
}
