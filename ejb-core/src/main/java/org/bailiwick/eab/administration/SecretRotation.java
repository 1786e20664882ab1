package org.bailiwick.eab.administration;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.admin.Caller;
import org.bailiwick.admin.Role;
import org.bailiwick.eab.ExternalAccountKey;
import org.bailiwick.eab.ExternalAccountKeys;
import org.bailiwick.eab.ExternalAccountSecret;
import org.bailiwick.eab.Secrets;
import org.bailiwick.eab.administration.Cascade.Some;
import org.bailiwick.hsm.TokenException.DecryptionFailed;
import org.bailiwick.hsm.TokenException.KeyNotFound;

/**
 * After a new key of the token was named in the settings ({@code bailiwick.token.secrets-key}): encrypts under it whatever is
 * encrypted under another one, so that that may be destroyed.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
@RolesAllowed(Role.Name.SUPER_ADMINISTRATOR)
public class SecretRotation {

    private static final Logger LOG = System.getLogger(SecretRotation.class.getName());

    private static final int STRETCH = 100;
    private static final UUID OLDEST = new UUID(0, 0);

    @Inject
    ExternalAccountKeys keys;

    @Inject
    Secrets secrets;

    @Inject
    KeyRecords records;

    @Inject
    Caller caller;

    /**
     * Encrypts them anew, one by one: what is done stays done, and is told, if the token goes away meanwhile, and calling
     * this again goes on. A secret that cannot be decrypted, or whose key of the token is gone, is passed over: it is lost,
     * and its external account key needs a new one.
     *
     * @return how many there were
     * @throws org.bailiwick.hsm.TokenException if the token, or the key that the settings name, is not there
     */
    public Rotated rotate() {
        String current = secrets.currentKey();
        UUID administrator = caller.id();
        int count = 0;
        Some<ResourceId> unreadable = Some.none();
        UUID after = OLDEST;
        try {
            for (List<ExternalAccountKey> some = keys.notSealedUnder(current, after, STRETCH);
                    !some.isEmpty();
                    some = keys.notSealedUnder(current, after, STRETCH)) {
                for (ExternalAccountKey key : some) {
                    after = key.id().value();
                    Optional<ExternalAccountSecret> secret = opened(key);
                    if (secret.isEmpty()) {
                        unreadable = unreadable.and(List.of(key.id()));
                    } else if (resealed(key, secret.get())) {
                        count++;
                    }
                }
            }
        } finally {
            if (count > 0 || unreadable.count() > 0) {
                records.recordRewrapped(administrator, current, count, unreadable.count());
            }
        }
        return new Rotated(current, count, unreadable);
    }

    private Optional<ExternalAccountSecret> opened(ExternalAccountKey key) {
        try {
            return Optional.of(
                    secrets.open(key.id(), key.secretNumber(), key.secret().orElseThrow()));
        } catch (DecryptionFailed | KeyNotFound lost) {
            LOG.log(
                    Level.ERROR,
                    "The secret of the external account key {0} cannot be read; give it a new one (re-bind). {1}. {2}",
                    key.id(),
                    lost.getMessage(),
                    lost.hint());
            return Optional.empty();
        }
    }

    private boolean resealed(ExternalAccountKey key, ExternalAccountSecret secret) {
        return records.reseal(key.id(), key.secretNumber(), secrets.seal(key.id(), key.secretNumber(), secret));
    }

    /**
     * What was done.
     *
     * @param tokenKey the label of the token's key under which all secrets are encrypted now that can be read
     * @param count how many were encrypted anew
     * @param unreadable the external account keys whose secrets could not be read
     */
    public record Rotated(String tokenKey, int count, Some<ResourceId> unreadable) {}
}
