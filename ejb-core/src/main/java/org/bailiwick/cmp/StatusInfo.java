package org.bailiwick.cmp;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * {@code PKIStatusInfo} (RFC 9810 §5.2.3).
 *
 * @param status how it went
 * @param text for people; of a peer, what is printable of it: at most 10 lines of at most 500 characters
 * @param failures why it went wrong; usually one or none
 */
public record StatusInfo(PkiStatus status, List<String> text, Set<FailureInfo> failures) {

    /** All is well. */
    public static final StatusInfo ACCEPTED = new StatusInfo(PkiStatus.ACCEPTED, List.of(), Set.of());

    public StatusInfo {
        text = List.copyOf(text);
        EnumSet<FailureInfo> sorted = EnumSet.noneOf(FailureInfo.class);
        sorted.addAll(failures);
        failures = Collections.unmodifiableSet(sorted);
    }

    /** Nothing was given, for a reason. */
    public static StatusInfo rejection(FailureInfo failure, String sentence) {
        return new StatusInfo(PkiStatus.REJECTION, List.of(sentence), Set.of(failure));
    }

    /** Nothing was given, since a message or what it asked for was refused. */
    public static StatusInfo rejection(CmpException refused) {
        return rejection(refused.failure(), refused.sentence());
    }

    /** The answer is not there yet. */
    public static StatusInfo waiting() {
        return new StatusInfo(PkiStatus.WAITING, List.of(), Set.of());
    }

    /** Whether what was asked for was given: {@code accepted} or {@code grantedWithMods}. */
    public boolean isGranted() {
        return status == PkiStatus.ACCEPTED || status == PkiStatus.GRANTED_WITH_MODS;
    }

    /** The first reason in the order of the bits; empty if none is given. */
    public Optional<FailureInfo> failure() {
        return failures.stream().findFirst();
    }

    /** For a log line or a problem's sentence: {@code rejection (badPOP): the text}. */
    public String words() {
        String reasons = failures.isEmpty()
                ? ""
                : failures.stream().map(FailureInfo::rfcName).collect(Collectors.joining(", ", " (", ")"));
        return status.rfcName() + reasons + (text.isEmpty() ? "" : ": " + String.join(" ", text));
    }
}
