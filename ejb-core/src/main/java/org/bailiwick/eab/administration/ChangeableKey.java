package org.bailiwick.eab.administration;

import org.bailiwick.admin.AdminException;
import org.bailiwick.eab.ExternalAccountKey;

/** Which keys may be changed: all that are not revoked. */
public final class ChangeableKey {

    private ChangeableKey() {}

    /**
     * A key, if it may be changed.
     *
     * @throws AdminException {@code CONFLICT} if it is revoked
     */
    public static ExternalAccountKey require(ExternalAccountKey key) {
        if (key.revokedAt().isPresent()) {
            throw AdminException.conflict("This key is revoked, for good; give the client another one.");
        }
        return key;
    }
}
