package org.bailiwick.account;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * The key objects of accounts, kept: a signature by a kept EC key is verified in less than half the time. Only keys are
 * here, by what identifies them; which key an account has and whether it may act is asked of the database at each request,
 * so a key that was changed is forgotten on every node at once.
 */
@ApplicationScoped
public class AccountKeyCache {

    private final Cache<String, AccountKey> keys =
            Caffeine.newBuilder().maximumSize(10_000).build();

    /** The account's key. */
    public AccountKey of(Account account) {
        return keys.get(account.keyThumbprint(), thumbprint -> AccountKey.ofSubjectPublicKeyInfo(account.publicKey()));
    }
}
