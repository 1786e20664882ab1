package org.bailiwick.policy;

import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.IpIdentifier;
import org.bailiwick.acme.SubjectName;
import org.bailiwick.policy.DnsRule.Form;

/**
 * Which names are meant, in the language in which policies have their rules about DNS names: {@code host.corp}, {@code
 * *.corp}, {@code **.corp}, {@code <single-label>}. It may also be one IP address. As in a policy a wildcard name is one
 * whose first label is {@code *}: {@code *.corp} means the name {@code *.corp}, too; {@code host.corp} does not.
 *
 * @param extent which names beside the base itself
 * @param base a canonical name or address; empty for single labels
 */
public record NamePattern(Extent extent, String base) {

    /** What is meant, seen from the base. */
    public enum Extent {
        /** That name. */
        EXACT(Form.EXACT),
        /** The names with one more label. */
        ONE_LABEL_BELOW(Form.ONE_LABEL_BELOW),
        /** The names with any number of labels more, but not the base. */
        ANY_DEPTH_BELOW(Form.ANY_DEPTH_BELOW),
        /** All names without a dot. */
        SINGLE_LABEL(Form.SINGLE_LABEL);

        private final Form form;

        Extent(Form form) {
            this.form = form;
        }

        private static Extent of(Form form) {
            for (Extent extent : values()) {
                if (extent.form == form) {
                    return extent;
                }
            }
            throw new IllegalArgumentException("no extent is like " + form);
        }
    }

    /**
     * Reads one.
     *
     * @param text in any case; an IPv6 address in any form
     * @throws IllegalArgumentException with a sentence for an administrator if it is none
     */
    public static NamePattern parse(String text) {
        if (SubjectName.ADDRESS.matcher(text).matches()) {
            try {
                return new NamePattern(
                        Extent.EXACT, IpIdentifier.ofAnyText(text).value());
            } catch (AcmeException notAnAddress) {
                throw NameRule.notARule(text, notAnAddress.problem().detail());
            }
        }
        DnsRule rule = DnsRule.parse(text);
        return new NamePattern(Extent.of(rule.form()), rule.base());
    }

    /** As it is written; {@link #parse} reads it again. */
    public String text() {
        return new DnsRule(extent.form, base).text();
    }

    @Override
    public String toString() {
        return text();
    }
}
