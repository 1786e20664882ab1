package org.bailiwick.eab;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.authority.OpenToken;
import org.bailiwick.authority.TokenCalls;
import org.bailiwick.config.Settings;
import org.bailiwick.hsm.TokenCipher;

/**
 * Encrypts secrets under the key of the token that the settings name, and decrypts them with the one that each was
 * encrypted under. Calls the token: not to be used within a transaction.
 */
@ApplicationScoped
public class Secrets {

    @Inject
    Settings settings;

    @Inject
    OpenToken token;

    @Inject
    TokenCalls calls;

    private final Map<String, TokenCipher> ciphers = new ConcurrentHashMap<>();

    /** The label of the token's key that secrets are encrypted under now. */
    public String currentKey() {
        return settings.tokenSecretsKey();
    }

    /**
     * Encrypts a secret.
     *
     * @param key the external account key that it belongs to, or whatever else has secrets: no two of these have one id
     * @param number which of its secrets it is
     * @throws org.bailiwick.hsm.TokenException if the token or its key is not there; nothing is kept in plain instead
     */
    public SealedSecret seal(ResourceId key, int number, ExternalAccountSecret secret) {
        String label = currentKey();
        byte[] owner = owner(key, number);
        return new SealedSecret(label, called(() -> cipher(label).encrypt(secret.octets(), owner)));
    }

    /**
     * Decrypts the secret that a key has.
     *
     * @throws org.bailiwick.hsm.TokenException if the token or its key is not there, or the row was tampered with
     */
    public ExternalAccountSecret open(ResourceId key, int number, SealedSecret sealed) {
        byte[] owner = owner(key, number);
        return ExternalAccountSecret.of(called(() -> cipher(sealed.keyLabel()).decrypt(sealed.encrypted(), owner)));
    }

    private <T> T called(Supplier<T> work) {
        return calls.begin(work).await();
    }

    /** One that is missing is looked for again at the next call. */
    private TokenCipher cipher(String label) {
        return ciphers.computeIfAbsent(label, missing -> token.get().cipher(missing));
    }

    /** What was encrypted for one row does not fit another, nor a later secret of the same. */
    private static byte[] owner(ResourceId key, int number) {
        return "external account key %s, secret %d".formatted(key, number).getBytes(StandardCharsets.US_ASCII);
    }
}
