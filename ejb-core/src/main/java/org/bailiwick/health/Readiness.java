package org.bailiwick.health;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** What the checks found last. To ask costs a look into memory, whatever hangs. */
@ApplicationScoped
public class Readiness {

    /**
     * How long what was found holds: longer than a round of checks of a token that hangs takes, with the pause before it.
     * After that a check does not answer, and nobody knows.
     */
    static final Duration HOLDS = Duration.ofSeconds(30);

    private static final Health NOT_YET = Health.down("It was not looked at yet; the server has just started.");
    private static final Health NO_ANSWER = Health.down("It does not answer.");

    private final Map<String, Seen> seen = new ConcurrentSkipListMap<>();

    private record Seen(Health health, long at, boolean looked) {}

    /**
     * A check, by its name.
     *
     * @param name of the check
     */
    public record Finding(String name, Health health) {}

    /** There is a check of that name. Until it was run, the server is not ready. */
    void expect(String name) {
        seen.put(name, new Seen(NOT_YET, System.nanoTime(), false));
    }

    /** A check was run. */
    void saw(String name, Health health) {
        seen.put(name, new Seen(health, System.nanoTime(), true));
    }

    /** What each check found, by name. */
    public List<Finding> findings() {
        return findings(System.nanoTime());
    }

    List<Finding> findings(long now) {
        List<Finding> findings = new ArrayList<>();
        seen.forEach((name, last) -> {
            boolean old = now - last.at() > HOLDS.toNanos();
            findings.add(new Finding(name, old && last.looked() ? NO_ANSWER : last.health()));
        });
        return findings;
    }
}
