package org.bailiwick.web.pki;

import static java.nio.charset.StandardCharsets.US_ASCII;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.bailiwick.authority.IssuerCertificates;
import org.bailiwick.ca.CertificateBundle;
import org.bailiwick.ca.CertificateChain;
import org.bailiwick.hash.Sha256;

/**
 * An issuer's own certificate: {@code .cer} is DER, which the URLs in certificates name (RFC 5280 §4.2.2.1, RFC 2585 §4.1),
 * {@code .pem} is for people, {@code .p7c} has those above it as well.
 */
@ApplicationScoped
@Path("{file}")
public class IssuerCertificateResource {

    /** A certificate that is renewed has the same key, and so the same URL. */
    private static final Duration AGE = Duration.ofHours(1);

    @Inject
    IssuerCertificates certificates;

    @Inject
    Clock clock;

    @GET
    public Response get(@PathParam("file") String file, @Context HttpHeaders headers) {
        return PublicFile.parse(file)
                .flatMap(name -> certificates.chainOf(name.key()).flatMap(chain -> content(chain, name.extension())
                        .map(content -> answer(chain, content, headers))))
                .orElseGet(() -> PublicFile.notFound("There is no such CA certificate."));
    }

    private Response answer(CertificateChain chain, Content content, HttpHeaders headers) {
        Response bare = PublicFile.answer(
                        Preconditions.of(headers),
                        Sha256.hexadecimal(content.octets),
                        chain.first().getNotBefore().toInstant(),
                        clock.instant(),
                        AGE)
                .build();
        return bare.getStatus() == Response.Status.OK.getStatusCode()
                ? Response.fromResponse(bare)
                        .type(content.type)
                        .entity(content.octets)
                        .build()
                : bare;
    }

    private static Optional<Content> content(CertificateChain chain, String extension) {
        return switch (extension) {
            case "cer" -> Optional.of(new Content("application/pkix-cert", chain.firstDer()));
            case "pem" ->
                Optional.of(
                        new Content("application/x-pem-file", chain.firstPem().getBytes(US_ASCII)));
            case "p7c" -> Optional.of(new Content("application/pkcs7-mime", CertificateBundle.of(chain)));
            default -> Optional.empty();
        };
    }

    /** One of its forms. */
    private static final class Content {

        private final String type;
        private final byte[] octets;

        Content(String type, byte[] octets) {
            this.type = type;
            this.octets = octets;
        }
    }
}
