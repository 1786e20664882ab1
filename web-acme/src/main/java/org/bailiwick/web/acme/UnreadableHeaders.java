package org.bailiwick.web.acme;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Lets a {@code Content-Type} or {@code Accept} that names no media type, or a {@code Content-Type} of two fields, pass for
 * one that says nothing. JAX-RS would fail on it before any of our code sees it, without a problem document and without a
 * nonce, or take the first of two. So the first is refused like every other type that is not {@code application/jose+json}
 * (RFC 8555 §6.2), and the second is no wish (RFC 9110 §12.5.1).
 */
@WebFilter(urlPatterns = "/*", asyncSupported = true)
public class UnreadableHeaders implements Filter {

    /** RFC 9110 §12.4.2. */
    private static final Pattern WEIGHT = Pattern.compile("0(\\.[0-9]{0,3})?|1(\\.0{0,3})?");

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest http = (HttpServletRequest) request;
        Map<String, String> replaced = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        // one media type in one field, where Accept is a list
        List<String> types = Collections.list(http.getHeaders(HttpHeaders.CONTENT_TYPE));
        if (types.size() > 1 || !types.stream().allMatch(UnreadableHeaders::isMediaType)) {
            replaced.put(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_OCTET_STREAM);
        }
        if (!areMediaTypes(http.getHeaders(HttpHeaders.ACCEPT))) {
            replaced.put(HttpHeaders.ACCEPT, MediaType.WILDCARD);
        }
        chain.doFilter(replaced.isEmpty() ? request : new WithReplaced(http, replaced), response);
    }

    private static boolean areMediaTypes(Enumeration<String> values) {
        return Collections.list(values).stream()
                .flatMap(value -> Pattern.compile(",").splitAsStream(value))
                .allMatch(UnreadableHeaders::isMediaType);
    }

    private static boolean isMediaType(String text) {
        try {
            String weight = MediaType.valueOf(text.strip()).getParameters().getOrDefault("q", "1");
            return WEIGHT.matcher(weight).matches();
        } catch (IllegalArgumentException unreadable) {
            return false;
        }
    }

    /** The request with some headers replaced. */
    private static final class WithReplaced extends HttpServletRequestWrapper {

        private final Map<String, String> replaced;

        WithReplaced(HttpServletRequest request, Map<String, String> replaced) {
            super(request);
            this.replaced = replaced;
        }

        @Override
        public @Nullable String getContentType() {
            return getHeader(HttpHeaders.CONTENT_TYPE);
        }

        @Override
        public @Nullable String getHeader(String name) {
            String value = replaced.get(name);
            return value == null ? super.getHeader(name) : value;
        }

        @Override
        public Enumeration<String> getHeaders(String name) {
            String value = replaced.get(name);
            return value == null ? super.getHeaders(name) : Collections.enumeration(Collections.singleton(value));
        }
    }
}
