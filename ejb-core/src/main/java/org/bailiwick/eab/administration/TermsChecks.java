package org.bailiwick.eab.administration;

import java.time.Instant;
import java.util.List;
import org.bailiwick.acme.Problem;
import org.bailiwick.eab.KeyTerms;

/** What is demanded of a key's terms at one provisioner, now. */
final class TermsChecks {

    private TermsChecks() {}

    /**
     * Demands terms on which a key could be used.
     *
     * @param offered the profiles of its provisioner
     * @throws IllegalArgumentException with a sentence
     */
    static void require(KeyTerms terms, List<String> offered, Instant now) {
        if (terms.expiresAt().filter(expiry -> !expiry.isAfter(now)).isPresent()) {
            throw new IllegalArgumentException(
                    "This key would be expired from the beginning; name a time that lies ahead, or none.");
        }
        requireOffered(terms.profiles(), offered);
    }

    /**
     * Demands that a provisioner offers some profiles.
     *
     * @throws IllegalArgumentException with a sentence
     */
    static void requireOffered(List<String> profiles, List<String> offered) {
        for (String profile : profiles) {
            if (!offered.contains(profile)) {
                throw new IllegalArgumentException("This provisioner offers no profile \"%s\"; it offers %s."
                        .formatted(Problem.printable(profile), String.join(", ", offered)));
            }
        }
    }
}
