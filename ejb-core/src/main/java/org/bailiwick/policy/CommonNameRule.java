package org.bailiwick.policy;

import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.CommonName;

/**
 * A rule about the common name: that text, whatever its case. There is no pattern, as a common name has no parts.
 *
 * @param name the text
 */
record CommonNameRule(CommonName name) implements NameRule {

    /**
     * Reads a rule.
     *
     * @throws IllegalArgumentException if it is empty, or has a {@code *} that somebody may think matches more
     */
    static CommonNameRule parse(String text) {
        if (text.indexOf('*') >= 0) {
            throw NameRule.notARule(text, "a rule about common names is the whole text, without \"*\"");
        }
        try {
            return new CommonNameRule(new CommonName(text));
        } catch (AcmeException empty) {
            throw NameRule.notARule(text, empty.problem().detail());
        }
    }

    @Override
    public NameType type() {
        return NameType.COMMON_NAME;
    }

    @Override
    public String text() {
        return name.value();
    }

    @Override
    public String toString() {
        return text();
    }
}
