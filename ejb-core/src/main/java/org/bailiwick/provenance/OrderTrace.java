package org.bailiwick.provenance;

import java.util.List;

/**
 * An order, who ordered, and what was done to validate one of its names.
 *
 * @param chosen the name
 * @param challenges of that name
 */
public record OrderTrace(
        OrderDetails order, AccountDetails account, AuthorizationDetails chosen, List<ChallengeDetails> challenges) {

    public OrderTrace {
        challenges = List.copyOf(challenges);
    }
}
