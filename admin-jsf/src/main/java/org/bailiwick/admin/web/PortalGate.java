package org.bailiwick.admin.web;

import jakarta.faces.application.ResourceHandler;
import jakarta.faces.render.ResponseStateManager;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;

/**
 * Before all pages: who is not logged in is asked to, but for the few pages that are for that; and what another site makes a
 * browser send changes nothing. It stands before the servlet of the pages, whatever their addresses look like.
 */
public class PortalGate implements Filter {

    private static final Set<String> FOR_EVERYBODY = Set.of("/login", "/setup", "/invitation");

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST");

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest http = (HttpServletRequest) request;
        HttpServletResponse answer = (HttpServletResponse) response;
        boolean post = http.getMethod().equals("POST");
        if (!METHODS.contains(http.getMethod())) {
            answer.setHeader("Allow", "GET, HEAD, POST");
            answer.sendError(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
        } else if (post
                && !SameOrigin.is(http.getHeader("Sec-Fetch-Site"), http.getHeader("Origin"), http.getHeader("Host"))) {
            answer.sendError(HttpServletResponse.SC_FORBIDDEN);
        } else if (!post && http.getParameter(ResponseStateManager.VIEW_STATE_PARAM) != null) {
            // Faces would take it for a form that was sent
            answer.sendError(HttpServletResponse.SC_BAD_REQUEST);
        } else if (post && Uploads.isOne(http.getContentType())) {
            takeFiles(http, answer, chain);
        } else if (http.getUserPrincipal() != null || isResource(http) || isForEverybody(http.getServletPath())) {
            chain.doFilter(request, response);
        } else {
            askToLogIn(http, answer);
        }
    }

    /** Nobody who is not logged in has the server read files. */
    private static void takeFiles(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        int refusal = Uploads.refusal(withoutSuffix(request.getServletPath()), request.getContentLengthLong());
        if (request.getUserPrincipal() == null) {
            askToLogIn(request, response);
        } else if (refusal != 0) {
            response.sendError(refusal);
        } else if (Uploads.isReadable(request)) {
            chain.doFilter(request, response);
        } else {
            response.sendError(HttpServletResponse.SC_BAD_REQUEST);
        }
    }

    /**
     * Whether a page is for those, too, who are not logged in.
     *
     * @param path within the portal, with or without the suffix
     */
    static boolean isForEverybody(String path) {
        return FOR_EVERYBODY.contains(withoutSuffix(path));
    }

    /** Whether it is a script, a style or an image that Faces or PrimeFaces bring. */
    static boolean isResource(HttpServletRequest request) {
        return request.getServletPath().startsWith(ResourceHandler.RESOURCE_IDENTIFIER + "/");
    }

    private static void askToLogIn(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if ("partial/ajax".equals(request.getHeader("Faces-Request"))) {
            // Jakarta Faces §13.4.4: a script follows no redirect of HTTP's, it is told where to go
            response.setContentType("text/xml");
            response.setCharacterEncoding("UTF-8");
            response.getWriter()
                    .print(
                            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><partial-response><redirect url=\"%s\"/></partial-response>"
                                    .formatted(request.getContextPath() + "/login"));
        } else if (request.getMethod().equals("POST")) {
            redirect(response, request.getContextPath() + "/login");
        } else if (SameOrigin.isFollowedLink(request.getHeader("Sec-Fetch-Site"))) {
            // the cookie is not sent along with a link of another site; it is with one of our own
            response.setHeader("Refresh", "0");
            response.setContentType("text/plain");
            response.getWriter().print("One moment.");
        } else {
            redirect(response, request.getContextPath() + ReturnAddress.logIn(page(request), request.getQueryString()));
        }
    }

    /** Without a host (RFC 9110 §10.2.2): the server would take it from what the request says it is. */
    private static void redirect(HttpServletResponse response, String path) {
        response.setStatus(HttpServletResponse.SC_FOUND);
        response.setHeader("Location", path);
    }

    /** The page's path within the portal, without the suffix that it may have. */
    private static String page(HttpServletRequest request) {
        String path = withoutSuffix(request.getServletPath());
        return path.equals("/index") ? "/" : path;
    }

    private static String withoutSuffix(String path) {
        return path.replaceFirst("\\.xhtml$", "");
    }
}
