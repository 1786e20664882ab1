package org.bailiwick.acme;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A problem as RFC 8555 §6.7 (and RFC 9457) describes it, without its HTTP status.
 *
 * @param type what went wrong, in RFC 8555's words
 * @param detail a sentence for the person who reads it; never a secret, a stack trace or an internal message
 * @param identifier the name that this problem is about, in a subproblem (§6.7.1)
 * @param subproblems one for each thing that is wrong if there are several (§6.7.1)
 */
public record Problem(ProblemType type, String detail, @Nullable Subject identifier, List<Problem> subproblems) {

    private static final int PRINTABLE_LENGTH = 100;

    public Problem {
        subproblems = List.copyOf(subproblems);
    }

    /** A problem without subproblems. */
    public static Problem of(ProblemType type, String detail) {
        return new Problem(type, detail, null, List.of());
    }

    /**
     * What a client named in an identifier, whether or not it is one.
     *
     * @param type the identifier type as it was sent
     * @param value the value as it was sent
     */
    public record Subject(String type, String value) {

        /** An identifier, as it is. */
        public static Subject of(Identifier identifier) {
            return new Subject(identifier.type(), identifier.value());
        }
    }

    /** The same problem, said of one identifier: for use as a subproblem. */
    public Problem about(Identifier name) {
        return about(Subject.of(name));
    }

    /** The same of what may be no identifier at all. */
    public Problem about(Subject named) {
        return new Problem(type, detail, named, subproblems);
    }

    /** The same problem, its sentence begun with where it is: {@code In the inner JWS: }. */
    public Problem in(String where) {
        return new Problem(type, "In " + where + ": " + detail, identifier, subproblems);
    }

    /**
     * One problem out of several, with each as subproblem (§6.7.1): {@code compound} if their types differ, else one of
     * their type. A single one that is about no identifier is itself; one that is becomes a subproblem, too: clients look
     * for the names there, and §6.7.1 forbids them anywhere else.
     *
     * @param problems at least one
     */
    public static Problem together(List<Problem> problems) {
        Problem first = problems.get(0);
        if (problems.size() == 1) {
            return first.identifier() == null ? first : new Problem(first.type(), first.detail(), null, problems);
        }
        long named = problems.stream()
                .flatMap(problem -> Stream.ofNullable(problem.identifier()))
                .distinct()
                .count();
        boolean sameType = problems.stream().allMatch(p -> p.type() == first.type());
        return new Problem(
                sameType ? first.type() : ProblemType.COMPOUND,
                (named == 0 ? "This" : named == 1 ? "1 identifier" : named + " identifiers")
                        + " cannot be accepted; each subproblem says why.",
                null,
                problems);
    }

    /**
     * What a client sent, fit for a sentence and a log line: printable ASCII without quotes and backslashes, at most 100
     * characters, and a "…" if there was more.
     */
    public static String printable(String sent) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < sent.length() && text.length() < PRINTABLE_LENGTH; i++) {
            char c = sent.charAt(i);
            text.append(c >= 0x20 && c < 0x7f && c != '"' && c != '\\' ? c : '?');
        }
        return sent.length() > PRINTABLE_LENGTH ? text + "…" : text.toString();
    }

    /**
     * A sentence for a list, which others may have made long.
     *
     * @param most of its characters are kept; a "…" follows if there were more
     */
    public static String shortened(String sentence, int most) {
        return sentence.length() <= most ? sentence : sentence.substring(0, most) + "…";
    }
}
