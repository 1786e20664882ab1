package org.bailiwick.admin.web.api;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.Collections;
import java.util.regex.Pattern;

/** Refuses a {@code Content-Type} or {@code Accept} that cannot be read: JAX-RS fails on it before any of our code sees it. */
@WebFilter("/api/*")
public class ReadableHeaders implements Filter {

    /** RFC 9110 §12.4.2. */
    private static final Pattern WEIGHT = Pattern.compile("0(\\.[0-9]{0,3})?|1(\\.0{0,3})?");

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest http = (HttpServletRequest) request;
        if (areReadable(http, HttpHeaders.CONTENT_TYPE) && areReadable(http, HttpHeaders.ACCEPT)) {
            chain.doFilter(request, response);
        } else if (http.getUserPrincipal() == null) {
            write(ApiRequestFilter.refused(http.getHeader(HttpHeaders.AUTHORIZATION) != null), response);
        } else if (areReadable(http, HttpHeaders.CONTENT_TYPE)) {
            write(ProblemResponse.of(400, "The Accept header names something that is no media type."), response);
        } else {
            write(
                    ProblemResponse.of(415, "The Content-Type is no media type; mostly it is application/json."),
                    response);
        }
    }

    private static boolean areReadable(HttpServletRequest request, String header) {
        return Collections.list(request.getHeaders(header)).stream()
                .flatMap(value -> Pattern.compile(",").splitAsStream(value))
                .allMatch(ReadableHeaders::isMediaType);
    }

    private static boolean isMediaType(String text) {
        try {
            String weight = MediaType.valueOf(text.strip()).getParameters().getOrDefault("q", "1");
            return WEIGHT.matcher(weight).matches();
        } catch (IllegalArgumentException unreadable) {
            return false;
        }
    }

    private static void write(Response problem, ServletResponse response) throws IOException {
        HttpServletResponse http = (HttpServletResponse) response;
        http.setStatus(problem.getStatus());
        problem.getStringHeaders().forEach((name, values) -> values.forEach(value -> http.setHeader(name, value)));
        http.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        http.getWriter().print(problem.getEntity());
    }
}
