package org.bailiwick.policy;

import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.CommonName;

/**
 * A rule about the common name: that text, however it is spelled. There is no pattern, as a common name has no parts.
 *
 * @param name the text
 */
record CommonNameRule(CommonName name) implements NameRule {

    /**
     * Reads a rule.
     *
     * @throws IllegalArgumentException if it cannot be a common name, or has a {@code *} that somebody may think matches
     *     more
     */
    static CommonNameRule parse(String text) {
        try {
            CommonName name = CommonName.parse(text);
            if (name.value().indexOf('*') >= 0) {
                throw NameRule.notARule(text, "a rule about common names is the whole text, without \"*\"");
            }
            return new CommonNameRule(name);
        } catch (AcmeException noName) {
            throw NameRule.notARule(text, noName.problem().detail());
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
