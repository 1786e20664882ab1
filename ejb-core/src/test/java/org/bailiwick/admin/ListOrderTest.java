package org.bailiwick.admin;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.bailiwick.schema.Injected;
import org.bailiwick.schema.Population;
import org.bailiwick.schema.TestDatabase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Lists in every order that there is, page by page, on both databases; some rows are the same in a column, or have nothing there. */
class ListOrderTest {

    private static final Instant NOW = Population.NOW;

    @ParameterizedTest
    @EnumSource
    void peopleComeInEachOrder(TestDatabase database) {
        UUID team = people(database);
        for (AdministratorColumn column : AdministratorColumn.values()) {
            List<Administrator> up = people(database, team, ListOrder.ascending(column));
            assertThat(ids(up, Administrator::id)).as(column.name()).hasSize(5).doesNotHaveDuplicates();
            assertThat(up).as(column.name()).isSortedAccordingTo(by(column));
            assertThat(ids(people(database, team, ListOrder.descending(column)), Administrator::id))
                    .as(column.name())
                    .isEqualTo(reversed(ids(up, Administrator::id)));
        }
        List<UUID> newest = ids(people(database, team, ListOrder.NEWEST), Administrator::id);
        assertThat(newest).hasSize(5).doesNotHaveDuplicates();
        assertThat(ids(people(database, team, ListOrder.OLDEST), Administrator::id))
                .isEqualTo(reversed(newest));
    }

    @ParameterizedTest
    @EnumSource
    void tokensComeInEachOrder(TestDatabase database) {
        UUID team = tokens(database);
        for (TokenColumn column : TokenColumn.values()) {
            List<AdministratorToken> up = tokens(database, team, ListOrder.ascending(column));
            assertThat(ids(up, AdministratorToken::id))
                    .as(column.name())
                    .hasSize(5)
                    .doesNotHaveDuplicates();
            assertThat(up).as(column.name()).isSortedAccordingTo(by(column));
            assertThat(ids(tokens(database, team, ListOrder.descending(column)), AdministratorToken::id))
                    .as(column.name())
                    .isEqualTo(reversed(ids(up, AdministratorToken::id)));
        }
    }

    /** Otherwise one could find out another team's names, by what comes after them. */
    @ParameterizedTest
    @EnumSource
    void anothersRowIsNoPosition(TestDatabase database) {
        UUID team = people(database);
        UUID theirs = people(database);
        ListOrder order = ListOrder.ascending(AdministratorColumn.NAME);
        Administrator last = people(database, theirs, order).get(4);
        for (UUID place : List.of(last.id(), new UUID(1, 2))) {
            Page<Administrator> page = database.inTransaction(entityManager -> administrators(entityManager)
                    .page(
                            Optional.of(team),
                            Optional.empty(),
                            PageRequest.of(Optional.of(place), 5).in(order)));
            assertThat(page.items()).hasSize(5);
        }
    }

    private static UUID people(TestDatabase database) {
        UUID team = database.inTransaction(Population::team).id();
        database.transact(entityManager -> {
            Administrators administrators = administrators(entityManager);
            for (String letter : List.of("c", "a", "e", "b", "d")) {
                Administrator person = new Administrator(
                        AdministratorName.of(letter + "-" + Population.name().value()),
                        new Permit(letter.equals("a") ? Role.AUDITOR : Role.EAB_OPERATOR, team),
                        NOW);
                administrators.add(person);
                switch (letter) {
                    case "c", "e" -> administrators.noteLogIn(person.id(), NOW);
                    case "d" -> administrators.noteLogIn(person.id(), NOW.plusSeconds(1));
                    default -> {} // never
                }
            }
        });
        return team;
    }

    private static List<Administrator> people(TestDatabase database, UUID team, ListOrder order) {
        return database.inTransaction(entityManager -> Pages.all(
                request -> administrators(entityManager).page(Optional.of(team), Optional.empty(), request), order));
    }

    private static Comparator<Administrator> by(AdministratorColumn column) {
        return switch (column) {
            case NAME -> Comparator.comparing(Administrator::name);
            case ROLE -> Comparator.comparing(person -> person.role().word());
            case LAST_LOG_IN ->
                Comparator.comparing(person -> person.lastLogInAt().orElse(Instant.EPOCH));
        };
    }

    private static UUID tokens(TestDatabase database) {
        UUID team = database.inTransaction(Population::team).id();
        database.transact(entityManager -> {
            AdministratorTokens tokens = Injected.into(new AdministratorTokens(), entityManager);
            for (String name : List.of("c", "A", "e", "B", "a")) {
                AdministratorToken token = new AdministratorToken(
                        new Grant(
                                new Label(name),
                                name.equals("e") ? Role.AUDITOR : Role.EAB_OPERATOR,
                                team,
                                NOW.plus(Duration.ofDays(name.equals("c") ? 2 : 3))),
                        BearerToken.random(),
                        NOW);
                tokens.add(token);
                switch (name) {
                    case "c", "e" -> tokens.noteUse(token.id(), LocalDate.of(2027, 3, 28));
                    case "B" -> tokens.noteUse(token.id(), LocalDate.of(2027, 3, 29));
                    default -> {} // never
                }
            }
        });
        return team;
    }

    private static List<AdministratorToken> tokens(TestDatabase database, UUID team, ListOrder order) {
        return database.inTransaction(entityManager -> Pages.all(
                request ->
                        Injected.into(new AdministratorTokens(), entityManager).page(Optional.of(team), request),
                order));
    }

    private static Comparator<AdministratorToken> by(TokenColumn column) {
        return switch (column) {
            case NAME -> Comparator.comparing(token -> token.name().toLowerCase(Locale.ROOT));
            case ROLE -> Comparator.comparing(token -> token.role().word());
            case EXPIRES -> Comparator.comparing(AdministratorToken::expiresAt);
            case LAST_USED -> Comparator.comparing(token -> token.lastUsedOn().orElse(LocalDate.EPOCH));
        };
    }

    private static Administrators administrators(EntityManager entityManager) {
        return Injected.into(new Administrators(), entityManager);
    }

    private static <T> List<UUID> ids(List<T> rows, Function<T, UUID> id) {
        return rows.stream().map(id).toList();
    }

    private static List<UUID> reversed(List<UUID> ids) {
        List<UUID> backwards = new ArrayList<>(ids);
        Collections.reverse(backwards);
        return backwards;
    }
}
