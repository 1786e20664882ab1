package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.bailiwick.authority.IssuerUrls;
import org.bailiwick.ca.CertificateChain;
import org.bailiwick.quickstart.RunningServer;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPReqBuilder;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/** A relying party that makes its requests itself, so that a test can make a wrong one. */
final class OcspClient {

    private static final String REQUEST = "application/ocsp-request";

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final X509Certificate issuer;
    private final URI url;

    /**
     * A client of an issuer's responder.
     *
     * @param chain what a client downloaded, PEM
     */
    OcspClient(RunningServer server, String chain) throws CertificateException {
        this.issuer = Chains.all(chain).get(1);
        this.url = IssuerUrls.of(
                        server.settings().httpUrl(),
                        CertificateChain.ofDer(List.of(issuer.getEncoded())).keyFingerprint())
                .ocsp();
    }

    X509Certificate issuer() {
        return issuer;
    }

    URI url() {
        return url;
    }

    /** A request by SHA-1. */
    byte[] request(int nonce, BigInteger... serials) {
        return request(issuer, nonce, serials);
    }

    /** A request about another issuer's certificates. */
    static byte[] request(X509Certificate of, int nonce, BigInteger... serials) {
        try {
            OCSPReqBuilder builder = new OCSPReqBuilder();
            for (BigInteger serial : serials) {
                builder.addRequest(new CertificateID(
                        new JcaDigestCalculatorProviderBuilder()
                                .build()
                                .get(new AlgorithmIdentifier(OIWObjectIdentifiers.idSHA1, DERNull.INSTANCE)),
                        new JcaX509CertificateHolder(of),
                        serial));
            }
            if (nonce >= 0) {
                builder.setRequestExtensions(new Extensions(new Extension(
                        OCSPObjectIdentifiers.id_pkix_ocsp_nonce,
                        false,
                        new DEROctetString(new byte[nonce]).getEncoded())));
            }
            return builder.build().getEncoded();
        } catch (OCSPException | OperatorCreationException | CertificateException | IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** By POST, whatever the answer is. */
    HttpResponse<byte[]> post(byte[] body) throws IOException, InterruptedException {
        return post(url, REQUEST, body);
    }

    HttpResponse<byte[]> post(URI to, String type, byte[] body) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(to)
                        .header("Content-Type", type)
                        .POST(BodyPublishers.ofByteArray(body))
                        .build(),
                BodyHandlers.ofByteArray());
    }

    /** By GET, as it stands. */
    HttpResponse<byte[]> get(String behind, String... headers) throws IOException, InterruptedException {
        return method("GET", behind, headers);
    }

    HttpResponse<byte[]> method(String method, String behind, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url + behind)).method(method, BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), BodyHandlers.ofByteArray());
    }

    /** The path of a request, without encoding anything. */
    static String path(byte[] request) {
        return "/" + Base64.getEncoder().encodeToString(request);
    }

    /** RFC 6960 §4.2.1 {@code OCSPResponseStatus}: what is not 200 with an OCSP response fails. */
    static int status(HttpResponse<byte[]> answer) throws IOException {
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/ocsp-response");
        return new OCSPResp(answer.body()).getStatus();
    }

    static BasicOCSPResp basic(HttpResponse<byte[]> answer) throws IOException, OCSPException {
        assertThat(status(answer)).isEqualTo(OCSPResp.SUCCESSFUL);
        return (BasicOCSPResp) new OCSPResp(answer.body()).getResponseObject();
    }

    /** {@code good}, {@code revoked} or {@code unknown}: of the one certificate in an answer. */
    static String word(HttpResponse<byte[]> answer) throws IOException, OCSPException {
        CertificateStatus status = basic(answer).getResponses()[0].getCertStatus();
        return status == CertificateStatus.GOOD ? "good" : status instanceof RevokedStatus ? "revoked" : "unknown";
    }

    /** Waits for the responder, which a new server makes by itself. */
    OcspClient awaitResponder() throws IOException, InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        byte[] request = request(-1, BigInteger.TEN);
        while (status(post(request)) == OCSPResp.TRY_LATER && System.nanoTime() < end) {
            Thread.sleep(200);
        }
        return this;
    }
}
