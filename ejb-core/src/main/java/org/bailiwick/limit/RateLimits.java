package org.bailiwick.limit;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Which limits there are, and how high each is. One that is not named is not counted. */
public final class RateLimits {

    /** Nothing is counted: what an authority for a network that one trusts needs. */
    public static final RateLimits OFF = new RateLimits(Map.of());

    private static final String STANDARD =
            "new-account=20/1h, new-order=300/1h, name=50/1d, failed-validation=30/1h, provisioner=5000/1h";
    private static final String STRICT =
            "new-account=5/1h, new-order=50/1h, name=10/1d, failed-validation=10/1h, provisioner=1000/1h";

    private static final Pattern ITEM = Pattern.compile("([a-z-]+)=([0-9]{1,7})/([0-9]{1,4})([smhd])");

    private final Map<RateLimit, Allowance> allowances;

    private RateLimits(Map<RateLimit, Allowance> allowances) {
        this.allowances = Collections.unmodifiableMap(allowances);
    }

    /**
     * So many in a period; then as many again, spread evenly over the next.
     *
     * @param count at least one
     * @param period at least one second
     */
    public record Allowance(long count, Duration period) {

        public Allowance {
            if (count < 1 || period.compareTo(Duration.ofSeconds(1)) < 0) {
                throw new IllegalArgumentException("a limit is at least one in a second");
            }
        }
    }

    /**
     * Reads {@code off}, {@code standard}, {@code strict}, or limits with commas between them: {@code
     * new-account=20/1h, name=50/7d}. A period is a number of {@code s}, {@code m}, {@code h} or {@code d}.
     *
     * @throws IllegalArgumentException with a sentence that names the item that is wrong
     */
    public static RateLimits parse(String text) {
        return switch (text.strip()) {
            case "off" -> OFF;
            case "standard" -> parseItems(STANDARD);
            case "strict" -> parseItems(STRICT);
            default -> parseItems(text);
        };
    }

    private static RateLimits parseItems(String text) {
        Map<RateLimit, Allowance> allowances = new EnumMap<>(RateLimit.class);
        for (String item : text.split(",", -1)) {
            Matcher parts = ITEM.matcher(item.strip());
            if (!parts.matches()) {
                throw new IllegalArgumentException(
                        "\"%s\" is not off, standard, strict, or a limit like new-order=300/1h"
                                .formatted(item.strip()));
            }
            RateLimit limit = RateLimit.withKey(parts.group(1))
                    .orElseThrow(() -> new IllegalArgumentException("there is no limit \"%s\"; there are %s"
                            .formatted(
                                    parts.group(1),
                                    Arrays.stream(RateLimit.values())
                                            .map(RateLimit::key)
                                            .collect(Collectors.joining(", ")))));
            Allowance allowance = new Allowance(Long.parseLong(parts.group(2)), period(parts.group(3), parts.group(4)));
            if (allowances.put(limit, allowance) != null) {
                throw new IllegalArgumentException("the limit \"%s\" is given twice".formatted(limit.key()));
            }
        }
        return new RateLimits(allowances);
    }

    private static Duration period(String number, String unit) {
        long count = Long.parseLong(number);
        return switch (unit) {
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }

    /** How high a limit is; empty if it is not counted. */
    public Optional<Allowance> of(RateLimit limit) {
        return Optional.ofNullable(allowances.get(limit));
    }
}
