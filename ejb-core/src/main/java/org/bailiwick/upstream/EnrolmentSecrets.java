package org.bailiwick.upstream;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import org.bailiwick.authority.AuthorityName;
import org.bailiwick.authority.OpenToken;
import org.bailiwick.authority.TokenCalls;
import org.bailiwick.config.Settings;
import org.bailiwick.hsm.pkcs11.Pkcs11Token;

/**
 * Encrypts enrolment secrets under the key of the token that keeps secrets (ADR 23). Calls the token: not to be used within a
 * transaction.
 */
@ApplicationScoped
public class EnrolmentSecrets {

    @Inject
    Settings settings;

    @Inject
    OpenToken token;

    @Inject
    TokenCalls calls;

    /**
     * Encrypts one.
     *
     * @param authority whose it is
     * @throws org.bailiwick.hsm.TokenException if the token or its key is not there
     */
    SealedEnrolmentSecret seal(AuthorityName authority, EnrolmentSecretText secret) {
        String label = settings.tokenSecretsKey();
        Pkcs11Token here = token.get();
        byte[] octets = secret.octets();
        return new SealedEnrolmentSecret(
                label,
                calls.begin(() -> here.cipher(label).encrypt(octets, owner(authority.value())))
                        .await());
    }

    /**
     * Decrypts one.
     *
     * @param authority the name of the one whose it is
     * @throws org.bailiwick.hsm.TokenException if the token or its key is not there, or the row was tampered with
     */
    byte[] open(String authority, SealedEnrolmentSecret sealed) {
        Pkcs11Token here = token.get();
        return calls.begin(() -> here.cipher(sealed.keyLabel()).decrypt(sealed.encrypted(), owner(authority)))
                .await();
    }

    /** What was encrypted for one does not fit another. A name is known before there is a row, and never changes. */
    private static byte[] owner(String authority) {
        return "enrolment secret of the authority %s".formatted(authority).getBytes(StandardCharsets.US_ASCII);
    }
}
