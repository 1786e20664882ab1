package org.bailiwick.monitoring;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.bailiwick.log.LogContext;
import org.bailiwick.metrics.HttpRequests;
import org.jspecify.annotations.Nullable;

/**
 * Gives each request an id, which every line of the log about it has and its client is told, and counts it when it is
 * answered. Both web modules have it as their first filter ({@code web.xml}).
 */
public final class RequestFilter implements Filter {

    /** The attribute of a request that says which resource method it is for. Whoever finds that out sets it. */
    public static final String RESOURCE = "org.bailiwick.resource";

    private static final String HEADER = "X-Request-Id";

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Answered answered = new Answered((HttpServletRequest) request, (HttpServletResponse) response);
        answered.response.setHeader(HEADER, LogContext.enterRequest());
        boolean thrown = true;
        try {
            chain.doFilter(request, response);
            thrown = false;
        } finally {
            LogContext.leave();
            if (thrown) {
                answered.count(HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
            } else {
                answered.countAtEnd();
            }
        }
    }

    /** Counts one request, now or when it ends on another thread. */
    private static final class Answered implements AsyncListener {

        private final HttpServletRequest request;
        private final HttpServletResponse response;
        private final long began = System.nanoTime();
        private @Nullable Object resource;

        Answered(HttpServletRequest request, HttpServletResponse response) {
            this.request = request;
            this.response = response;
        }

        void countAtEnd() {
            // when an answer is complete, the server has forgotten the request's attributes
            resource = request.getAttribute(RESOURCE);
            try {
                if (request.isAsyncStarted()) {
                    request.getAsyncContext().addListener(this);
                    return;
                }
            } catch (IllegalStateException endedMeanwhile) {
                // then it is counted like one that was answered at once
            }
            count(response.getStatus());
        }

        void count(int status) {
            HttpRequests.count(resource, request.getMethod(), status, began);
        }

        @Override
        public void onComplete(AsyncEvent event) {
            count(response.getStatus());
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            // it completes after that
        }

        @Override
        public void onError(AsyncEvent event) {
            // it completes after that
        }

        @Override
        public void onStartAsync(AsyncEvent event) {
            event.getAsyncContext().addListener(this);
        }
    }
}
