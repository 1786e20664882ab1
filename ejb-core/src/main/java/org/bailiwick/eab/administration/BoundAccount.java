package org.bailiwick.eab.administration;

import java.time.Instant;
import org.bailiwick.account.Account;
import org.bailiwick.account.AccountStatus;
import org.bailiwick.acme.ResourceId;

/**
 * An account that was bound to a key.
 *
 * @param account the account
 * @param boundAt when: an account is made and bound at once
 * @param status what it is now
 */
public record BoundAccount(ResourceId account, Instant boundAt, AccountStatus status) {

    static BoundAccount of(Account account) {
        return new BoundAccount(account.id(), account.createdAt(), account.status());
    }
}
