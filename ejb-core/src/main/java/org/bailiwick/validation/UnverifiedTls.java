package org.bailiwick.validation;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.bailiwick.acme.DnsIdentifier;
import org.bailiwick.acme.Identifier;

/**
 * TLS to a server that may not have a good certificate yet, which is why it asks for one: whatever it shows is accepted
 * (RFC 8555 §8.3 lets http-01 follow a redirect to https; the proof is the content, not the channel). Nothing that is
 * secret may go through such a connection.
 */
final class UnverifiedTls {

    /** Java has the alert (RFC 8446 §6.2) only in the message, by its RFC name. */
    private static final Pattern RECEIVED_ALERT = Pattern.compile("Received fatal alert: ([a-z_0-9]{1,40})");

    /** Said here, for an administrator can have Java speak older ones. */
    private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};

    private UnverifiedTls() {}

    /**
     * Makes the handshake, with the host's name as server name indication (RFC 6066 §3) if it has one.
     *
     * @param connection stays the caller's to close
     */
    static SSLSocket over(Socket connection, Identifier host, int port) throws IOException {
        SSLSocket tls = socket(connection, host.value(), port);
        SSLParameters parameters = tls.getSSLParameters();
        if (host instanceof DnsIdentifier) {
            parameters.setServerNames(List.of(new SNIHostName(host.value())));
        }
        tls.setSSLParameters(parameters);
        tls.startHandshake();
        return tls;
    }

    /**
     * Makes the handshake, with a server name and one application protocol (RFC 7301) that the server must take.
     *
     * @param connection stays the caller's to close
     */
    static SSLSocket over(Socket connection, String serverName, int port, String protocol) throws IOException {
        SSLSocket tls = socket(connection, serverName, port);
        SSLParameters parameters = tls.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(serverName)));
        parameters.setApplicationProtocols(new String[] {protocol});
        tls.setSSLParameters(parameters);
        tls.startHandshake();
        return tls;
    }

    /** Without DSA: Java bounds the size of RSA keys, but one of DSA can keep it busy for longer than any time limit. */
    private static SSLSocket socket(Socket connection, String peer, int port) throws IOException {
        SSLSocket tls = (SSLSocket) newContext().getSocketFactory().createSocket(connection, peer, port, false);
        tls.setEnabledProtocols(VERSIONS);
        tls.setEnabledCipherSuites(Arrays.stream(tls.getEnabledCipherSuites())
                .filter(suite -> !suite.contains("_DSS_"))
                .toArray(String[]::new));
        return tls;
    }

    /** Why a handshake failed: a clause without a full stop. */
    static String describe(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            Matcher alert = RECEIVED_ALERT.matcher(cause.getMessage() == null ? "" : cause.getMessage());
            if (alert.find()) {
                return "the server sent the alert \"%s\"".formatted(alert.group(1));
            }
        }
        return "the server does not speak TLS 1.2 or 1.3 in a way that this CA accepts";
    }

    /** Whether a failure is of that kind, or comes from one. */
    static boolean hasCause(Throwable failure, Class<? extends Throwable> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    /** A fresh one each time, so that no session is resumed from one attempt to the next. */
    private static SSLContext newContext() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new AcceptAny()}, null);
            return context;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has TLS", impossible);
        }
    }

    /** Extended, because Java adds checks of its own to a plain X509TrustManager. */
    private static final class AcceptAny extends X509ExtendedTrustManager {

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {
            throw new UnsupportedOperationException("this is no server");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {
            throw new UnsupportedOperationException("this is no server");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
            throw new UnsupportedOperationException("this is no server");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
