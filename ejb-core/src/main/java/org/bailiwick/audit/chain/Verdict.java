package org.bailiwick.audit.chain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a verification found.
 *
 * @param first the position of the first event that the export should have
 * @param last the position of its last event
 * @param checkpoints how many checkpoints it has, with right signatures
 * @param signed up to which event a checkpoint signs them; 0 if there is no checkpoint
 * @param signedAt when the last checkpoint was made
 * @param findings what is wrong, a sentence each; none if nothing is
 * @param unknownKeys how many of these, the first ones, say only that a key was not given
 */
public record Verdict(
        long first,
        long last,
        long checkpoints,
        long signed,
        Optional<String> signedAt,
        List<String> findings,
        int unknownKeys) {

    public Verdict {
        findings = List.copyOf(findings);
    }

    /** Nothing is wrong, as far as can be seen. */
    public boolean sound() {
        return findings.isEmpty();
    }

    /** Nothing is wrong but that keys were not given: whether it is sound cannot be said without them. */
    public boolean undecided() {
        return unknownKeys > 0 && findings.size() == unknownKeys;
    }

    /** A checkpoint signs some of the events, so that these cannot have been made up later. */
    public boolean proven() {
        return signed >= first;
    }

    /** The sentences of a report. */
    public List<String> report() {
        List<String> report = new ArrayList<>(findings);
        if (undecided()) {
            report.add(
                    "Nothing else is wrong, but without these keys nobody can say whether this export is what was recorded.");
        } else if (!sound()) {
            report.add("This export is NOT what was recorded.");
        } else if (last < first) {
            report.add("Nothing is proven: there is no event.");
        } else if (!proven()) {
            report.add("The events %d to %d are linked, but nothing is proven: there is no checkpoint after them."
                    .formatted(first, last));
        } else {
            report.add(
                    "The events %d to %d are what was recorded: none was removed, changed, moved or inserted. Checkpoints: %d; the last is of %s."
                            .formatted(first, signed, checkpoints, signedAt.orElseThrow()));
        }
        if (sound() && proven() && last > signed) {
            report.add(
                    "The events %d to %d came after the last checkpoint: they are linked, but it is not proven that they are all and unchanged."
                            .formatted(signed + 1, last));
        }
        return report;
    }
}
