package org.bailiwick.order;

import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.acme.ResourceId;

/**
 * Which orders are wanted; what is empty is no condition.
 *
 * @param account whose they are
 * @param authority at which
 * @param provisioner at which
 * @param name in them, as it was ordered
 * @param state how they stand
 * @param since made then or later
 */
public record OrderSearch(
        Optional<ResourceId> account,
        Optional<UUID> authority,
        Optional<UUID> provisioner,
        Optional<String> name,
        Optional<State> state,
        Optional<Instant> since) {

    /** How an order stands, for who looks for some; each order is in one of them. */
    public enum State {
        /** Its client has something to do yet. */
        OPEN,
        /** Its certificate is being made. */
        PROCESSING,
        /** Its certificate is there. */
        VALID,
        /** It never comes to a certificate. */
        FAILED;

        /** As URLs and pages have it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The one of that word, if there is one. */
        public static Optional<State> named(String word) {
            return Arrays.stream(values())
                    .filter(state -> state.word().equals(word))
                    .findFirst();
        }
    }

    /** Those of an account. */
    public static OrderSearch ofAccount(ResourceId account) {
        return new OrderSearch(
                Optional.of(account),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
