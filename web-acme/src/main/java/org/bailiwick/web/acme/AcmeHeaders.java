package org.bailiwick.web.acme;

import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bailiwick.config.Settings;
import org.bailiwick.nonce.NonceService;

/**
 * The headers of every answer, of refusals too: a fresh {@code Replay-Nonce} for a POST (RFC 8555 §6.5), the link to the
 * directory (§7.1), and that nothing may be cached.
 */
@Provider
public class AcmeHeaders implements ContainerResponseFilter {

    private static final Pattern BELOW_DIRECTORY =
            Pattern.compile("/?(?<authority>[a-z0-9-]+)/(?<provisioner>[a-z0-9-]+)/(?<resource>.+)");

    static final String REPLAY_NONCE = "Replay-Nonce";

    @Inject
    NonceService nonces;

    @Inject
    Settings settings;

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        MultivaluedMap<String, Object> headers = response.getHeaders();
        headers.putSingle(HttpHeaders.CACHE_CONTROL, "no-store");
        if (request.getMethod().equals("POST")) {
            headers.putSingle(REPLAY_NONCE, nonces.fresh());
        }
        Matcher path = BELOW_DIRECTORY.matcher(request.getUriInfo().getPath());
        if (path.matches() && !path.group("resource").equals("directory")) {
            URI directory = new Directory(path.group("authority"), path.group("provisioner"), settings.url()).url();
            headers.add(HttpHeaders.LINK, "<" + directory + ">;rel=\"index\"");
        }
    }
}
