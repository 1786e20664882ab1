package org.bailiwick.admin.web;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * What browsers may do with what the portal answers. The Content-Security-Policy of a page is PrimeFaces's, which knows the
 * page's nonce ({@code web.xml}); all else gets one here that permits no script at all.
 */
public class SecurityHeaders implements Filter {

    private static final String WITHOUT_SCRIPTS =
            "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    /** What has its version in its address never changes there. */
    private static final String FOR_EVER = "public, max-age=31536000, immutable";

    private static final String ASSETS = "/assets/";

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest http = (HttpServletRequest) request;
        if (!http.getServletPath().equals("/api")) {
            set(http, (HttpServletResponse) response);
        }
        chain.doFilter(request, response);
    }

    private static void set(HttpServletRequest request, HttpServletResponse response) {
        boolean page = SessionAuthentication.isForPage(request);
        if (!page) {
            response.setHeader("Content-Security-Policy", WITHOUT_SCRIPTS);
        }
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("X-Frame-Options", "DENY");
        // links that set a password have their secret in the address
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
        response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
        response.setHeader("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()");
        if (request.getServletPath().startsWith(ASSETS)) {
            response.setHeader("Cache-Control", request.getParameter("v") == null ? "no-cache" : FOR_EVER);
        } else if (!PortalGate.isResource(request)) {
            response.setHeader("Cache-Control", "no-store");
        }
    }
}
