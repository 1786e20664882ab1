package org.bailiwick.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.bailiwick.acme.DnsIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * Finds among many patterns of DNS names those that a name matches, in as many look-ups as the name has labels.
 *
 * @param <T> what belongs to a pattern
 */
final class HostPatterns<T> {

    private final Map<String, List<T>> exact = new HashMap<>();
    private final Map<String, List<T>> exactByParent = new HashMap<>();
    private final Map<String, List<T>> oneLabelBelow = new HashMap<>();
    private final Map<String, List<T>> anyDepthBelow = new HashMap<>();
    private final List<T> singleLabel = new ArrayList<>();

    void add(DnsRule pattern, T value) {
        switch (pattern.form()) {
            case EXACT -> {
                at(exact, pattern.base()).add(value);
                at(exactByParent, parent(pattern.base())).add(value);
            }
            case ONE_LABEL_BELOW -> at(oneLabelBelow, pattern.base()).add(value);
            case ANY_DEPTH_BELOW -> at(anyDepthBelow, pattern.base()).add(value);
            case SINGLE_LABEL -> singleLabel.add(value);
        }
    }

    /**
     * What belongs to the narrowest pattern that is about that name; about a wildcard, about every name that it covers: as
     * no pattern's base has a {@code *}, these are the ones that match its text.
     *
     * @param also what else must be so
     */
    Optional<T> matching(DnsIdentifier name, Predicate<? super T> also) {
        String text = name.value();
        Optional<T> found = first(exact.get(text), also);
        if (found.isEmpty() && text.indexOf('.') < 0) {
            found = first(singleLabel, also);
        }
        String above = parent(text);
        if (found.isEmpty()) {
            found = first(oneLabelBelow.get(above), also);
        }
        while (found.isEmpty() && !above.isEmpty()) {
            found = first(anyDepthBelow.get(above), also);
            above = parent(above);
        }
        return found;
    }

    /** The same of a pattern that is about that name, or about any of the names that a wildcard covers. */
    Optional<T> touching(DnsIdentifier name, Predicate<? super T> also) {
        Optional<T> found = matching(name, also);
        return found.isEmpty() && name.wildcard() ? first(exactByParent.get(name.baseName()), also) : found;
    }

    /** What is above a name; empty above a single label. */
    private static String parent(String name) {
        int dot = name.indexOf('.');
        return dot < 0 ? "" : name.substring(dot + 1);
    }

    private static <T> List<T> at(Map<String, List<T>> map, String base) {
        return map.computeIfAbsent(base, absent -> new ArrayList<>(1));
    }

    private static <T> Optional<T> first(@Nullable List<T> values, Predicate<? super T> also) {
        if (values != null) {
            for (T value : values) {
                if (also.test(value)) {
                    return Optional.of(value);
                }
            }
        }
        return Optional.empty();
    }
}
