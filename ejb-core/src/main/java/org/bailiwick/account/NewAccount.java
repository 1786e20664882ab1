package org.bailiwick.account;

/**
 * What newAccount came to.
 *
 * @param account the account
 * @param created whether it was made now (201) or was there (200, RFC 8555 §7.3.1)
 */
public record NewAccount(Account account, boolean created) {}
