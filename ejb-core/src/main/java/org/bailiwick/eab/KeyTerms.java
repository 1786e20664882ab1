package org.bailiwick.eab;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.bailiwick.policy.NamePolicy;
import org.bailiwick.policy.document.PolicyDocument;

/**
 * On which terms an external account key is given to a client.
 *
 * @param reference in another system: whose key this is; 1 to {@value #REFERENCE_LENGTH} characters, unique at the
 *     provisioner
 * @param owner who answers for it; at most {@value #OWNER_LENGTH} characters
 * @param note at most {@value #NOTE_LENGTH} characters
 * @param expiresAt from when on it is of no use; empty for never
 * @param macs the algorithms that it may be used with; at least one
 * @param uses how many accounts it is for, 1 to {@value #MOST_USES}
 * @param profiles the profiles that its accounts may ask for, the first for those that ask for none; empty for all of the
 *     provisioner's
 * @param policy the names that its accounts may ask for, beside what the levels above say
 */
public record KeyTerms(
        String reference,
        Optional<String> owner,
        Optional<String> note,
        Optional<Instant> expiresAt,
        Set<MacAlgorithm> macs,
        int uses,
        List<String> profiles,
        Optional<NamePolicy> policy) {

    public static final int REFERENCE_LENGTH = 256;
    public static final int OWNER_LENGTH = 256;
    public static final int NOTE_LENGTH = 1000;
    public static final int MOST_USES = 10_000;

    /** A name has at most 63 characters, and all of them go into one column. */
    public static final int MOST_PROFILES = 15;

    /** All there are. */
    public static final Set<MacAlgorithm> ALL_MACS = Set.of(MacAlgorithm.HS256, MacAlgorithm.HS384, MacAlgorithm.HS512);

    private static final Pattern CONTROL =
            Pattern.compile("[\\p{Cc}\\p{Cs}\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069]");

    /**
     * Checks them.
     *
     * @throws IllegalArgumentException with a sentence, if one cannot be
     */
    public KeyTerms {
        reference = text("reference", reference, REFERENCE_LENGTH)
                .orElseThrow(() -> new IllegalArgumentException(
                        "A key needs a \"reference\": what it is called where you keep track of clients."));
        KeyDescription description = new KeyDescription(owner, note, expiresAt);
        owner = description.owner();
        note = description.note();
        macs = Set.copyOf(macs);
        profiles = List.copyOf(profiles);
        policy = policy.filter(said -> !said.isEmpty());
        if (macs.isEmpty()) {
            throw new IllegalArgumentException(
                    "A key without any MAC algorithm could never be used; name one of HS256, HS384, HS512.");
        }
        policy.ifPresent(KeyTerms::requireNotTooLong);
        requireUses(uses);
        requireOnce(profiles);
    }

    /**
     * Demands a number of uses that can be.
     *
     * @throws IllegalArgumentException with a sentence
     */
    public static void requireUses(int uses) {
        if (uses < 1 || uses > MOST_USES) {
            throw new IllegalArgumentException("\"uses\" is a number from 1 to %d.".formatted(MOST_USES));
        }
    }

    private static void requireNotTooLong(NamePolicy policy) {
        if (PolicyDocument.write(policy).toString().length() > PolicyDocument.MAXIMUM_LENGTH) {
            throw new IllegalArgumentException("A policy has at most %d characters, written as its document is."
                    .formatted(PolicyDocument.MAXIMUM_LENGTH));
        }
    }

    static void requireOnce(List<String> profiles) {
        if (profiles.size() > MOST_PROFILES) {
            throw new IllegalArgumentException("A key names at most %d profiles.".formatted(MOST_PROFILES));
        }
        if (Set.copyOf(profiles).size() < profiles.size()) {
            throw new IllegalArgumentException("Name each profile once.");
        }
    }

    /**
     * Without white space around it; one line, as it is shown in lists and exports. Counted in UTF-16 code units, as H2 counts
     * them; PostgreSQL counts code points, which are no more.
     */
    static Optional<String> text(String name, String sent, int length) {
        String text = sent.strip();
        if (text.length() > length) {
            throw new IllegalArgumentException("\"%s\" has at most %d characters.".formatted(name, length));
        }
        if (CONTROL.matcher(text).find()) {
            throw new IllegalArgumentException(
                    "\"%s\" is one line, without control characters, and written in one direction.".formatted(name));
        }
        return Optional.of(text).filter(some -> !some.isEmpty());
    }
}
