package org.bailiwick.validation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SNIMatcher;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.StandardConstants;
import org.bailiwick.acme.Identifier;
import org.bailiwick.acme.ProblemType;
import org.bailiwick.validation.ValidationSettings.Ports;
import org.jspecify.annotations.Nullable;

/** A tls-alpn-01 attempt with everything around it: a name server, a TLS server on loopback, and the settings. */
final class TlsAlpn01Scene implements AutoCloseable {

    static final byte[] DIGEST = Http01Scene.KEY_AUTHORIZATION.digest();

    /** Long enough not to matter; an attempt that needs it has failed. */
    private static final Duration AMPLE = Duration.ofSeconds(30);

    final NameServer dns;
    private final List<String> serverNames = new CopyOnWriteArrayList<>();
    private final List<String> protocolsAsked = new CopyOnWriteArrayList<>();
    private @Nullable ServerSocket socket;
    private String protocol = "acme-tls/1";
    private String[] versions = {"TLSv1.3", "TLSv1.2"};
    private Duration timeLimit = AMPLE;
    private @Nullable InetAddress source;
    private int port = 1;

    TlsAlpn01Scene() throws IOException {
        dns = NameServer.start();
        dns.host("web.test", "127.0.0.1").host("web", "127.0.0.1");
    }

    /** What the server selects, whatever the client offers; empty for a server that does not know ALPN. */
    TlsAlpn01Scene selecting(String applicationProtocol) {
        protocol = applicationProtocol;
        return this;
    }

    TlsAlpn01Scene speaking(String version) {
        versions = new String[] {version};
        return this;
    }

    TlsAlpn01Scene within(Duration limit) {
        timeLimit = limit;
        return this;
    }

    TlsAlpn01Scene from(String address) throws IOException {
        source = InetAddress.getByName(address);
        return this;
    }

    TlsAlpn01Scene on(int tlsAlpn01Port) {
        port = tlsAlpn01Port;
        return this;
    }

    TlsAlpn01Scene showing(CraftedCertificate certificate) throws IOException {
        return showing("127.0.0.1", certificate);
    }

    TlsAlpn01Scene showing(String address, CraftedCertificate certificate) throws IOException {
        SSLContext context = certificate.serverContext();
        ServerSocket listening = new ServerSocket(0, 50, InetAddress.getByName(address));
        socket = listening;
        port = listening.getLocalPort();
        Thread thread = new Thread(() -> serve(listening, context), "TLS server");
        thread.setDaemon(true);
        thread.start();
        return this;
    }

    private void serve(ServerSocket listening, SSLContext context) {
        try {
            while (true) {
                try (Socket client = listening.accept()) {
                    handshake(client, context);
                } catch (SSLException refused) {
                    // the next one may like it
                }
            }
        } catch (IOException closed) {
            // the test is over
        }
    }

    private void handshake(Socket client, SSLContext context) throws IOException {
        SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(client, null, true);
        tls.setEnabledProtocols(versions);
        if (!protocol.isEmpty()) {
            tls.setHandshakeApplicationProtocolSelector((handshaking, offered) -> {
                protocolsAsked.addAll(offered);
                return protocol;
            });
        }
        SSLParameters parameters = tls.getSSLParameters();
        parameters.setSNIMatchers(List.of(new Recording()));
        tls.setSSLParameters(parameters);
        tls.startHandshake();
        // until the client closes: all that it has to say is the handshake
        assertThat(tls.getInputStream().read()).isEqualTo(-1);
    }

    /** Within the handshake, so that it is there when the client has made it. */
    private final class Recording extends SNIMatcher {

        Recording() {
            super(StandardConstants.SNI_HOST_NAME);
        }

        @Override
        public boolean matches(SNIServerName name) {
            return serverNames.add(new String(name.getEncoded(), StandardCharsets.US_ASCII));
        }
    }

    /** Which names clients indicated. */
    List<String> serverNames() {
        return serverNames;
    }

    /** Which application protocols clients offered. */
    List<String> protocolsAsked() {
        return protocolsAsked;
    }

    ValidationResult attempt(String type, String name) {
        ValidationSettings settings = new ValidationSettings(
                ValidationTargets.parse("default, 127.0.0.0/8, ::1"),
                dns.resolver(),
                new Ports(80, port),
                source,
                timeLimit,
                0);
        return new TlsAlpn01Validator(settings)
                .validate(new ChallengeAttempt(
                        Identifier.parse(type, name), Http01Scene.TOKEN, Http01Scene.KEY_AUTHORIZATION));
    }

    void assertProven(String type, String name) {
        assertThat(attempt(type, name)).isInstanceOf(Proven.class);
    }

    /** A failed attempt to prove web.test. */
    NotProven failure(ProblemType type, boolean transientFailure) {
        return failure("dns", "web.test", type, transientFailure);
    }

    NotProven failure(String identifierType, String name, ProblemType type, boolean transientFailure) {
        NotProven failure = (NotProven) attempt(identifierType, name);
        assertThat(failure.problem().type()).as(failure.problem().detail()).isEqualTo(type);
        assertThat(failure.problem().detail()).endsWith(".").contains(name);
        assertThat(failure.transientFailure()).isEqualTo(transientFailure);
        return failure;
    }

    @Override
    public void close() throws IOException {
        ServerSocket listening = socket;
        if (listening != null) {
            listening.close();
        }
        dns.close();
    }
}
