package org.bailiwick.eab.administration;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.bailiwick.admin.Caller;
import org.bailiwick.admin.Role;
import org.bailiwick.eab.ExternalAccountKey;
import org.bailiwick.eab.ExternalAccountKeys;
import org.bailiwick.eab.SealedSecret;
import org.bailiwick.eab.Secrets;

/**
 * After a new key of the token was named in the settings ({@code bailiwick.token.secrets-key}): encrypts under it whatever is
 * encrypted under another one, so that that may be destroyed.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
@RolesAllowed(Role.Name.SUPER_ADMINISTRATOR)
public class SecretRotation {

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
     * Encrypts them anew, one by one: what is done stays done if the token goes away meanwhile, and calling this again goes
     * on.
     *
     * @return how many there were
     * @throws org.bailiwick.hsm.TokenException if the token, or one of its keys, is not there; or a row was tampered with
     */
    public Rotated rotate() {
        String current = secrets.currentKey();
        UUID administrator = caller.id();
        int count = 0;
        UUID after = OLDEST;
        for (List<ExternalAccountKey> some = keys.notSealedUnder(current, after, STRETCH);
                !some.isEmpty();
                some = keys.notSealedUnder(current, after, STRETCH)) {
            for (ExternalAccountKey key : some) {
                count += rewrapped(key) ? 1 : 0;
                after = key.id().value();
            }
        }
        if (count > 0) {
            records.recordRewrapped(administrator, current, count);
        }
        return new Rotated(current, count);
    }

    private boolean rewrapped(ExternalAccountKey key) {
        SealedSecret old = key.secret().orElseThrow();
        SealedSecret anew = secrets.seal(key.id(), key.secretNumber(), secrets.open(key.id(), key.secretNumber(), old));
        return records.reseal(key.id(), key.secretNumber(), anew);
    }

    /**
     * What was done.
     *
     * @param tokenKey the label of the token's key under which all secrets are encrypted now
     * @param count how many were encrypted anew
     */
    public record Rotated(String tokenKey, int count) {}
}
