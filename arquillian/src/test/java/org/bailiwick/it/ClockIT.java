package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bailiwick.it.AcmeClient.Answer;
import org.bailiwick.quickstart.RunningServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * ABUSE T1. The server's clock is ten minutes ahead, it dies, and then its clock is ten minutes behind: put back by twenty.
 * The clients' clock, and that of OpenSSL, is right all the time.
 */
class ClockIT {

    private static final String NAME = "clock.localhost";

    private static final Duration OFF = Duration.ofMinutes(10);

    @TempDir
    private Path folder;

    private Map<String, String> settings;

    /** The second start has the same: certificates say where the CRLs are. */
    @BeforeEach
    void choosePorts() throws IOException {
        settings = Map.of(
                "bailiwick.https-port", Integer.toString(TestServers.freePort()),
                "bailiwick.http-port", Integer.toString(TestServers.freePort()),
                "bailiwick.validation.http01-port", Integer.toString(TestServers.freePort()));
    }

    @Test
    void whatIsIssuedIsGoodForThoseWhoseClockIsRightAndNothingStandsStill()
            throws IOException, InterruptedException, GeneralSecurityException {
        RealClient.require("faketime");
        // a CA that is older than the trouble: its keys and certificates are made before the server itself begins
        TestServers.begin("clock", settings, clock("-70m")).kill();
        KeyPair account = AcmeClient.newKey();
        Certified first;
        X509CRL listed;

        try (RunningServer ahead = start("+10m");
                ChallengeResponder responder =
                        new ChallengeResponder(ahead.settings().http01Port())) {
            AcmeClient client = new AcmeClient(ahead.directory(), ahead.root(), account);
            assertClock(client, ahead, OFF);
            client.newAccount();
            first = Certified.get(client, responder, NAME);
            Certified revoked = Certified.get(client, responder, NAME);
            listed = revoke(client, revoked);
            assertAccepted(ahead, first, listed);
            assertRevoked(ahead, revoked, listed);
            HealthIT.awaitReady(client, ahead, 200);
            ahead.kill();
        }

        try (RunningServer behind = start("-10m");
                ChallengeResponder responder =
                        new ChallengeResponder(behind.settings().http01Port())) {
            AcmeClient client = new AcmeClient(behind.directory(), behind.root(), account);
            assertClock(client, behind, OFF.negated());
            assertThat(client.newAccount().status()).as("of before").isEqualTo(200);
            Certified second = Certified.get(client, responder, NAME);
            X509CRL next = revoke(client, first);
            assertThat(Pki.number(next)).isGreaterThan(Pki.number(listed));
            assertThat(next.getThisUpdate()).isBefore(listed.getThisUpdate());
            assertAccepted(behind, second, next);
            assertRevoked(behind, first, next);
            awaitAudited(behind, first);
            HealthIT.awaitReady(client, behind, 200);
        }
    }

    private RunningServer start(String offset) throws IOException, InterruptedException {
        RunningServer server = TestServers.begin("clock", settings, clock(offset));
        server.awaitReady();
        return server;
    }

    /** What {@code faketime} sets for a program that it runs; it leaves the clock alone that measures how long things take. */
    private Map<String, String> clock(String offset) throws IOException, InterruptedException {
        Map<String, String> variables = new TreeMap<>(Map.of("NO_FAKE_STAT", "1"));
        RealClient.run(folder, Map.of(), List.of("faketime", "-m", "--exclude-monotonic", "-f", offset, "env"))
                .lines()
                .filter(line ->
                        line.matches("(LD_PRELOAD|FAKETIME|FAKETIME_DONT_FAKE_MONOTONIC|DONT_FAKE_MONOTONIC)=.*"))
                .map(line -> line.split("=", 2))
                .forEach(variable -> variables.put(variable[0], variable[1]));
        assertThat(variables).containsKeys("LD_PRELOAD", "FAKETIME");
        return variables;
    }

    /** The server believes what it was told. */
    private static void assertClock(AcmeClient client, RunningServer server, Duration off)
            throws IOException, InterruptedException {
        Instant its = ZonedDateTime.parse(
                        HealthIT.get(client, server, "/health/live").header("Date"),
                        DateTimeFormatter.RFC_1123_DATE_TIME)
                .toInstant();
        assertThat(its).isCloseTo(Clock.systemUTC().instant().plus(off), within(30, ChronoUnit.SECONDS));
    }

    /** Revokes a certificate: the CRL with it. */
    private static X509CRL revoke(AcmeClient client, Certified certified)
            throws IOException, InterruptedException, GeneralSecurityException {
        Answer answer = client.post(client.url("revokeCert"), certified.revocation(4));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        X509Certificate certificate = certified.certificate();
        return Pki.awaitCrl(Pki.crlUrl(certificate), crl -> crl.isRevoked(certificate));
    }

    private void assertAccepted(RunningServer server, Certified certified, X509CRL crl)
            throws IOException, InterruptedException, GeneralSecurityException {
        write(server, certified, crl);
        assertThat(RealClient.run(folder, Map.of(), verify())).contains("leaf.pem: OK");
        assertThat(ocsp(server, certified))
                .contains("Response verify OK", "leaf.pem: good")
                .doesNotContain("WARNING");
    }

    private void assertRevoked(RunningServer server, Certified certified, X509CRL crl)
            throws IOException, InterruptedException, GeneralSecurityException {
        write(server, certified, crl);
        assertThat(RealClient.refused(folder, Map.of(), verify()))
                .contains("certificate revoked")
                .doesNotContain("not yet valid", "expired");
        assertThat(ocsp(server, certified))
                .contains("Response verify OK", "leaf.pem: revoked")
                .doesNotContain("WARNING");
    }

    private static List<String> verify() {
        return List.of(
                "openssl",
                "verify",
                "-x509_strict",
                "-crl_check_all",
                "-CRLfile",
                "crls.pem",
                "-CAfile",
                "root.pem",
                "-untrusted",
                "issuing.pem",
                "leaf.pem");
    }

    private String ocsp(RunningServer server, Certified certified)
            throws IOException, InterruptedException, GeneralSecurityException {
        URI responder = new OcspClient(server, certified.pem()).awaitResponder().url();
        return RealClient.run(
                folder,
                Map.of(),
                List.of(
                        "openssl",
                        "ocsp",
                        "-url",
                        responder.toString(),
                        "-CAfile",
                        "authorities.pem",
                        "-issuer",
                        "issuing.pem",
                        "-cert",
                        "leaf.pem"));
    }

    private void write(RunningServer server, Certified certified, X509CRL crl)
            throws IOException, InterruptedException, GeneralSecurityException {
        X509Certificate issuing = Chains.all(certified.pem()).get(1);
        X509CRL ofRoot = Pki.awaitCrl(Pki.crlUrl(issuing), any -> true);
        String root = Files.readString(server.root());
        String issuer = Pki.pem("CERTIFICATE", issuing.getEncoded());
        Files.writeString(folder.resolve("leaf.pem"), Pki.pem("CERTIFICATE", certified.der()));
        Files.writeString(folder.resolve("issuing.pem"), issuer);
        Files.writeString(folder.resolve("root.pem"), root);
        Files.writeString(folder.resolve("authorities.pem"), issuer + root);
        Files.writeString(
                folder.resolve("crls.pem"),
                Pki.pem("X509 CRL", crl.getEncoded()) + Pki.pem("X509 CRL", ofRoot.getEncoded()));
    }

    /** The event is in the chain, though the one before it says that it is from later. */
    private static void awaitAudited(RunningServer server, Certified revoked)
            throws IOException, InterruptedException, GeneralSecurityException {
        BigInteger serial = revoked.certificate().getSerialNumber();
        AdminClient auditor = AdminClient.first(server);
        int events = 0;
        for (int looks = 0; looks < 120 && events == 0; looks++) {
            events = (int) AdminClient.ok(auditor.get("/audit?kind=certificate-revoked")).getJsonArray("items").stream()
                    .map(Object::toString)
                    .filter(event -> event.contains(serial.toString(16)))
                    .count();
            Thread.sleep(250);
        }
        assertThat(events).isEqualTo(1);
    }
}
