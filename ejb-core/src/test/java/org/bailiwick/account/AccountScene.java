package org.bailiwick.account;

import org.bailiwick.eab.ExternalAccountKey;

/** Accounts, without a database. */
public final class AccountScene {

    private AccountScene() {}

    /** A new account, as made by an external account key. */
    public static Account bound(Account made, ExternalAccountKey key) {
        made.bindTo(key, "{}");
        return made;
    }
}
