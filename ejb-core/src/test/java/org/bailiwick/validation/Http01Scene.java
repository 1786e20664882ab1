package org.bailiwick.validation;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.bailiwick.acme.Identifier;
import org.bailiwick.acme.JwkThumbprint;
import org.bailiwick.acme.KeyAuthorization;
import org.bailiwick.acme.Problem;
import org.bailiwick.acme.Token;
import org.bailiwick.validation.ValidationSettings.Ports;
import org.jspecify.annotations.Nullable;

/** An http-01 attempt with everything around it: a name server, web servers on 127.0.0.1, and the settings. */
final class Http01Scene implements AutoCloseable {

    static final Token TOKEN = new Token("evaGxfADs6pSRb2LAv9IZf17Dt3juxGJ-PCt92wr-oA");
    static final KeyAuthorization KEY_AUTHORIZATION =
            KeyAuthorization.of(TOKEN, new JwkThumbprint("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"));
    static final String PATH = "/.well-known/acme-challenge/" + TOKEN.value();

    /** Long enough not to matter; an attempt that needs it has failed. */
    private static final Duration AMPLE = Duration.ofSeconds(30);

    final NameServer dns;
    private final List<WebServer> servers = new ArrayList<>();
    private ValidationTargets targets = ValidationTargets.parse("default, 127.0.0.1, ::1");
    private Duration timeLimit = AMPLE;
    private int redirectLimit = 10;
    private int port;

    Http01Scene() throws IOException {
        dns = NameServer.start();
        dns.host("web.test", "127.0.0.1");
    }

    /** A web server; the first one is on the http-01 port. */
    WebServer serve(WebServer.Handler handler) throws IOException {
        return serve("127.0.0.1", null, handler);
    }

    WebServer serve(String address, @Nullable SSLContext tls, WebServer.Handler handler) throws IOException {
        WebServer server = WebServer.start(address, tls, handler);
        servers.add(server);
        if (port == 0) {
            port = server.port();
        }
        return server;
    }

    int port() {
        return port;
    }

    Http01Scene on(int http01Port) {
        port = http01Port;
        return this;
    }

    Http01Scene permitting(String text) {
        targets = ValidationTargets.parse(text);
        return this;
    }

    Http01Scene within(Duration limit) {
        timeLimit = limit;
        return this;
    }

    Http01Scene redirectLimit(int limit) {
        redirectLimit = limit;
        return this;
    }

    ValidationSettings settings() {
        return new ValidationSettings(targets, dns.resolver(), new Ports(port, 443), null, timeLimit, redirectLimit);
    }

    /** Attempts to prove web.test. */
    ValidationResult attempt() {
        return attempt("dns", "web.test");
    }

    ValidationResult attempt(String type, String name) {
        return new Http01Validator(settings())
                .validate(new ChallengeAttempt(Identifier.parse(type, name), TOKEN, KEY_AUTHORIZATION));
    }

    /** What a failed attempt to prove web.test says. */
    NotProven failure() {
        if (attempt() instanceof NotProven failure) {
            return failure;
        }
        throw new AssertionError("the attempt succeeded");
    }

    Problem problem() {
        return failure().problem();
    }

    static List<String> sentences(ValidationResult result) {
        return result.trace().steps().stream().map(ValidationStep::sentence).toList();
    }

    @Override
    public void close() throws IOException {
        for (WebServer server : servers) {
            server.close();
        }
        dns.close();
    }
}
