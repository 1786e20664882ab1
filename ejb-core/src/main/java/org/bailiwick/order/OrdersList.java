package org.bailiwick.order;

import java.util.List;
import java.util.Optional;
import org.bailiwick.acme.ResourceId;

/**
 * A part of an account's orders list (RFC 8555 §7.1.2.1).
 *
 * @param orders those that are not invalid, the newest first
 * @param next the position after which the list goes on; empty at its end
 */
public record OrdersList(List<ResourceId> orders, Optional<ResourceId> next) {

    public OrdersList {
        orders = List.copyOf(orders);
    }
}
