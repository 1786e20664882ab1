package org.bailiwick.policy;

import org.bailiwick.acme.Problem;

/** A rule about names of one type. {@link NameRules} finds those that a name matches. */
public sealed interface NameRule permits DnsRule, IpRule, EmailRule, UriRule, CommonNameRule {

    /** The type of the names that it is about. */
    NameType type();

    /** Its canonical text, as a document has it. */
    String text();

    /** How a rule that cannot be read is refused. */
    static IllegalArgumentException notARule(String text, String because) {
        String clause = because.endsWith(".") ? because.substring(0, because.length() - 1) : because;
        return new IllegalArgumentException("\"%s\" is not a rule: %s.".formatted(Problem.printable(text), clause));
    }
}
