package org.bailiwick.provenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.bailiwick.account.Account;
import org.bailiwick.account.AccountSearch;
import org.bailiwick.account.Accounts;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.Caller;
import org.bailiwick.admin.KnownCaller;
import org.bailiwick.admin.PageRequest;
import org.bailiwick.authority.Authorities;
import org.bailiwick.authorization.AccountAdministration;
import org.bailiwick.authorization.OrderScene;
import org.bailiwick.authorization.OrderScene.Fact;
import org.bailiwick.certificate.CertificateAdministration;
import org.bailiwick.certificate.CertificateScene;
import org.bailiwick.governance.GovernedSubjects;
import org.bailiwick.governance.PolicyAdministration;
import org.bailiwick.order.Order;
import org.bailiwick.order.OrderAdministration;
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
            assertThat(provenance
                            .orders(Optional.empty(), Optional.of("host.corp"), FIRST)
                            .items())
                    .singleElement()
                    .satisfies(row -> {
                        assertThat(row.id()).isEqualTo(order.id().toString());
                        assertThat(row.title()).isEqualTo("host.corp");
                        assertThat(row.status()).isEqualTo("pending");
                    });
            assertThat(provenance
                            .orders(Optional.of(account.id()), Optional.empty(), FIRST)
                            .items())
                    .hasSize(1);
            assertThat(provenance
                            .orders(Optional.empty(), Optional.of("ost.corp"), FIRST)
                            .items())
                    .isEmpty();
        });
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
                            .orders(Optional.of(account.id()), Optional.empty(), FIRST)
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
        return Injected.into(
                new ProvenanceAdministration(),
                Injected.into(
                        new CertificateAdministration(),
                        CertificateScene.certificates(entityManager),
                        Injected.into(new Authorities(), entityManager),
                        caller),
                Injected.into(new OrderAdministration(), OrderScene.orders(entityManager), accounts, caller),
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
