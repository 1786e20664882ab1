package org.bailiwick.account;

/** RFC 8555 §7.1.6. */
public enum AccountStatus {
    /** May act. */
    VALID,
    /** Its owner gave it up (§7.3.6); for ever. */
    DEACTIVATED
}
