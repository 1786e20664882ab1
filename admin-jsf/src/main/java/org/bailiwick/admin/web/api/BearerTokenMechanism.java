package org.bailiwick.admin.web.api;

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
import org.bailiwick.admin.AdministratorToken;
import org.bailiwick.admin.BearerToken;
import org.bailiwick.admin.TokenAuthentication;

/**
 * Lets administrators in by a bearer token in the {@code Authorization} header (RFC 6750 §2.1), and nowhere else: a URL
 * ends up in logs. Each request is judged by itself, without a session. Whoever shows no valid token is nobody; that the API
 * is not for nobodies says {@link ApiRequestFilter}, that the services are not say they.
 */
@ApplicationScoped
public class BearerTokenMechanism implements HttpAuthenticationMechanism {

    private static final String SCHEME = "bearer ";

    @Inject
    TokenAuthentication authentication;

    @Override
    public AuthenticationStatus validateRequest(
            HttpServletRequest request, HttpServletResponse response, HttpMessageContext context) {
        Optional<AdministratorToken> token = shown(request).flatMap(authentication::authenticate);
        return token.isPresent()
                ? context.notifyContainerAboutLogin(
                        token.get().id().toString(), Set.of(token.get().role().word()))
                : context.doNothing();
    }

    private static Optional<BearerToken> shown(HttpServletRequest request) {
        List<String> headers = Collections.list(request.getHeaders("Authorization"));
        if (headers.size() != 1 || !headers.get(0).toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            return Optional.empty();
        }
        return BearerToken.parse(headers.get(0).substring(SCHEME.length()).strip());
    }
}
