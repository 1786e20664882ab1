package org.bailiwick.provenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.bailiwick.account.Account;
import org.bailiwick.account.AccountSearch;
import org.bailiwick.account.Accounts;
import org.bailiwick.acme.ProblemType;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.Caller;
import org.bailiwick.admin.KnownCaller;
import org.bailiwick.admin.Page;
import org.bailiwick.admin.PageRequest;
import org.bailiwick.authority.Authorities;
import org.bailiwick.authority.Issuers;
import org.bailiwick.authorization.AccountAdministration;
import org.bailiwick.authorization.OrderScene;
import org.bailiwick.authorization.OrderScene.Fact;
import org.bailiwick.certificate.CertificateAdministration;
import org.bailiwick.certificate.CertificateScene;
import org.bailiwick.governance.GovernedSubjects;
import org.bailiwick.governance.PolicyAdministration;
import org.bailiwick.order.Order;
import org.bailiwick.order.OrderAdministration;
import org.bailiwick.order.OrderFinder;
import org.bailiwick.order.OrderSearch;
import org.bailiwick.order.OrderSearch.State;
import org.bailiwick.provisioner.Provisioner;
import org.bailiwick.ra.RelayedRequests;
import org.bailiwick.schema.Injected;
import org.bailiwick.schema.Population;
import org.bailiwick.schema.TestDatabase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProvenanceAdministrationTest {

    private static final PageRequest FIRST = PageRequest.of(Optional.empty(), 10);

    @ParameterizedTest
    @EnumSource
    void anOrderIsShownWithTheNameThatFailed(TestDatabase database) {
        Account account = database.inTransaction(Population::account);
        Order order = ordered(database, account, List.of(Fact.MET, Fact.FAILED));
        Caller caller = KnownCaller.of(account.team());
        database.transact(entityManager -> {
            ProvenanceAdministration provenance = provenance(entityManager, caller);
            OrderTrace trace = provenance.order(order.id(), Optional.empty());
            assertThat(trace.chosen().number()).isEqualTo(2);
            assertThat(trace.challenges()).singleElement().satisfies(challenge -> assertThat(challenge.problem())
                    .isEqualTo("Nobody answered."));
            assertThat(trace.account().id()).isEqualTo(account.id().toString());
            assertThat(trace.order().failure()).isEqualTo("host.corp: Nobody answered.");
            assertThat(provenance.order(order.id(), Optional.of(1)).chosen().number())
                    .isEqualTo(1);
            for (int none : new int[] {0, 3, 9999}) {
                assertThat(provenance
                                .order(order.id(), Optional.of(none))
                                .chosen()
                                .number())
                        .isEqualTo(2);
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void ordersAreFoundByNameAndAccount(TestDatabase database) {
        Account account = database.inTransaction(Population::account);
        Order order = ordered(database, account, List.of(Fact.NOTHING));
        Caller caller = KnownCaller.of(account.team());
        database.transact(entityManager -> {
            ProvenanceAdministration provenance = provenance(entityManager, caller);
            assertThat(provenance.orders(named("host.corp"), FIRST).items())
                    .singleElement()
                    .satisfies(row -> {
                        assertThat(row.id()).isEqualTo(order.id().toString());
                        assertThat(row.title()).isEqualTo("host.corp");
                        assertThat(row.status()).isEqualTo("pending");
                    });
            assertThat(provenance
                            .orders(OrderSearch.ofAccount(account.id()), FIRST)
                            .items())
                    .hasSize(1);
            assertThat(provenance.orders(named("ost.corp"), FIRST).items()).isEmpty();
        });
    }

    /** Two hours after they were ordered; rows of other tests are of other accounts. */
    @ParameterizedTest
    @EnumSource
    void ordersAreFoundByHowTheyStandAndFailedOnesSayWhy(TestDatabase database) {
        Account account = database.inTransaction(Population::account);
        Order open = ordered(database, account, List.of(Fact.MET, Fact.BEGUN));
        Order failed = ordered(database, account, List.of(Fact.MET, Fact.FAILED, Fact.NOTHING));
        Order givenUp = ordered(database, account, List.of(Fact.GIVEN_UP));
        Order processing = OrderScene.order(account.id(), List.of(Fact.MET));
        processing.beginProcessing(OrderScene.ORDERED.plusSeconds(3700));
        Order refused = OrderScene.order(account.id(), List.of(Fact.MET));
        refused.beginProcessing(OrderScene.ORDERED.plusSeconds(3700));
        refused.fail(ProblemType.BAD_CSR.problem("The CSR has another name."));
        Order valid = OrderScene.order(account.id(), List.of(Fact.MET));
        valid.beginProcessing(OrderScene.ORDERED.plusSeconds(3700));
        valid.complete(ResourceId.random(OrderScene.ORDERED));
        database.transact(entityManager -> List.of(processing, refused, valid).forEach(entityManager::persist));
        database.transact(entityManager -> {
            ProvenanceAdministration provenance = provenance(entityManager, KnownCaller.of(account.team()));
            Provisioner at = account.provisioner();
            assertThat(ids(provenance, at, Optional.of(State.OPEN))).containsExactlyInAnyOrder(id(open));
            assertThat(ids(provenance, at, Optional.of(State.PROCESSING))).containsExactlyInAnyOrder(id(processing));
            assertThat(ids(provenance, at, Optional.of(State.VALID))).containsExactlyInAnyOrder(id(valid));
            assertThat(ids(provenance, at, Optional.of(State.FAILED)))
                    .containsExactlyInAnyOrder(id(failed), id(givenUp), id(refused));
            assertThat(ids(provenance, at, Optional.empty())).hasSize(6);
            Map<String, String> reasons = new HashMap<>();
            provenance
                    .orders(search(at, Optional.of(State.FAILED), OrderScene.ORDERED), FIRST)
                    .items()
                    .forEach(row -> reasons.put(row.id(), String.valueOf(row.failure())));
            assertThat(reasons)
                    .containsEntry(id(failed), "host.corp: Nobody answered.")
                    .containsEntry(id(refused), "The CSR has another name.")
                    .containsEntry(id(givenUp), "host.corp: the client gave this name up.");
            assertThat(provenance
                            .orders(search(at, Optional.empty(), OrderScene.ORDERED.plusMillis(1)), FIRST)
                            .items())
                    .isEmpty();
            // a page goes on where the last one ended, whatever is looked for
            Page<OrderOverview> first = provenance.orders(
                    search(at, Optional.of(State.FAILED), OrderScene.ORDERED), PageRequest.of(Optional.empty(), 2));
            assertThat(first.items()).hasSize(2);
            assertThat(provenance
                            .orders(
                                    search(at, Optional.of(State.FAILED), OrderScene.ORDERED),
                                    PageRequest.of(first.next(), 2))
                            .items())
                    .hasSize(1);
        });
    }

    private static List<String> ids(ProvenanceAdministration provenance, Provisioner at, Optional<State> state) {
        return provenance.orders(search(at, state, OrderScene.ORDERED), FIRST).items().stream()
                .map(OrderOverview::id)
                .toList();
    }

    private static OrderSearch search(Provisioner at, Optional<State> state, Instant since) {
        return new OrderSearch(
                Optional.empty(),
                Optional.of(at.authority().id()),
                Optional.of(at.id()),
                Optional.empty(),
                state,
                Optional.of(since));
    }

    private static OrderSearch named(String name) {
        return new OrderSearch(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(name),
                Optional.empty(),
                Optional.empty());
    }

    private static String id(Order order) {
        return order.id().toString();
    }

    @ParameterizedTest
    @EnumSource
    void aCertificateSaysWhoseItIsAndWhatThePoliciesSay(TestDatabase database) {
        Account account = database.inTransaction(Population::account);
        ResourceId id = database.inTransaction(entityManager -> CertificateScene.stored(
                        entityManager, account, CertificateScene.issued(Population.key(), "host.corp"))
                .id());
        Caller caller = KnownCaller.of(account.team());
        database.transact(entityManager -> {
            Provenance found = provenance(entityManager, caller).certificate(id);
            assertThat(found.order()).isNull();
            AccountDetails owner = Objects.requireNonNull(found.account());
            assertThat(owner.contacts()).containsExactly("mailto:ops@corp.internal");
            assertThat(owner.algorithm()).isEqualTo("ES256");
            assertThat(found.certificate().names()).containsExactly("host.corp");
            assertThat(found.certificate().state()).isEqualTo("valid");
            assertThat(found.certificate().authority())
                    .isEqualTo(account.provisioner().authority().name());
            assertThat(found.certificate().text()).isNotNull();
            assertThat(found.chain()).isNotEmpty().first().satisfies(above -> {
                assertThat(above.subject())
                        .isEqualTo(Objects.requireNonNull(found.certificate().text())
                                .issuer());
                assertThat(above.sha256()).matches("([0-9A-F]{2}:){31}[0-9A-F]{2}");
            });
            // the authority has no policy, so it permits nothing now
            assertThat(found.judged()).isNotEmpty().allSatisfy(judged -> assertThat(judged.permitted())
                    .isFalse());
            assertThat(found.judged().get(0).levels())
                    .extracting(JudgedName.Level::level)
                    .containsExactly("authority");
            assertThat(found.moreNames()).isZero();
        });
    }

    @ParameterizedTest
    @EnumSource
    void anotherTeamFindsNothing(TestDatabase database) {
        Account account = database.inTransaction(Population::account);
        Order order = ordered(database, account, List.of(Fact.MET));
        ResourceId certificate = database.inTransaction(entityManager -> CertificateScene.stored(
                        entityManager, account, CertificateScene.issued(Population.key(), "host.corp"))
                .id());
        Caller stranger =
                KnownCaller.of(database.inTransaction(Population::account).team());
        database.transact(entityManager -> {
            ProvenanceAdministration provenance = provenance(entityManager, stranger);
            assertThatThrownBy(() -> provenance.order(order.id(), Optional.empty()))
                    .isInstanceOf(AdminException.class);
            assertThatThrownBy(() -> provenance.account(account.id())).isInstanceOf(AdminException.class);
            assertThatThrownBy(() -> provenance.certificate(certificate)).isInstanceOf(AdminException.class);
            assertThat(provenance
                            .orders(OrderSearch.ofAccount(account.id()), FIRST)
                            .items())
                    .isEmpty();
            AccountSearch ofThatKey = new AccountSearch(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(account.keyThumbprint()),
                    Optional.empty(),
                    Optional.empty());
            assertThat(provenance.accounts(ofThatKey, FIRST).items()).isEmpty();
        });
    }

    private static Order ordered(TestDatabase database, Account account, List<Fact> facts) {
        Order order = OrderScene.order(account.id(), facts);
        database.transact(entityManager -> entityManager.persist(order));
        return order;
    }

    private static ProvenanceAdministration provenance(EntityManager entityManager, Caller caller) {
        Clock clock = Clock.fixed(OrderScene.ORDERED.plusSeconds(7200), ZoneOffset.UTC);
        Accounts accounts = Injected.into(new Accounts(), entityManager);
        Authorities authorities = Injected.into(new Authorities(), entityManager);
        return Injected.into(
                new ProvenanceAdministration(),
                Injected.into(
                        new CertificateAdministration(),
                        CertificateScene.certificates(entityManager),
                        authorities,
                        Injected.into(new Issuers(), authorities),
                        caller),
                Injected.into(
                        new OrderAdministration(),
                        OrderScene.orders(entityManager),
                        Injected.into(new OrderFinder(), entityManager),
                        accounts,
                        caller,
                        clock),
                Injected.into(new AccountAdministration(), accounts, caller),
                Injected.into(
                        new CertificateBackground(),
                        Injected.into(
                                new PolicyAdministration(),
                                Injected.into(new GovernedSubjects(), entityManager),
                                caller,
                                clock),
                        Injected.into(new RelayedRequests(), entityManager)),
                clock);
    }
}
