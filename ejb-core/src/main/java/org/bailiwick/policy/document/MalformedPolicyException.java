package org.bailiwick.policy.document;

import java.util.List;
import java.util.stream.Collectors;

/** A document that is not a policy. Says everything that is wrong with it, and where. */
public final class MalformedPolicyException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<Finding> findings;

    MalformedPolicyException(List<Finding> findings) {
        super(findings.stream().map(Finding::toString).collect(Collectors.joining(" ")));
        this.findings = List.copyOf(findings);
    }

    /** All that is wrong. */
    public List<Finding> findings() {
        return findings;
    }

    /**
     * One thing that is wrong.
     *
     * @param place a JSON Pointer (RFC 6901): {@code /allow/dns/3}; empty for the whole document
     * @param sentence what is wrong with it
     */
    public record Finding(String place, String sentence) {
        @Override
        public String toString() {
            return place.isEmpty() ? sentence : place + ": " + sentence;
        }
    }
}
