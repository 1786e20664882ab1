package org.bailiwick.policy;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.bailiwick.acme.Rfc822Name;

/** Finds among rules about the e-mail addresses of one domain the narrowest: that about the mailbox before that about all. */
final class Mailboxes {

    private final Map<Optional<String>, EmailRule> rules = new HashMap<>();

    void add(EmailRule rule) {
        rules.putIfAbsent(rule.mailbox(), rule);
    }

    /** The rule about that address, whose domain is this one. */
    Optional<EmailRule> about(Rfc822Name address) {
        return Optional.ofNullable(rules.get(Optional.of(address.localPart())))
                .or(() -> Optional.ofNullable(rules.get(Optional.<String>empty())));
    }
}
