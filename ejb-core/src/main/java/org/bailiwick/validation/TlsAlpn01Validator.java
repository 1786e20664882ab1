package org.bailiwick.validation;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.bailiwick.acme.ChallengeType;
import org.bailiwick.acme.DnsIdentifier;
import org.bailiwick.acme.Identifier;
import org.bailiwick.acme.IpIdentifier;
import org.bailiwick.acme.ProblemType;

/**
 * tls-alpn-01 (RFC 8737; RFC 8738 §6 for IP addresses): the host, asked for the application protocol {@code acme-tls/1},
 * must show a certificate that was made for this challenge. Nothing is said over the connection.
 */
public final class TlsAlpn01Validator implements ChallengeValidator {

    private static final String PROTOCOL = "acme-tls/1";

    private final ValidationSettings settings;
    private final TargetConnector connector;

    public TlsAlpn01Validator(ValidationSettings settings) {
        this.settings = settings;
        this.connector = new TargetConnector(settings);
    }

    @Override
    public ChallengeType type() {
        return ChallengeType.TLS_ALPN_01;
    }

    @Override
    public ValidationResult validate(ChallengeAttempt attempt) {
        TraceRecorder trace = new TraceRecorder();
        try {
            Identifier host = attempt.identifier();
            if (host instanceof DnsIdentifier name && name.wildcard()) {
                throw ValidationFailure.lasting(
                        ProblemType.MALFORMED,
                        "tls-alpn-01 asks one host and cannot prove a wildcard name; use dns-01.");
            }
            ChallengeCertificate shown = shown(host, trace);
            shown.require(host, attempt.keyAuthorization());
            trace.proven(host.value(), "the certificate is the one for this challenge");
            return new Proven(trace.trace());
        } catch (ValidationFailure failure) {
            return failure.notProven(trace.trace());
        }
    }

    /** The certificate that the host shows to who speaks this protocol. */
    private ChallengeCertificate shown(Identifier host, TraceRecorder trace) throws ValidationFailure {
        Deadline deadline = Deadline.in(settings.timeLimit());
        int port = settings.ports().tlsAlpn01();
        try (BoundedSocket connection = connector.connect(host, port, deadline, trace)) {
            InetAddress address = connection.getInetAddress();
            String server = server(host, port, address);
            try {
                String serverName = host instanceof IpIdentifier ip ? ip.reverseName() : host.value();
                SSLSocket tls = UnverifiedTls.over(connection, serverName, port, PROTOCOL);
                ChallengeCertificate certificate = new ChallengeCertificate(
                        server, (X509Certificate) tls.getSession().getPeerCertificates()[0]);
                String version = tls.getSession().getProtocol();
                requireProtocol(server, tls.getApplicationProtocol());
                trace.negotiated(
                        host.value(), port, address, version + " and " + PROTOCOL, serverName, certificate.described());
                return certificate;
            } catch (IOException failure) {
                throw failed(server, failure, deadline);
            }
        }
    }

    private static String server(Identifier host, int port, InetAddress address) {
        return host instanceof IpIdentifier
                ? "%s port %d".formatted(host.value(), port)
                : "%s port %d (%s)".formatted(host.value(), port, IpIdentifier.text(address));
    }

    private static void requireProtocol(String server, String negotiated) throws ValidationFailure {
        // Java ends a handshake in which the server takes another protocol than was offered.
        if (!negotiated.equals(PROTOCOL)) {
            throw ValidationFailure.lasting(
                    ProblemType.TLS,
                    "%s speaks TLS, but did not take the application protocol \"%s\" (RFC 8737 §3)."
                            .formatted(server, PROTOCOL));
        }
    }

    private static ValidationFailure failed(String server, IOException failure, Deadline deadline) {
        if (deadline.passed() || UnverifiedTls.hasCause(failure, SocketTimeoutException.class)) {
            return ValidationFailure.passing(
                    ProblemType.CONNECTION, "%s did not complete the TLS handshake in time.".formatted(server));
        }
        if (UnverifiedTls.hasCause(failure, BoundedSocket.LimitExceeded.class)) {
            return ValidationFailure.lasting(
                    ProblemType.TLS,
                    "%s sent more than the 64 KiB that are read of a TLS handshake.".formatted(server));
        }
        if (UnverifiedTls.hasCause(failure, CertificateException.class)) {
            return ValidationFailure.lasting(
                    ProblemType.UNAUTHORIZED,
                    "%s shows a certificate that cannot be read: it is not as RFC 5280 §4 says, or has an extension twice."
                            .formatted(server));
        }
        boolean closed = UnverifiedTls.hasCause(failure, EOFException.class)
                || UnverifiedTls.hasCause(failure, SocketException.class);
        if (failure instanceof SSLException && !closed) {
            return ValidationFailure.lasting(
                    ProblemType.TLS,
                    "No TLS connection with the application protocol \"%s\" to %s could be made: %s."
                            .formatted(PROTOCOL, server, UnverifiedTls.describe(failure)));
        }
        return ValidationFailure.passing(
                ProblemType.CONNECTION,
                "%s closed the connection before the TLS handshake was complete.".formatted(server));
    }
}
