package org.bailiwick.policy;

/**
 * Where a policy stands, from the highest level to the lowest. Every level must permit; a lower one can only narrow what
 * a higher one permits.
 */
public enum PolicyLevel {
    /** The certificate authority: every certificate it issues. */
    AUTHORITY("authority", "authority"),
    /** One named way to get certificates from it. */
    PROVISIONER("provisioner", "provisioner"),
    /** One client. */
    ACCOUNT("account", "account"),
    /** The external account key that the client's account is bound to (RFC 8555 §7.3.4). */
    EXTERNAL_ACCOUNT_KEY("external account key", "externalAccountKey");

    private final String words;
    private final String member;

    PolicyLevel(String words, String member) {
        this.words = words;
        this.member = member;
    }

    /** The level as a sentence names it: {@code external account key}. */
    public String words() {
        return words;
    }

    /** The level as JSON names it: {@code externalAccountKey}. */
    public String member() {
        return member;
    }
}
