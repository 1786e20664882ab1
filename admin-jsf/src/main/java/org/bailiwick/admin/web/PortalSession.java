package org.bailiwick.admin.web;

import jakarta.ejb.EJBException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Collections;
import java.util.ConcurrentModificationException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.bailiwick.person.LoggedIn;
import org.bailiwick.session.SessionStore;
import org.bailiwick.session.SessionStore.Written;

/**
 * The session of who is logged in. There is none before that, and it is always a new one: nobody can be handed one that
 * somebody else knows (session fixation).
 */
@ApplicationScoped
public class PortalSession {

    private static final Logger LOG = System.getLogger(PortalSession.class.getName());

    private static final String ATTRIBUTE = LoggedIn.class.getName();

    @Inject
    HttpServletRequest request;

    @Inject
    SessionStore store;

    /** Somebody logged in. It is written at once: the page that he is sent to may be another node's. */
    public void begin(LoggedIn loggedIn) {
        end();
        request.getSession(true).setAttribute(ATTRIBUTE, loggedIn);
        keep();
    }

    /** He goes on in an epoch that he began himself, with another id: the one before may have been seen. */
    public void renew(int epoch) {
        loggedIn(request).ifPresent(before -> {
            request.changeSessionId();
            request.getSession().setAttribute(ATTRIBUTE, before.in(epoch));
            keep();
        });
    }

    /** He logs out; there is nothing left, at no node. */
    public void end() {
        HttpSession session = request.getSession(false);
        if (session != null) {
            store.remove(session.getId());
            session.invalidate();
        }
    }

    /**
     * Writes what the session of somebody who is logged in holds to where other nodes have it. If that cannot be done now,
     * this node has it, and writes it after the next page.
     */
    void keep() {
        HttpSession session = request.getSession(false);
        if (session == null || loggedIn(request).isEmpty()) {
            return;
        }
        try {
            write(session);
        } catch (EJBException notWritten) {
            LOG.log(Level.WARNING, "A session of the portal was not written for other nodes.", notWritten);
        } catch (ConcurrentModificationException | IllegalStateException another) {
            LOG.log(Level.DEBUG, "another request of the same session changes it, or has ended it", another);
        }
    }

    private void write(HttpSession session) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        for (String name : Collections.list(session.getAttributeNames())) {
            attributes.put(name, session.getAttribute(name));
        }
        String id = session.getId();
        Object kept = attributes.remove(SharedSessions.KEPT);
        Written written = store.write(
                id, octets(attributes), Duration.ofSeconds(session.getMaxInactiveInterval()), !id.equals(kept));
        if (written == Written.ENDED) {
            session.invalidate();
        } else if (written == Written.KEPT && !id.equals(kept)) {
            session.setAttribute(SharedSessions.KEPT, id);
            if (kept instanceof String before) {
                store.remove(before);
            }
        }
    }

    private static byte[] octets(Map<String, Object> attributes) {
        try {
            return SessionContent.write(attributes);
        } catch (IOException cannotGoElsewhere) {
            LOG.log(Level.WARNING, "A session of the portal holds what cannot go to another node.", cannotGoElsewhere);
            return new byte[0];
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
