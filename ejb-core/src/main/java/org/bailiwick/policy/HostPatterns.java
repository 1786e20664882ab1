package org.bailiwick.policy;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.bailiwick.acme.DnsIdentifier;
import org.bailiwick.policy.DnsRule.Form;
import org.jspecify.annotations.Nullable;

/**
 * Finds among many patterns of DNS names those that a name matches, in as many look-ups as the name has labels.
 *
 * @param <T> what belongs to a pattern
 */
final class HostPatterns<T> {

    private final Map<Form, Map<String, T>> byBase = new EnumMap<>(Form.class);
    private final Map<String, T> exactByParent = new HashMap<>();

    HostPatterns() {
        for (Form form : Form.values()) {
            byBase.put(form, new HashMap<>());
        }
    }

    /**
     * What belongs to a pattern.
     *
     * @param first what does if nothing does yet
     */
    T at(DnsRule pattern, Supplier<? extends T> first) {
        T belonging = of(pattern.form()).computeIfAbsent(pattern.base(), absent -> first.get());
        if (pattern.form() == Form.EXACT) {
            exactByParent.putIfAbsent(parent(pattern.base()), belonging);
        }
        return belonging;
    }

    /**
     * What is found at the narrowest pattern that is about that name; about a wildcard, about every name that it covers: as
     * no pattern's base has a {@code *}, these are the ones that match its text.
     *
     * @param within looks into what belongs to a pattern; where it finds nothing, wider ones are asked
     */
    <R> Optional<R> matching(DnsIdentifier name, Function<? super T, Optional<R>> within) {
        String text = name.value();
        Optional<R> found = found(Form.EXACT, text, within);
        if (found.isEmpty() && text.indexOf('.') < 0) {
            found = found(Form.SINGLE_LABEL, "", within);
        }
        String above = parent(text);
        if (found.isEmpty()) {
            found = found(Form.ONE_LABEL_BELOW, above, within);
        }
        while (found.isEmpty() && !above.isEmpty()) {
            found = found(Form.ANY_DEPTH_BELOW, above, within);
            above = parent(above);
        }
        return found;
    }

    /** What belongs to the narrowest pattern that is about that name, or about any of the names that a wildcard covers. */
    Optional<T> touching(DnsIdentifier name) {
        Optional<T> found = matching(name, Optional::of);
        return found.isEmpty() && name.wildcard() ? Optional.ofNullable(exactByParent.get(name.baseName())) : found;
    }

    private <R> Optional<R> found(Form form, String base, Function<? super T, Optional<R>> within) {
        @Nullable T belonging = of(form).get(base);
        return belonging == null ? Optional.empty() : within.apply(belonging);
    }

    /** There is one for each form. */
    private Map<String, T> of(Form form) {
        return byBase.getOrDefault(form, Map.of());
    }

    /** What is above a name; empty above a single label. */
    private static String parent(String name) {
        int dot = name.indexOf('.');
        return dot < 0 ? "" : name.substring(dot + 1);
    }
}
