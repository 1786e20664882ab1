package org.bailiwick.metrics;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Values of a label that come from elsewhere, as a vendor's library: the first of them as they are, the rest as {@value
 * #OTHER}. Each value is a time series in everybody's memory.
 */
public final class BoundedLabel {

    static final String OTHER = "other";

    private final int most;
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    /**
     * A label.
     *
     * @param most how many values there may be; when several come at once, a few more
     */
    public BoundedLabel(int most) {
        this.most = most;
    }

    /** The value to count it under. */
    public String of(String value) {
        if (known.contains(value)) {
            return value;
        }
        if (known.size() >= most) {
            return OTHER;
        }
        known.add(value);
        return value;
    }
}
