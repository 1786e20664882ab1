package org.bailiwick.governance;

import java.io.Serial;
import java.io.Serializable;
import org.bailiwick.policy.NameRule;

/**
 * A rule of a policy as it is written.
 *
 * @param allow whether it allows; else it denies
 * @param type of the names that it is about: {@code dns}
 * @param text its canonical text
 */
public record PolicyRule(boolean allow, String type, String text) implements Serializable {

    @Serial
    private static final long serialVersionUID = 1L;

    static PolicyRule of(boolean allow, NameRule rule) {
        return new PolicyRule(allow, rule.type().word(), rule.text());
    }

    /** As sentences and explanations name it: {@code deny dns secret.corp}. */
    @Override
    public String toString() {
        return (allow ? "allow " : "deny ") + type + " " + text;
    }
}
