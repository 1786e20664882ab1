package org.bailiwick.policy;

import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.DnsIdentifier;
import org.bailiwick.acme.Identifier;

/**
 * A rule about DNS names, in one of four forms:
 *
 * <ul>
 *   <li>{@code host.corp}: that name
 *   <li>{@code *.corp}: exactly one more label ({@code a.corp}; not {@code corp}, not {@code a.b.corp})
 *   <li>{@code **.corp}: any depth below ({@code a.corp}, {@code a.b.corp}; not {@code corp})
 *   <li>{@code <single-label>}: any name without a dot
 * </ul>
 *
 * @param form which
 * @param base the canonical name without what the form puts in front; empty for single labels
 */
record DnsRule(Form form, String base) implements NameRule {

    private static final String SINGLE_LABEL = "<single-label>";

    enum Form {
        EXACT(""),
        ONE_LABEL_BELOW("*."),
        ANY_DEPTH_BELOW("**."),
        SINGLE_LABEL("<single-label>");

        private final String prefix;

        Form(String prefix) {
            this.prefix = prefix;
        }
    }

    /**
     * Reads a rule.
     *
     * @param text one of the four forms, its name in any case
     * @throws IllegalArgumentException if it is none of them
     */
    static DnsRule parse(String text) {
        if (text.equals(SINGLE_LABEL)) {
            return new DnsRule(Form.SINGLE_LABEL, "");
        }
        Form form = text.startsWith("**.")
                ? Form.ANY_DEPTH_BELOW
                : text.startsWith("*.") ? Form.ONE_LABEL_BELOW : Form.EXACT;
        try {
            Identifier base = Identifier.parse("dns", text.substring(form.prefix.length()));
            if (((DnsIdentifier) base).wildcard()) {
                throw NameRule.notARule(text, "\"*\" stands once, at the front");
            }
            return new DnsRule(form, base.value());
        } catch (AcmeException notAName) {
            throw NameRule.notARule(text, notAName.problem().detail());
        }
    }

    @Override
    public NameType type() {
        return NameType.DNS;
    }

    @Override
    public String text() {
        return form.prefix + base;
    }

    @Override
    public String toString() {
        return text();
    }
}
