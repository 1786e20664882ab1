package org.bailiwick.policy;

/** Where a policy stands. Every level must permit; a lower one can only narrow what a higher one permits. */
public enum PolicyLevel {
    /** The certificate authority: every certificate it issues. */
    AUTHORITY,
    /** One named way to get certificates from it. */
    PROVISIONER,
    /** One client. */
    ACCOUNT
}
