package org.bailiwick.provenance;

import java.io.Serial;
import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.bailiwick.acme.Identifier;
import org.bailiwick.acme.Problem;
import org.bailiwick.order.FoundOrder;
import org.bailiwick.order.Order;
import org.jspecify.annotations.Nullable;

/**
 * An order in a list.
 *
 * @param id as its URL has it
 * @param names the first of its names
 * @param more how many more there are
 * @param status the word of RFC 8555 §7.1.6
 * @param account the id of who ordered
 * @param failure why it never comes to a certificate, shortened; null as long as it may, and if it did
 */
public record OrderOverview(
        String id,
        List<String> names,
        int more,
        String status,
        String profile,
        String account,
        Instant createdAt,
        @Nullable String failure)
        implements Serializable {

    @Serial
    private static final long serialVersionUID = 1L;

    private static final int NAMES = 3;

    /** What a list shows of a sentence; hosts may have made it long. */
    private static final int LONGEST = 300;

    public OrderOverview {
        names = List.copyOf(names);
    }

    /** Its first name. */
    public String title() {
        return names.isEmpty() ? id : names.get(0);
    }

    /** The other names that are shown. */
    public List<String> others() {
        return names.subList(Math.min(1, names.size()), names.size());
    }

    static OrderOverview of(FoundOrder found, Instant now) {
        Order order = found.order();
        List<String> names = order.identifiers().stream().map(Identifier::value).toList();
        return new OrderOverview(
                order.id().toString(),
                names.subList(0, Math.min(NAMES, names.size())),
                Math.max(0, names.size() - NAMES),
                order.statusAt(now).name().toLowerCase(Locale.ROOT),
                order.profile(),
                order.account().toString(),
                order.createdAt(),
                shortened(found.failure()));
    }

    private static @Nullable String shortened(@Nullable String sentence) {
        return sentence == null ? null : Problem.shortened(sentence, LONGEST);
    }
}
