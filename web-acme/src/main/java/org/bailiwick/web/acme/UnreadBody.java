package org.bailiwick.web.acme;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * Reads what is buffered of a body that nobody read because the request was refused before. Undertow fails at the end of
 * an answer on a body that is larger than its buffers if they were not emptied, with a stack trace in the log.
 */
@WebFilter(urlPatterns = "/*", asyncSupported = true)
public class UnreadBody implements Filter {

    private static final Logger LOG = System.getLogger(UnreadBody.class.getName());

    /** As much as the server reads before it calls us ({@code configure.cli}). Only what is there is read: nobody is waited for. */
    private static final int BUFFERED = 5 * 16 * 1024;

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        chain.doFilter(request, response);
        // what goes on asynchronously was read before, and what is too large was begun: what is left of it is not
        // waited for
        int status = ((HttpServletResponse) response).getStatus();
        if (!request.isAsyncStarted() && status != HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE) {
            emptyBuffers(request);
        }
    }

    private static void emptyBuffers(ServletRequest request) {
        try {
            InputStream body = request.getInputStream();
            int left = BUFFERED;
            for (int ready = body.available(); ready > 0 && left > 0; ready = body.available()) {
                left -= body.readNBytes(Math.min(ready, left)).length;
            }
        } catch (IOException | IllegalStateException nothingToRead) {
            LOG.log(Level.DEBUG, "the body was read or is gone");
        }
    }
}
