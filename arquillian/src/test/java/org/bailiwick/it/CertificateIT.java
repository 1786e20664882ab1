package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import org.bailiwick.it.AcmeClient.Answer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** In which form a certificate is downloaded (RFC 8555 §7.4.2, §9.1); FinalizeIT says who may. */
class CertificateIT {

    private static final String NAME = "download.localhost";
    private static final String PEM = "application/pem-certificate-chain";
    private static final String DER = "application/pkix-cert";

    private final AcmeClient client;
    private final Certified certified;

    CertificateIT() throws IOException, InterruptedException, GeneralSecurityException {
        client = Clients.registered();
        try (ChallengeResponder responder =
                new ChallengeResponder(SharedServer.get().settings().http01Port())) {
            certified = Certified.get(client, responder, NAME);
        }
    }

    /** §7.4.2: "A certificate resource represents a single, immutable certificate"; the default is the chain. */
    @Test
    void theChainIsGivenToWhoDoesNotWishOtherwise() throws IOException, InterruptedException {
        for (String accept : new String[] {
            null,
            "*/*",
            "application/*",
            PEM,
            PEM.toUpperCase(java.util.Locale.ROOT),
            PEM + ", */*;q=0.1",
            DER + ";q=0.5, " + PEM,
            "text/html, " + PEM + ";q=0.1",
            "not a media type"
        }) {
            Answer answer = download(certified.url(), accept);
            assertThat(answer.status()).as(accept + answer.body()).isEqualTo(200);
            assertThat(answer.header("Content-Type")).as(accept).startsWith(PEM);
            assertThat(answer.body()).isEqualTo(certified.pem());
        }
    }

    @Test
    void theCertificateAloneIsGivenToWhoWishesIt() throws IOException, InterruptedException {
        for (String accept : List.of(DER, DER + ", " + PEM + ";q=0.5", PEM + ";q=0, " + DER, DER + ", text/plain")) {
            Answer answer = download(certified.url(), accept);
            assertThat(answer.status()).as(accept + answer.body()).isEqualTo(200);
            assertThat(answer.header("Content-Type")).as(accept).isEqualTo(DER);
            assertThat(answer.body()).isEqualTo(new String(certified.der(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void anotherFormIsNotAcceptable() throws IOException, InterruptedException {
        for (String accept : List.of("text/html", "application/pkcs7-mime", "application/x-pem-file", "image/*")) {
            Clients.assertRefused(client, download(certified.url(), accept), 406, "malformed");
        }
    }

    /** RFC 8555 §7.4.2: there is none unless the PKI team adds one; a number of none is not there. */
    @Test
    void thereIsNoAlternativeChainUnlessOneIsAdded() throws IOException, InterruptedException {
        assertThat(client.postAsGet(certified.url()).headers().allValues("Link"))
                .noneMatch(link -> link.contains("alternate"));
        for (String number : List.of("0", "1", "01", "2", "9999", "10000", "-1", "x", "99999999999999999999")) {
            Answer answer = client.postAsGet(certified.url() + "/" + number);
            assertThat(answer.status()).as(number).isEqualTo(404);
            Clients.assertProblem(answer, "malformed");
        }
    }

    private Answer download(String url, @Nullable String accept) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/jose+json")
                .POST(BodyPublishers.ofString(client.jws(
                        client.header(url).add("kid", client.account()).build(), "")));
        if (accept != null) {
            request.header("Accept", accept);
        }
        return client.send(request.build());
    }
}
