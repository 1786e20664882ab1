package org.bailiwick.web.start;

import jakarta.faces.render.ResponseStateManager;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** What browsers may do with the start page: show it, and nothing else. */
@WebFilter("*.xhtml")
public class SecurityHeaders implements Filter {

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletResponse http = (HttpServletResponse) response;
        http.setHeader(
                "Content-Security-Policy",
                "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
        http.setHeader("X-Content-Type-Options", "nosniff");
        http.setHeader("Referrer-Policy", "no-referrer");
        String method = ((HttpServletRequest) request).getMethod();
        if (!method.equals("GET") && !method.equals("HEAD")) {
            http.setHeader("Allow", "GET, HEAD");
            http.sendError(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
        } else if (request.getParameter(ResponseStateManager.VIEW_STATE_PARAM) != null) {
            // there is no form here, so nobody has a state to come back to
            http.sendError(HttpServletResponse.SC_BAD_REQUEST);
        } else {
            chain.doFilter(request, response);
        }
    }
}
