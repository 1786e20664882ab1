package org.bailiwick.admin.web;

import io.undertow.server.RenegotiationRequiredException;
import io.undertow.server.SSLSessionInfo;
import io.undertow.servlet.handlers.ServletRequestContext;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * The client certificate of the connection, as TLS verified it. Jakarta Servlet §3.10 has an attribute of the request for
 * it, which the server sets only after it has asked the authentication mechanism: hence the server's own API, here only.
 */
public final class ConnectionCertificate {

    private ConnectionCertificate() {}

    /** The one that the client showed in the handshake; empty if it was not asked for one. */
    public static Optional<X509Certificate> shown() {
        SSLSessionInfo tls = ServletRequestContext.requireCurrent()
                .getExchange()
                .getConnection()
                .getSslSessionInfo();
        try {
            return tls != null && tls.getPeerCertificates()[0] instanceof X509Certificate certificate
                    ? Optional.of(certificate)
                    : Optional.empty();
        } catch (SSLPeerUnverifiedException | RenegotiationRequiredException notAsked) {
            return Optional.empty();
        }
    }
}
