package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URL;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.bailiwick.quickstart.RunningServer;
import org.junit.jupiter.api.Test;
import org.shredzone.acme4j.Account;
import org.shredzone.acme4j.AccountBuilder;
import org.shredzone.acme4j.Authorization;
import org.shredzone.acme4j.Certificate;
import org.shredzone.acme4j.Identifier;
import org.shredzone.acme4j.Order;
import org.shredzone.acme4j.OrderBuilder;
import org.shredzone.acme4j.RenewalInfo;
import org.shredzone.acme4j.RevocationReason;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.Status;
import org.shredzone.acme4j.challenge.Dns01Challenge;
import org.shredzone.acme4j.challenge.Http01Challenge;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeServerException;
import org.shredzone.acme4j.exception.AcmeUnauthorizedException;
import org.shredzone.acme4j.exception.AcmeUserActionRequiredException;

/** acme4j, somebody else's reading of RFC 8555, from the account to the certificate. */
class Acme4jIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String NAME = "acme4j.localhost";

    private final RunningServer server = SharedServer.get();

    @Test
    void acme4jGetsACertificate() throws IOException, InterruptedException, AcmeException, GeneralSecurityException {
        KeyPair key = AccountKeys.pair("RSA", 2048);
        Order order = certified(account().newOrder().domains(NAME, "www." + NAME), key);

        X509Certificate certificate = order.getCertificate().getCertificate();
        assertThat(certificate.getPublicKey()).isEqualTo(key.getPublic());
        assertThat(Chains.names(certificate)).containsExactlyInAnyOrder(NAME, "www." + NAME);
        assertThat(order.getCertificate().getCertificateChain()).hasSize(2);
    }

    @Test
    void acme4jUnderstandsWhyANameIsRefused() throws AcmeException, GeneralSecurityException {
        OrderBuilder order = account().newOrder().domains("a.example.com", "b.example.com");

        assertThatExceptionOfType(AcmeServerException.class)
                .isThrownBy(order::create)
                .satisfies(refused -> {
                    assertThat(refused.getProblem().getType().toString()).endsWith(":rejectedIdentifier");
                    assertThat(refused.getProblem().getSubProblems()).hasSize(2);
                });
    }

    @Test
    void acme4jChangesAndDeactivatesItsAccount() throws AcmeException, GeneralSecurityException {
        Account account = account();

        account.modify().addContact("mailto:second@corp.internal").commit();
        assertThat(account.getContacts()).hasSize(2);
        account.deactivate();

        assertThatExceptionOfType(AcmeUnauthorizedException.class).isThrownBy(account::fetch);
    }

    @Test
    void acme4jChangesItsKey() throws AcmeException, GeneralSecurityException {
        Account account = account();
        URL location = account.getLocation();

        account.changeKey(AccountKeys.p256().pair());

        account.fetch();
        assertThat(account.getLocation()).isEqualTo(location);
        assertThat(account.getContacts()).hasSize(1);
        assertThat(account.newOrder().domain(NAME).create().getStatus()).isEqualTo(Status.PENDING);
    }

    @Test
    void acme4jDeactivatesAnAuthorization() throws AcmeException, GeneralSecurityException {
        Order order = account().newOrder().domain(NAME).create();
        Authorization authorization = order.getAuthorizations().get(0);

        authorization.deactivate();

        assertThat(authorization.getStatus()).isEqualTo(Status.DEACTIVATED);
        order.fetch();
        assertThat(order.getStatus()).isEqualTo(Status.INVALID);
    }

    @Test
    void acme4jListsItsOrders() throws AcmeException, GeneralSecurityException {
        Account account = account();
        List<URL> made = new ArrayList<>();
        for (int i = 0; i < 51; i++) {
            made.add(account.newOrder().domain(NAME).create().getLocation());
        }

        List<URL> listed = new ArrayList<>();
        account.getOrders().forEachRemaining(order -> listed.add(order.getLocation()));

        assertThat(listed).containsExactlyInAnyOrderElementsOf(made);
    }

    @Test
    void acme4jRevokesByAccountAndByKey()
            throws IOException, InterruptedException, AcmeException, GeneralSecurityException {
        Account account = account();
        Certificate byAccount = certified(account.newOrder().domains(NAME), AccountKeys.pair("RSA", 2048))
                .getCertificate();
        KeyPair key = AccountKeys.pair("RSA", 2048);
        Certificate byKey = certified(account.newOrder().domains(NAME), key).getCertificate();

        byAccount.revoke(RevocationReason.SUPERSEDED);
        Certificate.revoke(
                new Session(server.directory()), key, byKey.getCertificate(), RevocationReason.KEY_COMPROMISE);

        assertThatExceptionOfType(AcmeServerException.class)
                .isThrownBy(() -> byAccount.revoke(RevocationReason.SUPERSEDED))
                .satisfies(refused ->
                        assertThat(refused.getProblem().getType().toString()).endsWith(":alreadyRevoked"));
    }

    /** RFC 9773. */
    @Test
    void acme4jRenewsWhenItIsTold() throws IOException, InterruptedException, AcmeException, GeneralSecurityException {
        Account account = account();
        Certificate certificate = certified(account.newOrder().domains(NAME), AccountKeys.pair("RSA", 2048))
                .getCertificate();
        assertThat(certificate.hasRenewalInfo()).isTrue();
        RenewalInfo info = certificate.getRenewalInfo();
        assertThat(info.renewalIsNotRequired(
                        certificate.getCertificate().getNotBefore().toInstant()))
                .isTrue();
        assertThat(info.getSuggestedWindowEnd())
                .isBefore(certificate.getCertificate().getNotAfter().toInstant());

        Order order = certified(
                account.newOrder().domains(NAME).replaces(certificate.getCertificate()), AccountKeys.pair("RSA", 2048));

        assertThat(order.getStatus()).isEqualTo(Status.VALID);
        assertThatExceptionOfType(AcmeServerException.class)
                .isThrownBy(() -> account.newOrder()
                        .domains(NAME)
                        .replaces(certificate.getCertificate())
                        .create())
                .satisfies(refused ->
                        assertThat(refused.getProblem().getType().toString()).endsWith(":alreadyReplaced"));
    }

    /** draft-ietf-acme-profiles. */
    @Test
    void acme4jChoosesAProfile() throws IOException, InterruptedException, AcmeException, GeneralSecurityException {
        Account account = account();
        assertThat(new Session(server.directory()).getMetadata().getProfiles()).contains("tlsserver", "shortlived");

        X509Certificate certificate = certified(
                        account.newOrder().domains(NAME).profile("shortlived"), AccountKeys.pair("RSA", 2048))
                .getCertificate()
                .getCertificate();

        assertThat(Duration.between(
                        certificate.getNotBefore().toInstant(),
                        certificate.getNotAfter().toInstant()))
                .isLessThan(Duration.ofDays(7));
    }

    /** RFC 8738. */
    @Test
    void acme4jGetsACertificateForAnAddress()
            throws IOException, InterruptedException, AcmeException, GeneralSecurityException {
        X509Certificate certificate = certified(
                        account().newOrder().identifier(Identifier.ip(InetAddress.getLoopbackAddress())),
                        AccountKeys.pair("RSA", 2048))
                .getCertificate()
                .getCertificate();

        assertThat(certificate.getSubjectAlternativeNames()).singleElement().satisfies(name -> assertThat(name.get(1))
                .isEqualTo("127.0.0.1"));
    }

    @Test
    void acme4jProvesAWildcardByDns01()
            throws IOException, InterruptedException, AcmeException, GeneralSecurityException {
        Order order = account().newOrder().domain("*.acme4j.dns.test").create();
        Authorization authorization = order.getAuthorizations().get(0);
        assertThat(authorization.isWildcard()).isTrue();
        Dns01Challenge challenge =
                authorization.findChallenge(Dns01Challenge.class).orElseThrow();
        SharedServer.nameServer().add("_acme-challenge.acme4j.dns.test", "TXT", challenge.getDigest());

        challenge.trigger();

        assertThat(authorization.waitForCompletion(PATIENCE)).isEqualTo(Status.VALID);
        order.execute(AccountKeys.pair("RSA", 2048));
        assertThat(order.waitForCompletion(PATIENCE)).isEqualTo(Status.VALID);
        assertThat(Chains.names(order.getCertificate().getCertificate())).containsExactly("*.acme4j.dns.test");
    }

    @Test
    void acme4jAgreesToTermsOfService() throws AcmeException, GeneralSecurityException {
        Session session = new Session(ProvisionersIT.directory(server, "own"));
        assertThat(session.getMetadata().getTermsOfService()).isPresent();
        AccountBuilder account =
                new AccountBuilder().useKeyPair(AccountKeys.p384().pair());

        assertThatExceptionOfType(AcmeUserActionRequiredException.class)
                .isThrownBy(() -> account.create(session))
                .satisfies(refused -> assertThat(refused.getTermsOfServiceUri()).isPresent());

        assertThat(account.agreeToTermsOfService().create(session).getStatus()).isEqualTo(Status.VALID);
    }

    private Order certified(OrderBuilder wanted, KeyPair key) throws IOException, InterruptedException, AcmeException {
        Order order = wanted.create();
        try (ChallengeResponder responder =
                new ChallengeResponder(server.settings().http01Port())) {
            for (Authorization authorization : order.getAuthorizations()) {
                Http01Challenge challenge =
                        authorization.findChallenge(Http01Challenge.class).orElseThrow();
                responder.answer(challenge.getToken(), challenge.getAuthorization());
                challenge.trigger();
                assertThat(authorization.waitForCompletion(PATIENCE)).isEqualTo(Status.VALID);
            }
        }
        assertThat(order.waitUntilReady(PATIENCE)).isEqualTo(Status.READY);
        order.execute(key);
        assertThat(order.waitForCompletion(PATIENCE)).isEqualTo(Status.VALID);
        return order;
    }

    private Account account() throws AcmeException, GeneralSecurityException {
        return new AccountBuilder()
                .agreeToTermsOfService()
                .addEmail("first@corp.internal")
                .useKeyPair(AccountKeys.p384().pair())
                .create(new Session(server.directory()));
    }
}
