package org.bailiwick.client.administration;

import java.io.Serial;
import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bailiwick.account.Account;
import org.bailiwick.acme.Identifier;
import org.bailiwick.acme.Problem;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.authorization.Authorization;
import org.bailiwick.order.Order;
import org.jspecify.annotations.Nullable;

/**
 * How far a new client has come at a directory.
 *
 * @param registeredAt when its account was made; null if none was
 * @param orderedAt when it ordered last; null if it did not
 * @param names what it ordered
 * @param status of that order, its word; empty if there is none
 * @param problem why that order comes to nothing; empty if it may still come to something
 * @param issued the names in the newest certificate that was issued; empty if none was
 * @param order the id of that order; empty if there is none, or it is not for who asks
 * @param certificate the id of that certificate; empty as of the order
 */
public record ClientProgress(
        @Nullable Instant registeredAt,
        @Nullable Instant orderedAt,
        List<String> names,
        String status,
        String problem,
        List<String> issued,
        String order,
        String certificate)
        implements Serializable {

    @Serial
    private static final long serialVersionUID = 1L;

    /** Nothing yet. */
    public static final ClientProgress NONE = new ClientProgress(null, null, List.of(), "", "", List.of(), "", "");

    /** Of so many names one is told. */
    private static final int MOST_NAMES = 10;

    public ClientProgress {
        names = List.copyOf(names);
        issued = List.copyOf(issued);
    }

    /**
     * How far it is.
     *
     * @param linked whether who asks may open the order and the certificate
     */
    static ClientProgress of(
            Optional<Account> account, Optional<Order> order, Optional<Order> issued, boolean linked, Instant now) {
        return new ClientProgress(
                account.map(Account::createdAt).orElse(null),
                order.map(Order::createdAt).orElse(null),
                order.map(ClientProgress::namesOf).orElse(List.of()),
                order.map(made -> made.statusAt(now).name().toLowerCase(Locale.ROOT))
                        .orElse(""),
                order.flatMap(ClientProgress::problemOf).map(Problem::detail).orElse(""),
                issued.map(ClientProgress::namesOf).orElse(List.of()),
                order.filter(made -> linked)
                        .map(Order::id)
                        .map(ResourceId::toString)
                        .orElse(""),
                issued.filter(made -> linked)
                        .flatMap(Order::certificate)
                        .map(ResourceId::toString)
                        .orElse(""));
    }

    private static List<String> namesOf(Order order) {
        return order.identifiers().stream()
                .map(Identifier::value)
                .limit(MOST_NAMES)
                .toList();
    }

    private static Optional<Problem> problemOf(Order order) {
        return order.problem().or(() -> order.authorizations().stream()
                .map(Authorization::problem)
                .flatMap(Optional::stream)
                .findFirst());
    }

    /** Whether there is a certificate, so that there is nothing more to wait for. */
    public boolean done() {
        return !issued.isEmpty();
    }
}
