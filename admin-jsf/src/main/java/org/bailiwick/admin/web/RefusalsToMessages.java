package org.bailiwick.admin.web;

import jakarta.ejb.EJBAccessException;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.faces.FacesException;
import jakarta.faces.application.FacesMessage;
import jakarta.faces.application.ViewExpiredException;
import jakarta.faces.context.ExceptionHandler;
import jakarta.faces.context.ExceptionHandlerFactory;
import jakarta.faces.context.ExceptionHandlerWrapper;
import jakarta.faces.context.ExternalContext;
import jakarta.faces.context.FacesContext;
import jakarta.faces.event.ExceptionQueuedEvent;
import jakarta.faces.event.PhaseId;
import jakarta.persistence.LockTimeoutException;
import jakarta.persistence.OptimisticLockException;
import jakarta.persistence.PessimisticLockException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Iterator;
import java.util.UUID;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.AdminException.Refusal;
import org.bailiwick.admin.RefusalRecorder;
import org.bailiwick.hsm.TokenException;
import org.bailiwick.schema.DatabaseFault;
import org.primefaces.csp.CspException;

/**
 * What a service refuses becomes a sentence on the page, so no bean catches anything. What cannot be shown there (no such thing,
 * not for this role, a fault of ours) becomes an error page; a page that is too old is loaded anew.
 */
public class RefusalsToMessages extends ExceptionHandlerWrapper {

    private static final Logger LOG = System.getLogger(RefusalsToMessages.class.getName());

    RefusalsToMessages(ExceptionHandler wrapped) {
        super(wrapped);
    }

    @Override
    public void handle() {
        Iterator<ExceptionQueuedEvent> queued =
                getUnhandledExceptionQueuedEvents().iterator();
        while (queued.hasNext()) {
            ExceptionQueuedEvent event = queued.next();
            queued.remove();
            if (!event.getFacesContext().getResponseComplete()) {
                handle(event.getFacesContext(), event.getContext().getException());
            }
        }
    }

    private static void handle(FacesContext faces, Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof ViewExpiredException) {
                redirect(faces, "/login?expired=true");
                return;
            } else if (cause instanceof CspException) {
                // a form that was not made by the page, or by an older one
                refuse(faces, HttpServletResponse.SC_BAD_REQUEST);
                return;
            } else if (cause instanceof EJBAccessException) {
                record(faces, "role");
                refuse(faces, HttpServletResponse.SC_FORBIDDEN);
                return;
            } else if (cause instanceof AdminException refused) {
                handle(faces, refused);
                return;
            } else if (cause instanceof AcmeException refused) {
                show(faces, refused.problem().detail());
                return;
            } else if (cause instanceof OptimisticLockException
                    || cause instanceof PessimisticLockException
                    || cause instanceof LockTimeoutException) {
                show(
                        faces,
                        "Somebody else changed the same thing at the same moment; look at it again, and decide again.");
                return;
            } else if (cause instanceof TokenException || DatabaseFault.isAway(cause)) {
                LOG.log(
                        Level.WARNING,
                        "A page of the portal could not be shown, as the database or the token is away.",
                        cause);
                refuse(faces, HttpServletResponse.SC_SERVICE_UNAVAILABLE);
                return;
            }
        }
        if (faces.getCurrentPhaseId() == PhaseId.RESTORE_VIEW && faces.isPostback()) {
            // Faces has no other word for a state that it has not made
            LOG.log(Level.WARNING, "A form was sent to the portal with a state that is none: {0}", thrown.getMessage());
            redirect(faces, "/login?expired=true");
            return;
        }
        LOG.log(Level.ERROR, "Incident " + UUID.randomUUID(), thrown);
        refuse(faces, HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
    }

    private static void handle(FacesContext faces, AdminException refused) {
        if (refused.refusal() == Refusal.FOREIGN) {
            record(faces, "team");
        } else if (refused.refusal() == Refusal.FORBIDDEN) {
            record(faces, "role");
        }
        switch (refused.refusal()) {
            case UNKNOWN, FOREIGN -> refuse(faces, HttpServletResponse.SC_NOT_FOUND);
            case FORBIDDEN -> refuse(faces, HttpServletResponse.SC_FORBIDDEN);
            case INVALID, CONFLICT, STALE, UNCERTAIN -> {
                show(faces, String.valueOf(refused.getMessage()));
                refused.errors().forEach(error -> show(faces, error));
            }
        }
    }

    /** On the page itself; while it is written it is too late for that. */
    private static void show(FacesContext faces, String sentence) {
        if (faces.getCurrentPhaseId() == PhaseId.RENDER_RESPONSE || faces.getViewRoot() == null) {
            refuse(faces, HttpServletResponse.SC_BAD_REQUEST);
        } else {
            faces.addMessage(null, new FacesMessage(FacesMessage.SEVERITY_ERROR, sentence, sentence));
            faces.validationFailed();
            faces.renderResponse();
        }
    }

    private static void record(FacesContext faces, String because) {
        ExternalContext http = faces.getExternalContext();
        CDI.current()
                .select(RefusalRecorder.class)
                .get()
                .record(faces.isPostback() ? "POST" : "GET", "portal " + http.getRequestServletPath(), because, null);
    }

    private static void redirect(FacesContext faces, String path) {
        try {
            ExternalContext http = faces.getExternalContext();
            http.redirect(http.getRequestContextPath() + path);
            faces.responseComplete();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private static void refuse(FacesContext faces, int status) {
        try {
            ExternalContext http = faces.getExternalContext();
            if (http.isResponseCommitted()) {
                throw new FacesException("the page broke off with " + status);
            }
            http.responseReset();
            http.responseSendError(status, "");
            faces.responseComplete();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    /** Makes one for each request. */
    public static final class Factory extends ExceptionHandlerFactory {

        /** The container passes the one before it. */
        public Factory(ExceptionHandlerFactory wrapped) {
            super(wrapped);
        }

        @Override
        public ExceptionHandler getExceptionHandler() {
            return new RefusalsToMessages(getWrapped().getExceptionHandler());
        }
    }
}
