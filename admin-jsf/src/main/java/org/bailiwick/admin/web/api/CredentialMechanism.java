package org.bailiwick.admin.web.api;

import jakarta.ejb.EJBException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.authentication.mechanism.http.HttpAuthenticationMechanism;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.bailiwick.acme.Problem;
import org.bailiwick.admin.BearerToken;
import org.bailiwick.admin.ClientCertificate;
import org.bailiwick.admin.Credential;
import org.bailiwick.admin.Identity;
import org.bailiwick.admin.TokenAuthentication;
import org.bailiwick.admin.TokenAuthentication.Recognition;
import org.bailiwick.admin.web.ConnectionCertificate;
import org.bailiwick.admin.web.SessionAuthentication;
import org.bailiwick.audit.RefusalEvent.CredentialRefused;
import org.bailiwick.audit.Refusals;
import org.bailiwick.schema.DatabaseFault;

/**
 * Lets administrators in. To the portal's pages by their session, and by nothing else. To the API by a bearer token in the
 * {@code Authorization} header (RFC 6750 §2.1), and nowhere else: a URL ends up in logs. Without that header by the client
 * certificate of the connection, never by what a header says of one. There each request is judged by itself, and a session is
 * not looked at. Whoever shows nothing valid is nobody; that the API is not for nobodies says {@link ApiRequestFilter}, that
 * the pages are not says {@link org.bailiwick.admin.web.PortalGate}, that the services are not say they.
 *
 * <p>A browser shows a certificate with whatever request a page of anybody's makes it send, but puts a header of ours on it
 * only if we had agreed to that beforehand (the preflight of CORS, to which we never agree). So by certificate only a request
 * with {@link #INTENT} comes in.
 */
@ApplicationScoped
public class CredentialMechanism implements HttpAuthenticationMechanism {

    /** With any value: the header by which a program says that it means what it sends. */
    static final String INTENT = "Bailiwick-Request";

    /** The attribute of a request whose credential nobody could judge, as the database is away: what was thrown. */
    static final String NOT_READ = CredentialMechanism.class.getName();

    private static final String SCHEME = "bearer ";

    @Inject
    TokenAuthentication authentication;

    @Inject
    SessionAuthentication sessions;

    @Inject
    Refusals refusals;

    @Override
    public AuthenticationStatus validateRequest(
            HttpServletRequest request, HttpServletResponse response, HttpMessageContext context) {
        if (SessionAuthentication.isForPage(request)) {
            return letIn(context, sessions.recognise(request));
        }
        Optional<? extends Credential> shown = shown(request);
        if (shown.isEmpty()) {
            return context.doNothing();
        }
        Recognition recognition;
        try {
            recognition = authentication.recognise(shown.get());
        } catch (EJBException notRead) {
            if (!DatabaseFault.isAway(notRead)) {
                throw notRead;
            }
            request.setAttribute(NOT_READ, notRead);
            return context.doNothing();
        }
        if (recognition.valid().isEmpty()) {
            tell(request, shown.get(), recognition.token().map(token -> token.id()
                    .toString()));
        }
        return letIn(context, recognition.valid());
    }

    private static AuthenticationStatus letIn(HttpMessageContext context, Optional<? extends Identity> identity) {
        return identity.isPresent()
                ? context.notifyContainerAboutLogin(
                        identity.get().id().toString(),
                        Set.of(identity.get().role().word()))
                : context.doNothing();
    }

    /**
     * Who tries a credential that is none, or is one no more, is told to the auditor; who shows nothing is not. Certificates
     * cost their CA something, so what is refused of one is counted by itself, wherever it comes from.
     */
    private void tell(HttpServletRequest request, Credential credential, Optional<String> former) {
        String client = request.getRemoteAddr();
        Optional<ClientCertificate> certificate =
                credential instanceof ClientCertificate shown ? Optional.of(shown) : Optional.empty();
        Optional<String> sha256 = certificate.map(ClientCertificate::sha256);
        refusals.record(
                former.or(() -> sha256),
                client,
                new CredentialRefused(
                        request.getMethod() + " " + Problem.printable(request.getRequestURI()),
                        client,
                        former.orElse(null),
                        sha256.orElse(null),
                        certificate.map(ClientCertificate::subject).orElse(null)));
    }

    private static Optional<? extends Credential> shown(HttpServletRequest request) {
        List<String> headers = Collections.list(request.getHeaders("Authorization"));
        return headers.isEmpty() ? certificate(request) : token(headers);
    }

    private static Optional<BearerToken> token(List<String> headers) {
        if (headers.size() != 1 || !headers.get(0).toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            return Optional.empty();
        }
        return BearerToken.parse(headers.get(0).substring(SCHEME.length()).strip());
    }

    private static Optional<ClientCertificate> certificate(HttpServletRequest request) {
        return request.getHeader(INTENT) == null
                ? Optional.empty()
                : ConnectionCertificate.shown().map(ClientCertificate::of);
    }
}
