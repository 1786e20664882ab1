package org.bailiwick.upstream.cmp;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bailiwick.ca.TrustAnchors;
import org.bailiwick.cmp.CmpMessage;
import org.jspecify.annotations.Nullable;

/**
 * CMP messages over HTTP (RFC 9811). Each exchange has an end: five seconds to connect, thirty for all of it, and no answer is
 * longer than a CMP message may be. Over TLS the CA's server shows a certificate for its name, below the trust anchors.
 */
@ApplicationScoped
class CmpTransfer {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration WHOLE = Duration.ofSeconds(30);
    private static final String MEDIA_TYPE = "application/pkixcmp";

    /** By whom they trust: each has threads and connections of its own. */
    private final Cache<Set<X509Certificate>, HttpClient> clients = Caffeine.newBuilder()
            .maximumSize(50)
            .expireAfterAccess(Duration.ofHours(1))
            .build();

    /**
     * Sends a request, and waits for the answer to it.
     *
     * @throws IOException if there is none, or one that is no CMP message; the message is a clause for an administrator
     */
    byte[] exchange(URI url, TrustAnchors anchors, byte[] message) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(url)
                .timeout(WHOLE)
                .header("Content-Type", MEDIA_TYPE)
                .POST(BodyPublishers.ofByteArray(message))
                .build();
        CompletableFuture<HttpResponse<byte[]>> answer =
                client(anchors).sendAsync(request, ignored -> new BoundedBody(CmpMessage.MAXIMUM_RESPONSE));
        try {
            return body(answer.get(WHOLE.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException late) {
            throw new IOException("it did not answer within %d seconds".formatted(WHOLE.toSeconds()), late);
        } catch (ExecutionException failed) {
            throw new IOException(clause(failed.getCause()), failed);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new IOException("this server stops", stopping);
        } finally {
            answer.cancel(true);
        }
    }

    /** With some servers an error has a status of HTTP beside that of CMP (RFC 9811 §3.1). */
    private static byte[] body(HttpResponse<byte[]> answer) throws IOException {
        String type = answer.headers()
                .firstValue("Content-Type")
                .orElse("")
                .toLowerCase(Locale.ROOT)
                .split(";", 2)[0]
                .strip();
        if (answer.body().length == 0 || !type.equals(MEDIA_TYPE)) {
            throw new IOException("it answered with HTTP status %d and no CMP message".formatted(answer.statusCode()));
        }
        return answer.body();
    }

    private static String clause(@Nullable Throwable failure) {
        if (failure == null) {
            return "it failed";
        }
        String kind = failure.getClass().getSimpleName();
        return failure.getMessage() == null ? kind : kind + ": " + failure.getMessage();
    }

    private HttpClient client(TrustAnchors anchors) {
        return clients.get(Set.copyOf(anchors.certificates()), CmpTransfer::made);
    }

    private static HttpClient made(Set<X509Certificate> anchors) {
        return HttpClient.newBuilder()
                .version(Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .followRedirects(Redirect.NEVER)
                .sslContext(trusting(anchors))
                .build();
    }

    private static SSLContext trusting(Set<X509Certificate> anchors) {
        try {
            PKIXBuilderParameters parameters = new PKIXBuilderParameters(
                    anchors.stream()
                            .map(anchor -> new TrustAnchor(anchor, null))
                            .collect(Collectors.toSet()),
                    new X509CertSelector());
            parameters.setRevocationEnabled(false);
            TrustManagerFactory managers = TrustManagerFactory.getInstance("PKIX");
            managers.init(new CertPathTrustManagerParameters(parameters));
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java runtime has PKIX and TLS", impossible);
        }
    }
}
