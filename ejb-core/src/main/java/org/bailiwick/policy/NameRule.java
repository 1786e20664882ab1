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
 * A wildcard that is asked for is compared by its literal text, so {@code *.corp} matches the request {@code *.corp}.
 */
public final class NameRule {

    private static final String SINGLE_LABEL = "<single-label>";

    private enum Form {
        EXACT,
        ONE_LABEL_BELOW,
        ANY_DEPTH_BELOW,
        SINGLE_LABEL
    }

    private final String text;
    private final Form form;
    private final String base;

    private NameRule(String text, Form form, String base) {
        this.text = text;
        this.form = form;
        this.base = base;
    }

    /**
     * Reads a rule.
     *
     * @param text one of the four forms, its name in any case
     * @throws IllegalArgumentException with a sentence for an administrator if it is none of them
     */
    public static NameRule parse(String text) {
        if (text.equals(SINGLE_LABEL)) {
            return new NameRule(text, Form.SINGLE_LABEL, "");
        }
        Form form = text.startsWith("**.")
                ? Form.ANY_DEPTH_BELOW
                : text.startsWith("*.") ? Form.ONE_LABEL_BELOW : Form.EXACT;
        String prefix = form == Form.ANY_DEPTH_BELOW ? "**." : form == Form.ONE_LABEL_BELOW ? "*." : "";
        String name = text.substring(prefix.length());
        Identifier base;
        try {
            base = Identifier.parse("dns", name);
        } catch (AcmeException notAName) {
            throw new IllegalArgumentException("\"" + text + "\" is not a rule: " + notAName.getMessage(), notAName);
        }
        if (base instanceof DnsIdentifier dns && dns.wildcard()) {
            throw new IllegalArgumentException("\"" + text + "\" is not a rule: \"*\" stands once, at the front.");
        }
        return new NameRule(prefix + base.value(), form, base.value());
    }

    /** Whether this rule is about that name. */
    public boolean matches(DnsIdentifier name) {
        String asked = name.value();
        return switch (form) {
            case EXACT -> asked.equals(base);
            case ONE_LABEL_BELOW -> isBelow(asked) && asked.indexOf('.') == asked.length() - base.length() - 1;
            case ANY_DEPTH_BELOW -> isBelow(asked);
            case SINGLE_LABEL -> asked.indexOf('.') < 0;
        };
    }

    private boolean isBelow(String asked) {
        return asked.length() > base.length() + 1
                && asked.endsWith(base)
                && asked.charAt(asked.length() - base.length() - 1) == '.';
    }

    /** The rule as it was written, canonical. */
    @Override
    public String toString() {
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NameRule rule && rule.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }
}
