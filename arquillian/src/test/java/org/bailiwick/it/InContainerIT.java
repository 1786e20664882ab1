package org.bailiwick.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.annotation.Resource;
import jakarta.ejb.EJB;
import jakarta.ejb.EJBAccessException;
import jakarta.transaction.HeuristicMixedException;
import jakarta.transaction.HeuristicRollbackException;
import jakarta.transaction.NotSupportedException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Status;
import jakarta.transaction.SystemException;
import jakarta.transaction.UserTransaction;
import java.net.InetAddress;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.Security;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.bailiwick.account.Account;
import org.bailiwick.account.AccountKey;
import org.bailiwick.account.AccountService;
import org.bailiwick.account.NewAccountService;
import org.bailiwick.account.Registration;
import org.bailiwick.acme.Identifier;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.acme.TooLateException;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.Caller;
import org.bailiwick.admin.PageRequest;
import org.bailiwick.admin.TokenAdministration;
import org.bailiwick.authorization.Authorization;
import org.bailiwick.authorization.Challenge;
import org.bailiwick.authorization.ChallengeService;
import org.bailiwick.authorization.ChallengeStatus;
import org.bailiwick.authorization.DeactivationService;
import org.bailiwick.authorization.ValidationOutcome;
import org.bailiwick.job.Jobs;
import org.bailiwick.order.ExpiredOrders;
import org.bailiwick.order.Order;
import org.bailiwick.order.OrderRequest;
import org.bailiwick.order.OrderService;
import org.bailiwick.order.OrderStatus;
import org.bailiwick.provisioner.ProvisionerAdministration;
import org.bailiwick.provisioner.ProvisionerService;
import org.bailiwick.validation.Proven;
import org.bailiwick.validation.ValidationTrace;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What cannot be seen from outside: this class runs within the server, in a WAR beside the EAR, and calls its beans. */
@ExtendWith(ArquillianExtension.class)
class InContainerIT {

    private static final String JOB = "validate-challenge";

    @EJB(lookup = "java:global/bailiwick/ejb-core/ProvisionerService")
    ProvisionerService provisioners;

    @EJB(lookup = "java:global/bailiwick/ejb-core/NewAccountService")
    NewAccountService newAccounts;

    @EJB(lookup = "java:global/bailiwick/ejb-core/AccountService")
    AccountService accounts;

    @EJB(lookup = "java:global/bailiwick/ejb-core/OrderService")
    OrderService orders;

    @EJB(lookup = "java:global/bailiwick/ejb-core/ChallengeService")
    ChallengeService challenges;

    @EJB(lookup = "java:global/bailiwick/ejb-core/ValidationOutcome")
    ValidationOutcome outcome;

    @EJB(lookup = "java:global/bailiwick/ejb-core/DeactivationService")
    DeactivationService deactivation;

    @EJB(lookup = "java:global/bailiwick/ejb-core/Caller")
    Caller caller;

    @EJB(lookup = "java:global/bailiwick/ejb-core/ExpiredOrders")
    ExpiredOrders expiredOrders;

    @EJB(lookup = "java:global/bailiwick/ejb-core/Jobs")
    Jobs jobs;

    @EJB(lookup = "java:global/bailiwick/ejb-core/TokenAdministration")
    TokenAdministration tokens;

    @EJB(lookup = "java:global/bailiwick/ejb-core/ProvisionerAdministration")
    ProvisionerAdministration provisionerAdministration;

    @Resource(lookup = "java:jboss/datasources/Bailiwick")
    DataSource dataSource;

    @Resource
    UserTransaction transaction;

    @Deployment
    static WebArchive besideTheEar() {
        return ShrinkWrap.create(WebArchive.class, "in-container.war")
                .addClass(InContainerIT.class)
                .setManifest(
                        new StringAsset(
                                "Manifest-Version: 1.0\nDependencies: deployment.bailiwick.ear, deployment.bailiwick.ear.ejb-core.jar\n"));
    }

    @Test
    void bouncyCastleIsTheOneThatTheEarBrings() {
        Class<?> used = BouncyCastleProvider.class;

        assertTrue(used.getClassLoader().toString().contains("bailiwick.ear"), used.getClassLoader()::toString);
        double version = Double.parseDouble(new BouncyCastleProvider().getVersionStr());
        assertTrue(version >= 1.87, () -> "Bouncy Castle " + version);
    }

    /** Whichever way somebody comes: without an administrator's identity the services refuse. */
    @Test
    void servicesForAdministratorsRefuseWhoIsNobody() {
        PageRequest page = PageRequest.of(Optional.empty(), 1);
        assertThrows(EJBAccessException.class, () -> tokens.list(page));
        assertThrows(EJBAccessException.class, () -> tokens.revoke(UUID.randomUUID()));
        assertThrows(EJBAccessException.class, () -> provisionerAdministration.list(Optional.empty(), page));
        assertThrows(EJBAccessException.class, () -> provisionerAdministration.enable(UUID.randomUUID(), false));
    }

    @Test
    void noProviderOfOursIsRegistered() {
        assertTrue(
                Arrays.stream(Security.getProviders())
                        .noneMatch(provider ->
                                provider.getClass().getClassLoader() == BouncyCastleProvider.class.getClassLoader()),
                () -> Arrays.toString(Security.getProviders()));
    }

    @Test
    void aChallengeThatBecomesValidMakesItsOrderReadyInTheSameTransaction()
            throws NoSuchAlgorithmException, NotSupportedException, SystemException, RollbackException,
                    HeuristicMixedException, HeuristicRollbackException {
        Account account = newAccount();
        Order order = orders.create(account, OrderRequest.of(List.of(Identifier.parse("dns", "inside.localhost"))));
        Authorization authorization = order.authorizations().get(0);
        ResourceId challenge = authorization.challenges().get(0).id();
        assertTrue(challenges.begin(account, challenge).orElseThrow().attempt().isPresent());

        transaction.begin();
        outcome.settle(challenge, new Proven(new ValidationTrace(List.of())));
        assertEquals(OrderStatus.READY, status(account, order));
        transaction.rollback();
        assertEquals(OrderStatus.PENDING, status(account, order));
        assertEquals(
                ChallengeStatus.PROCESSING,
                challenges.challenge(account.id(), challenge).orElseThrow().status());

        transaction.begin();
        outcome.settle(challenge, new Proven(new ValidationTrace(List.of())));
        transaction.commit();
        assertEquals(OrderStatus.READY, status(account, order));
    }

    /** RFC 8555 §7.3.6. */
    @Test
    void aValidationThatEndsAfterTheAccountIsDeactivatedMakesNothingValid() throws NoSuchAlgorithmException {
        Account account = newAccount();
        Order order = orders.create(account, OrderRequest.of(List.of(Identifier.parse("dns", "given-up.localhost"))));
        ResourceId challenge = order.authorizations().get(0).challenges().get(0).id();
        assertTrue(challenges.begin(account, challenge).orElseThrow().attempt().isPresent());

        deactivation.deactivate(account.id());
        assertEquals(OrderStatus.INVALID, status(account, order));

        Challenge settled = outcome.settle(challenge, new Proven(new ValidationTrace(List.of())));
        assertEquals(ChallengeStatus.INVALID, settled.status());
        assertEquals(OrderStatus.INVALID, status(account, order));
    }

    /** docs/adr/0019: on H2 a rollback here could undo what the one that was first had committed. */
    @Test
    void aRequestThatComesTooLateIsRefusedWithoutARollback()
            throws NoSuchAlgorithmException, NotSupportedException, SystemException, RollbackException,
                    HeuristicMixedException, HeuristicRollbackException {
        Account account = newAccount();

        transaction.begin();
        deactivation.deactivate(account.id());
        assertThrows(TooLateException.class, () -> accounts.reachAt(account.id(), List.of()));
        assertEquals(Status.STATUS_ACTIVE, transaction.getStatus());
        transaction.commit();
    }

    /** The same of administrators: what is stale, foreign or in the way is refused with the row locked. */
    @Test
    void anAdministratorIsRefusedWithoutARollback()
            throws NotSupportedException, SystemException, RollbackException, HeuristicMixedException,
                    HeuristicRollbackException {
        transaction.begin();
        assertThrows(AdminException.class, () -> caller.token());
        assertEquals(Status.STATUS_ACTIVE, transaction.getStatus());
        transaction.commit();
    }

    @Test
    void aJobOfATransactionThatIsRolledBackIsNotScheduled()
            throws SQLException, NotSupportedException, SystemException, RollbackException, HeuristicMixedException,
                    HeuristicRollbackException {
        Instant tomorrow = Clock.systemUTC().instant().plus(Duration.ofDays(1));
        String kept = UUID.randomUUID().toString();
        String undone = UUID.randomUUID().toString();

        transaction.begin();
        jobs.schedule(JOB, kept, tomorrow);
        transaction.commit();
        transaction.begin();
        jobs.schedule(JOB, undone, tomorrow);
        transaction.rollback();

        assertEquals(1, scheduled(kept));
        assertEquals(0, scheduled(undone));
        jobs.cancel(JOB, kept);
        assertEquals(0, scheduled(kept));
    }

    @Test
    void anOrderThatCameToNothingIsForgottenByAJobThatRuns() throws NoSuchAlgorithmException, SQLException {
        Account account = newAccount();
        Order order = orders.create(account, OrderRequest.of(List.of(Identifier.parse("dns", "forgotten.localhost"))));
        Instant now = Clock.systemUTC().instant();
        try (Connection connection = dataSource.getConnection();
                PreparedStatement expire =
                        connection.prepareStatement("update acme_order set expires_at = ? where id = ?")) {
            expire.setObject(1, now.minus(Duration.ofDays(40)).atOffset(ZoneOffset.UTC));
            expire.setObject(2, order.id().value());
            assertEquals(1, expire.executeUpdate());
        }

        assertEquals(1, expiredOrders.forget(now.minus(Duration.ofDays(30)), 100));

        assertTrue(orders.find(account.id(), order.id()).isEmpty());
        assertEquals(
                1,
                count(
                        "select count(*) from recurring_job where task_name = ? and last_success is not null",
                        "forget-expired-orders"));
    }

    private OrderStatus status(Account account, Order order) {
        return orders.find(account.id(), order.id())
                .orElseThrow()
                .statusAt(Clock.systemUTC().instant());
    }

    private Account newAccount() throws NoSuchAlgorithmException {
        KeyPair key = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        return newAccounts
                .create(
                        provisioners.at("internal", "acme").orElseThrow(),
                        new Registration(
                                AccountKey.ofSubjectPublicKeyInfo(
                                        key.getPublic().getEncoded()),
                                List.of(),
                                true,
                                Optional.empty(),
                                InetAddress.getLoopbackAddress()))
                .account();
    }

    private int scheduled(String subject) throws SQLException {
        return count("select count(*) from scheduled_job where task_name = ? and task_instance = ?", JOB, subject);
    }

    private int count(String query, String... parameters) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(query)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            try (ResultSet count = statement.executeQuery()) {
                count.next();
                return count.getInt(1);
            }
        }
    }
}
