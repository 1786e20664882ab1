package org.bailiwick.policy;

import java.util.Optional;
import java.util.regex.Pattern;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.AddressRange;
import org.bailiwick.acme.DnsIdentifier;
import org.bailiwick.acme.Identifier;
import org.bailiwick.acme.IpIdentifier;

/**
 * A rule about names or addresses, in one of six forms:
 *
 * <ul>
 *   <li>{@code host.corp}: that name
 *   <li>{@code *.corp}: exactly one more label ({@code a.corp}; not {@code corp}, not {@code a.b.corp})
 *   <li>{@code **.corp}: any depth below ({@code a.corp}, {@code a.b.corp}; not {@code corp})
 *   <li>{@code <single-label>}: any name without a dot
 *   <li>{@code 10.0.0.0/8}, {@code fd00::/8}, {@code 10.1.2.3}: those addresses
 *   <li>{@code <wildcard>}: among allow rules, wildcard names too, if another one matches every name that they cover; among
 *       deny rules, no wildcard name
 * </ul>
 *
 * A wildcard that is asked for is compared by its literal text: {@code *.corp} and {@code **.corp} match the request
 * {@code *.corp}, and these are the rules that match every name that it covers.
 */
public final class NameRule {

    private static final String SINGLE_LABEL = "<single-label>";
    private static final String WILDCARD = "<wildcard>";

    /** No DNS name: its last label would be a number. */
    private static final Pattern ADDRESSES = Pattern.compile("[0-9.]+|.*[:/].*");

    private enum Form {
        EXACT,
        ONE_LABEL_BELOW,
        ANY_DEPTH_BELOW,
        SINGLE_LABEL,
        WILDCARD,
        ADDRESSES
    }

    private final String text;
    private final Form form;
    private final String base;
    private final Optional<AddressRange> range;

    private NameRule(String text, Form form, String base, Optional<AddressRange> range) {
        this.text = text;
        this.form = form;
        this.base = base;
        this.range = range;
    }

    /**
     * Reads a rule.
     *
     * @param text one of the six forms, its name in any case
     * @throws IllegalArgumentException with a sentence for an administrator if it is none of them
     */
    public static NameRule parse(String text) {
        if (text.equals(SINGLE_LABEL)) {
            return new NameRule(text, Form.SINGLE_LABEL, "", Optional.empty());
        }
        if (text.equals(WILDCARD)) {
            return new NameRule(text, Form.WILDCARD, "", Optional.empty());
        }
        return ADDRESSES.matcher(text).matches() ? addresses(text) : names(text);
    }

    private static NameRule addresses(String text) {
        try {
            AddressRange range = AddressRange.parse(text);
            boolean one = range.equals(AddressRange.of(range.network()));
            String canonical = one ? IpIdentifier.text(range.network()) : range.toString();
            return new NameRule(canonical, Form.ADDRESSES, "", Optional.of(range));
        } catch (IllegalArgumentException notARange) {
            String because = String.valueOf(notARange.getMessage()).replaceAll("\\.$", "");
            throw new IllegalArgumentException("\"%s\" is not a rule: %s.".formatted(text, because), notARange);
        }
    }

    private static NameRule names(String text) {
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
        return new NameRule(prefix + base.value(), form, base.value(), Optional.empty());
    }

    /** Whether this rule is about that name or address; about a wildcard, whether it is about every name it covers. */
    public boolean matches(Identifier identifier) {
        if (identifier instanceof IpIdentifier ip) {
            byte[] address = ip.address().getAddress();
            return range.filter(addresses -> addresses.contains(address)).isPresent();
        }
        String asked = identifier.value();
        return switch (form) {
            case EXACT -> asked.equals(base);
            case ONE_LABEL_BELOW -> isBelow(asked) && asked.indexOf('.') == asked.length() - base.length() - 1;
            case ANY_DEPTH_BELOW -> isBelow(asked);
            case SINGLE_LABEL -> asked.indexOf('.') < 0;
            case WILDCARD, ADDRESSES -> false;
        };
    }

    /** Whether this rule is about that name or address, or about any of the names that a wildcard covers. */
    boolean touches(Identifier identifier) {
        if (identifier instanceof DnsIdentifier name && name.wildcard()) {
            int dot = base.indexOf('.');
            boolean covered =
                    form == Form.EXACT && dot >= 0 && base.substring(dot + 1).equals(name.baseName());
            return covered || form == Form.WILDCARD || matches(name);
        }
        return matches(identifier);
    }

    /** Whether this rule is about addresses. */
    boolean isAboutAddresses() {
        return form == Form.ADDRESSES;
    }

    /** Whether this is the rule about wildcard names in general. */
    boolean isAboutWildcards() {
        return form == Form.WILDCARD;
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
