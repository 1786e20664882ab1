package org.bailiwick.admin.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.Optional;
import org.bailiwick.person.LoggedIn;

/**
 * The session of who is logged in. There is none before that, and it is always a new one: nobody can be handed one that
 * somebody else knows (session fixation).
 */
@ApplicationScoped
public class PortalSession {

    private static final String ATTRIBUTE = LoggedIn.class.getName();

    @Inject
    HttpServletRequest request;

    /** Somebody logged in. */
    public void begin(LoggedIn loggedIn) {
        end();
        request.getSession(true).setAttribute(ATTRIBUTE, loggedIn);
    }

    /** He goes on in an epoch that he began himself, with another id: the one before may have been seen. */
    public void renew(int epoch) {
        loggedIn(request).ifPresent(before -> {
            request.changeSessionId();
            request.getSession().setAttribute(ATTRIBUTE, before.in(epoch));
        });
    }

    /** He logs out; there is nothing left. */
    public void end() {
        HttpSession session = request.getSession(false);
        if (session != null) {
            session.invalidate();
        }
    }

    /** The address that the request came from. */
    public String client() {
        return request.getRemoteAddr();
    }

    /** Who logged in. */
    public static Optional<LoggedIn> loggedIn(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        return session != null && session.getAttribute(ATTRIBUTE) instanceof LoggedIn loggedIn
                ? Optional.of(loggedIn)
                : Optional.empty();
    }
}
