package org.bailiwick.policy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.bailiwick.acme.UriName;

/** Finds among rules about the URIs of one host the narrowest, in as many look-ups as their paths have lengths. */
final class UriRules {

    /** Those of one path: whoever asks for more is narrower. */
    private static final Comparator<UriRule> NARROW_FIRST = Comparator.comparing(
                    (UriRule rule) -> rule.port().isEmpty())
            .thenComparing(rule -> rule.scheme().isEmpty());

    /** By length of path, the longest first, then by path. */
    private final TreeMap<Integer, Map<String, List<UriRule>>> rules = new TreeMap<>(Comparator.reverseOrder());

    void add(UriRule rule) {
        List<UriRule> same = rules.computeIfAbsent(rule.path().length(), absent -> new HashMap<>())
                .computeIfAbsent(rule.path(), absent -> new ArrayList<>(1));
        same.add(rule);
        same.sort(NARROW_FIRST);
    }

    /** The rule about that URI, whose host is this one. */
    Optional<UriRule> about(UriName uri) {
        for (Map.Entry<Integer, Map<String, List<UriRule>>> length : rules.entrySet()) {
            if (endsSegment(uri.path(), length.getKey())) {
                String path = uri.path().substring(0, length.getKey());
                for (UriRule rule : length.getValue().getOrDefault(path, List.of())) {
                    if (rule.isAboutOrigin(uri)) {
                        return Optional.of(rule);
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** A segment ends at a "/": {@code /ns/prod} is not above {@code /ns/production}. */
    private static boolean endsSegment(String path, int length) {
        return length == path.length()
                || (length < path.length() && (path.charAt(length - 1) == '/' || path.charAt(length) == '/'));
    }
}
