package org.bailiwick.provenance;

import java.io.Serial;
import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.authorization.Authorization;
import org.bailiwick.order.Order;
import org.jspecify.annotations.Nullable;

/**
 * An order, and what became of its names.
 *
 * @param id as its URL has it
 * @param status the word of RFC 8555 §7.1.6
 * @param failure why it never comes to a certificate; null as long as it may, and if it did
 * @param certificate the id of what it led to; null if there is nothing (yet)
 * @param replaces the id of the certificate that it replaces (RFC 9773 §5); null if none
 * @param authorizations one for each name, in their order
 */
public record OrderDetails(
        String id,
        String status,
        Instant createdAt,
        Instant expiresAt,
        String profile,
        @Nullable String failure,
        @Nullable String certificate,
        @Nullable String replaces,
        List<AuthorizationDetails> authorizations)
        implements Serializable {

    @Serial
    private static final long serialVersionUID = 1L;

    public OrderDetails {
        authorizations = List.copyOf(authorizations);
    }

    /** Its first name. */
    public String title() {
        return authorizations.get(0).name();
    }

    /** How many names it has besides. */
    public int moreNames() {
        return authorizations.size() - 1;
    }

    private static Optional<String> firstFailure(List<AuthorizationDetails> authorizations) {
        return authorizations.stream()
                .filter(each -> each.problem() != null)
                .findFirst()
                .map(each -> Order.failureOfName(each.name(), Objects.requireNonNull(each.problem())));
    }

    static OrderDetails of(Order order, Instant now) {
        List<AuthorizationDetails> authorizations = new ArrayList<>();
        for (Authorization authorization : order.authorizations()) {
            authorizations.add(AuthorizationDetails.of(authorization, authorizations.size() + 1, now));
        }
        return new OrderDetails(
                order.id().toString(),
                order.statusAt(now).name().toLowerCase(Locale.ROOT),
                order.createdAt(),
                order.expiresAt(),
                order.profile(),
                order.failureAt(now, firstFailure(authorizations)).orElse(null),
                order.certificate().map(ResourceId::toString).orElse(null),
                order.replacedCertificate().map(ResourceId::toString).orElse(null),
                authorizations);
    }
}
