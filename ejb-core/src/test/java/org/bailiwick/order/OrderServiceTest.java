package org.bailiwick.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.bailiwick.account.Account;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.DnsIdentifier;
import org.bailiwick.acme.Identifier;
import org.bailiwick.acme.Problem;
import org.bailiwick.acme.ProblemType;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.authority.Authority;
import org.bailiwick.authorization.OrderScene;
import org.bailiwick.ca.CertificateId;
import org.bailiwick.ca.EndEntityCertificate;
import org.bailiwick.ca.IssuedCertificate;
import org.bailiwick.ca.RequestedValidity;
import org.bailiwick.certificate.CertificateScene;
import org.bailiwick.certificate.NoSuchCertificateException;
import org.bailiwick.config.Settings;
import org.bailiwick.limit.RateLimiter;
import org.bailiwick.policy.NamePolicy;
import org.bailiwick.policy.Policies;
import org.bailiwick.policy.RejectedNamesException;
import org.bailiwick.policy.document.ExplanationDocument;
import org.bailiwick.provisioner.Provisioners;
import org.bailiwick.schema.Injected;
import org.bailiwick.schema.Population;
import org.bailiwick.schema.Rivals;
import org.bailiwick.schema.TestDatabase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which names may be ordered, and {@code replaces} (RFC 9773 §5). */
class OrderServiceTest {

    private static final NamePolicy POLICY = NamePolicy.ofBareRules(List.of("**.corp"), List.of());

    private final IssuedCertificate issued = CertificateScene.issued(Population.key(), "host.corp");
    private final CertificateId id = EndEntityCertificate.read(issued.der()).id();

    /** "different Order that is not 'invalid'". */
    @ParameterizedTest
    @EnumSource
    void anOrderThatCameToNothingReplacesNothing(TestDatabase database) {
        Account account = account(database);
        ResourceId predecessor = stored(database, account);

        Order first = ordered(database, account, Population.NOW);
        assertThat(first.replaces()).contains(id.toString());
        assertThat(first.replacedCertificate()).contains(predecessor);
        assertAlreadyReplaced(database, account, Population.NOW);
        Instant expired = Population.NOW.plus(Duration.ofDays(7));
        Order second = ordered(database, account, expired);
        assertAlreadyReplaced(database, account, expired);
        database.transact(entityManager -> {
            Order order = entityManager.find(Order.class, second.id().value());
            OrderScene.meet(order, expired);
            order.beginProcessing(expired);
        });
        Instant late = expired.plus(Duration.ofDays(30));
        assertAlreadyReplaced(database, account, late);
        database.transact(entityManager ->
                entityManager.find(Order.class, second.id().value()).fail(ProblemType.SERVER_INTERNAL.problem("No.")));
        Order third = ordered(database, account, late);
        database.transact(entityManager -> {
            Order order = entityManager.find(Order.class, third.id().value());
            OrderScene.meet(order, late);
            order.beginProcessing(late);
            order.complete(ResourceId.random(late));
        });
        assertAlreadyReplaced(database, account, late.plus(Duration.ofDays(30)));
    }

    /** Its order may be forgotten by then. */
    @ParameterizedTest
    @EnumSource
    void aCertificateThatHasASuccessorIsReplaced(TestDatabase database) {
        Account account = account(database);
        ResourceId predecessor = stored(database, account);
        database.transact(entityManager -> CertificateScene.stored(
                entityManager,
                account,
                CertificateScene.issued(Population.key(), "host.corp"),
                Optional.of(predecessor)));
        assertAlreadyReplaced(database, account, Population.NOW);
    }

    @ParameterizedTest
    @EnumSource
    void ofTwoOrdersAtOnceOneReplaces(TestDatabase database) {
        for (int round = 0; round < 5; round++) {
            Account account = account(database);
            IssuedCertificate some = CertificateScene.issued(Population.key(), "host.corp");
            CertificateId name = EndEntityCertificate.read(some.der()).id();
            database.transact(entityManager -> CertificateScene.stored(entityManager, account, some));
            List<Boolean> made = Rivals.both(database, entityManager -> {
                try {
                    service(entityManager, Population.NOW).create(account, replacing(name, "host.corp"));
                    return true;
                } catch (AcmeException refusal) {
                    assertThat(refusal.problem().type()).isEqualTo(ProblemType.ALREADY_REPLACED);
                    return false;
                }
            });
            assertThat(made).containsExactlyInAnyOrder(true, false);
        }
    }

    /** "the same ACME Account, that they share at least one identifier". */
    @ParameterizedTest
    @EnumSource
    void anOrderOfAnotherAccountOrForOtherNamesDoesNotReplace(TestDatabase database) {
        Account account = account(database);
        Account other = account(database);
        stored(database, account);
        database.transact(entityManager -> {
            OrderService service = service(entityManager, Population.NOW);
            assertThatExceptionOfType(NoSuchCertificateException.class)
                    .isThrownBy(() -> service.create(other, replacing(id, "host.corp")));
            assertThatExceptionOfType(AcmeException.class)
                    .isThrownBy(() -> service.create(account, replacing(id, "other.corp")))
                    .satisfies(refusal -> assertThat(refusal.problem().type()).isEqualTo(ProblemType.MALFORMED));
            service.create(account, replacing(id, "other.corp", "host.corp"));
        });
    }

    /** What finalize would refuse whatever the client proves: the profile makes the first DNS name the common name. */
    @ParameterizedTest
    @EnumSource
    void anOrderWhoseCommonNameIsDeniedIsRefused(TestDatabase database) {
        Account account = account(database);
        account.provisioner().authority().govern(Policies.typed("allow dns **.corp; deny cn host.corp"));
        database.transact(entityManager -> {
            OrderService service = service(entityManager, Population.NOW);
            assertThat(refused(service, account, "host.corp").problem().detail())
                    .startsWith("The common name \"host.corp\" is refused")
                    .contains("deny cn host.corp");
            service.create(account, OrderRequest.of(List.of(new DnsIdentifier("other.corp"))));
        });
    }

    @ParameterizedTest
    @EnumSource
    void aRefusedNameThatWouldBeTheCommonNameIsToldOnceAndCarriesWhatDecided(TestDatabase database) {
        Account account = account(database);
        account.provisioner().authority().govern(Policies.typed("allow dns **.corp; deny dns host.corp"));
        database.transact(entityManager -> {
            RejectedNamesException refused =
                    refused(service(entityManager, Population.NOW), account, "host.corp", "other.corp");
            assertThat(refused.problem().subproblems()).singleElement().satisfies(each -> assertThat(each.identifier())
                    .isEqualTo(Problem.Subject.of(new DnsIdentifier("host.corp"))));
            assertThat(ExplanationDocument.refused(refused.explanation()).toString())
                    .contains(
                            "\"refused\":2",
                            "{\"type\":\"dns\",\"value\":\"host.corp\",\"levels\":[{\"level\":\"authority\"")
                    .contains("\"permitted\":false,\"rule\":\"deny dns host.corp\"");
        });
    }

    private static RejectedNamesException refused(OrderService service, Account account, String... names) {
        return catchThrowableOfType(
                RejectedNamesException.class,
                () -> service.create(
                        account,
                        OrderRequest.of(Stream.of(names).map(DnsIdentifier::new).toList())));
    }

    private void assertAlreadyReplaced(TestDatabase database, Account account, Instant now) {
        assertThatExceptionOfType(AcmeException.class)
                .isThrownBy(() -> ordered(database, account, now))
                .satisfies(refusal -> assertThat(refusal.problem().type()).isEqualTo(ProblemType.ALREADY_REPLACED));
    }

    private Order ordered(TestDatabase database, Account account, Instant now) {
        return database.inTransaction(
                entityManager -> service(entityManager, now).create(account, replacing(id, "host.corp")));
    }

    private ResourceId stored(TestDatabase database, Account account) {
        return database.inTransaction(entityManager ->
                CertificateScene.stored(entityManager, account, issued).id());
    }

    private static OrderRequest replacing(CertificateId certificate, String... names) {
        return new OrderRequest(
                Stream.of(names).<Identifier>map(DnsIdentifier::new).toList(),
                List.of(),
                Optional.empty(),
                RequestedValidity.NONE,
                Optional.of(certificate));
    }

    private static Account account(TestDatabase database) {
        return database.inTransaction(entityManager -> {
            Account account = Population.account(entityManager);
            Authority authority = account.provisioner().authority();
            authority.govern(POLICY);
            return account;
        });
    }

    private static OrderService service(EntityManager entityManager, Instant now) {
        Provisioners provisioners = Injected.into(new Provisioners(), Settings.of(Map.of()));
        return Injected.into(
                new OrderService(),
                OrderScene.orders(entityManager),
                CertificateScene.certificates(entityManager),
                provisioners,
                new RateLimiter(),
                Clock.fixed(now, ZoneOffset.UTC));
    }
}
