package org.bailiwick.policy;

import java.util.Optional;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.Rfc822Name;
import org.bailiwick.acme.SubjectName;

/**
 * A rule about e-mail addresses: {@code ops@corp} is that mailbox, its local part in that case; {@code @corp},
 * {@code @*.corp} and {@code @**.corp} are all mailboxes at the names that the part after the {@code @} matches as a rule
 * about DNS names.
 *
 * @param mailbox the one mailbox; empty for all at some names
 * @param domain the names
 */
record EmailRule(Optional<String> mailbox, DnsRule domain) implements NameRule {

    /**
     * Reads a rule.
     *
     * @throws IllegalArgumentException if it is none of these
     */
    static EmailRule parse(String text) {
        try {
            if (text.startsWith("@")) {
                return new EmailRule(Optional.empty(), DnsRule.parse(text.substring(1)));
            }
            Rfc822Name mailbox = (Rfc822Name) SubjectName.parse("email", text);
            return new EmailRule(
                    Optional.of(mailbox.localPart()),
                    DnsRule.parse(mailbox.domain().value()));
        } catch (AcmeException notAMailbox) {
            throw NameRule.notARule(text, notAMailbox.problem().detail());
        } catch (IllegalArgumentException notADomain) {
            throw NameRule.notARule(text, String.valueOf(notADomain.getMessage()));
        }
    }

    @Override
    public NameType type() {
        return NameType.EMAIL;
    }

    @Override
    public String text() {
        return mailbox.orElse("") + "@" + domain.text();
    }

    @Override
    public String toString() {
        return text();
    }
}
