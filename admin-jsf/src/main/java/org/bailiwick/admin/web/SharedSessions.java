package org.bailiwick.admin.web;

import io.undertow.server.HttpServerExchange;
import io.undertow.server.session.InMemorySessionManager;
import io.undertow.server.session.Session;
import io.undertow.server.session.SessionConfig;
import io.undertow.util.AttachmentKey;
import jakarta.ejb.EJBException;
import jakarta.enterprise.inject.spi.CDI;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.bailiwick.schema.DatabaseFault;
import org.bailiwick.session.SessionStore;
import org.jspecify.annotations.Nullable;

/**
 * The server's sessions in memory, which give way to what the database has. At its first look at a session each request asks
 * there who had it last. If that was another node, it goes on as it was there, under the same id; if it was ended, by
 * whichever node, it is ended here. A request without a session's cookie asks nothing.
 */
final class SharedSessions extends InMemorySessionManager {

    /** The attribute that says under which id the database has a session. It is not written there. */
    static final String KEPT = SharedSessions.class.getName();

    private static final Logger LOG = System.getLogger(SharedSessions.class.getName());
    private static final AttachmentKey<Boolean> ASKED = AttachmentKey.create(Boolean.class);
    private static final int LOCKS = 64;

    private final List<Object> locks =
            IntStream.range(0, LOCKS).mapToObj(each -> new Object()).toList();

    SharedSessions(String deployment) {
        super(deployment, -1);
    }

    @Override
    public @Nullable Session getSession(HttpServerExchange exchange, SessionConfig config) {
        String id = exchange == null ? null : config.findSessionId(exchange);
        if (id == null || exchange.getAttachment(ASKED) != null) {
            return super.getSession(exchange, config);
        }
        exchange.putAttachment(ASKED, true);
        // of two requests at once the second finds what the first has read
        synchronized (locks.get(Math.floorMod(id.hashCode(), LOCKS))) {
            Session here = super.getSession(exchange, config);
            try {
                return current(exchange, config, id, here);
            } catch (EJBException notRead) {
                if (!DatabaseFault.isAway(notRead)) {
                    throw notRead;
                }
                // whoever it is is looked up there, too, so this opens nothing
                return here;
            }
        }
    }

    private @Nullable Session current(
            HttpServerExchange exchange, SessionConfig config, String id, @Nullable Session here) {
        SessionStore store = CDI.current().select(SessionStore.class).get();
        switch (store.place(id)) {
            case NOWHERE -> {
                return here != null && id.equals(here.getAttribute(KEPT)) ? ended(exchange, here) : here;
            }
            case HERE -> {
                if (here != null) {
                    return here;
                }
            }
            case ELSEWHERE -> {
                // read below
            }
        }
        Optional<Map<String, Object>> content = store.read(id).flatMap(SharedSessions::attributes);
        if (content.isEmpty()) {
            return ended(exchange, here);
        }
        Session session = here == null ? createSession(exchange, config) : here;
        List.copyOf(session.getAttributeNames()).forEach(session::removeAttribute);
        content.get().forEach(session::setAttribute);
        session.setAttribute(KEPT, id);
        return session;
    }

    private static @Nullable Session ended(HttpServerExchange exchange, @Nullable Session here) {
        if (here != null) {
            here.invalidate(exchange);
        }
        return null;
    }

    /** What another version wrote is not read; its owner logs in again. */
    private static Optional<Map<String, Object>> attributes(byte[] content) {
        try {
            return Optional.of(SessionContent.read(content));
        } catch (IOException
                | ClassNotFoundException
                | ClassCastException
                | IllegalArgumentException
                | IllegalStateException notReadable) {
            LOG.log(
                    Level.WARNING,
                    "A session of another node cannot be read here; its owner logs in again.",
                    notReadable);
            return Optional.empty();
        }
    }
}
