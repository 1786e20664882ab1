package org.bailiwick.admin.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.faces.context.ExternalContext;
import jakarta.faces.context.FacesContext;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Answers a request for a page, or a form that was sent, with a file instead. */
@ApplicationScoped
public class FileAnswer {

    private static final Logger LOG = System.getLogger(FileAnswer.class.getName());

    /** What is in a file. */
    @FunctionalInterface
    public interface Content {

        /** Writes it. */
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Sends one, to be kept by the browser's user and by nobody on the way.
     *
     * @param type its media type
     * @param name letters, digits, dots and hyphens
     */
    public void send(String type, String name, Content content) {
        FacesContext faces = FacesContext.getCurrentInstance();
        ExternalContext http = faces.getExternalContext();
        http.setResponseContentType(type);
        http.setResponseHeader("Content-Disposition", "attachment; filename=\"%s\"".formatted(name));
        http.setResponseHeader("Cache-Control", "no-store");
        try {
            OutputStream out = http.getResponseOutputStream();
            content.writeTo(out);
            out.flush();
        } catch (IOException gone) {
            LOG.log(Level.DEBUG, "who asked for a file did not wait for its end", gone);
        }
        faces.responseComplete();
    }
}
