package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.bailiwick.quickstart.RunningServer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.shredzone.acme4j.Account;
import org.shredzone.acme4j.AccountBuilder;
import org.shredzone.acme4j.Authorization;
import org.shredzone.acme4j.Identifier;
import org.shredzone.acme4j.Order;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.Status;
import org.shredzone.acme4j.challenge.TlsAlpn01Challenge;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.util.CertificateUtils;

/** tls-alpn-01 (RFC 8737), of names and of addresses (RFC 8738), with acme4j's certificates. */
class TlsAlpn01IT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final RunningServer server = SharedServer.get();

    @ParameterizedTest
    @ValueSource(strings = {"alpn.localhost", "127.0.0.1"})
    void acme4jGetsACertificate(String name)
            throws IOException, InterruptedException, AcmeException, GeneralSecurityException {
        Identifier identifier = identifier(name);
        Order order = account().newOrder().identifier(identifier).create();
        Authorization authorization = order.getAuthorizations().get(0);
        TlsAlpn01Challenge challenge =
                authorization.findChallenge(TlsAlpn01Challenge.class).orElseThrow();
        KeyPair challengeKey = AccountKeys.pair("RSA", 2048);
        X509Certificate proof =
                CertificateUtils.createTlsAlpn01Certificate(challengeKey, identifier, challenge.getAcmeValidation());

        try (ServerSocket listening =
                new ServerSocket(server.settings().tlsAlpn01Port(), 10, InetAddress.getLoopbackAddress())) {
            show(listening, context(challengeKey, proof));
            challenge.trigger();
            assertThat(authorization.waitForCompletion(PATIENCE)).isEqualTo(Status.VALID);
        }

        assertThat(order.waitUntilReady(PATIENCE)).isEqualTo(Status.READY);
        order.execute(AccountKeys.pair("RSA", 2048));
        assertThat(order.waitForCompletion(PATIENCE)).isEqualTo(Status.VALID);
        assertThat(order.getCertificate().getCertificate().getSubjectAlternativeNames())
                .singleElement()
                .satisfies(each -> assertThat(each.get(1)).isEqualTo(name));
    }

    private static Identifier identifier(String name) throws UnknownHostException {
        return name.endsWith(".1") ? Identifier.ip(InetAddress.getByName(name)) : Identifier.dns(name);
    }

    private Account account() throws AcmeException, GeneralSecurityException {
        return new AccountBuilder()
                .agreeToTermsOfService()
                .useKeyPair(AccountKeys.p384().pair())
                .create(new Session(server.directory()));
    }

    private static SSLContext context(KeyPair key, X509Certificate certificate)
            throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("key", key.getPrivate(), new char[0], new X509Certificate[] {certificate});
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    private static void show(ServerSocket listening, SSLContext context) {
        Thread thread = new Thread(
                () -> {
                    try {
                        while (true) {
                            try (Socket client = listening.accept()) {
                                handshake(client, context);
                            } catch (SSLException notForUs) {
                                // the next one may be
                            }
                        }
                    } catch (IOException closed) {
                        // the test is over
                    }
                },
                "TLS server");
        thread.setDaemon(true);
        thread.start();
    }

    private static void handshake(Socket client, SSLContext context) throws IOException {
        SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(client, null, true);
        tls.setHandshakeApplicationProtocolSelector(
                (handshaking, offered) -> offered.contains("acme-tls/1") ? "acme-tls/1" : null);
        tls.startHandshake();
        assertThat(tls.getInputStream().read()).isEqualTo(-1);
    }
}
