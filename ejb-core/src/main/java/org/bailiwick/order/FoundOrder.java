package org.bailiwick.order;

import org.jspecify.annotations.Nullable;

/**
 * An order that was searched for.
 *
 * @param failure why it never comes to a certificate; null as long as it may, and if it did
 */
public record FoundOrder(Order order, @Nullable String failure) {}
