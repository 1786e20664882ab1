package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.net.ssl.SSLSession;
import org.bailiwick.quickstart.RunningServer;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;

/** What relying parties do: they read in a certificate where things are, and fetch them by plain HTTP. */
final class Pki {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Pki() {}

    static HttpResponse<byte[]> get(URI url, String... headers) throws IOException, InterruptedException {
        return send("GET", url, headers);
    }

    static HttpResponse<byte[]> send(String method, URI url, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(url).method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    /** The certificate that a server shows itself: it is from its own first authority. */
    static X509Certificate shownBy(RunningServer server) throws IOException, InterruptedException {
        SSLSession session = HttpClient.newBuilder()
                .sslContext(RunningServer.trusting(server.root()))
                .build()
                .send(
                        HttpRequest.newBuilder(URI.create(server.settings().url() + "/"))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .sslSession()
                .orElseThrow();
        return (X509Certificate) session.getPeerCertificates()[0];
    }

    /** The one place that a certificate names for its issuer's CRL (RFC 5280 §4.2.1.13). */
    static URI crlUrl(X509Certificate certificate) throws GeneralSecurityException {
        CRLDistPoint points = CRLDistPoint.getInstance(
                extension(certificate, Extension.cRLDistributionPoints).getParsedValue());
        return Arrays.stream(points.getDistributionPoints())
                .flatMap(point -> Stream.of(
                        GeneralNames.getInstance(point.getDistributionPoint().getName())
                                .getNames()))
                .map(Pki::uri)
                .reduce((one, other) -> {
                    throw new AssertionError("more than one: " + one + ", " + other);
                })
                .orElseThrow();
    }

    /** The one place for its issuer's certificate (§4.2.2.1). */
    static URI issuerUrl(X509Certificate certificate) throws GeneralSecurityException {
        AuthorityInformationAccess places = AuthorityInformationAccess.getInstance(
                extension(certificate, Extension.authorityInfoAccess).getParsedValue());
        return Arrays.stream(places.getAccessDescriptions())
                .filter(place -> place.getAccessMethod().equals(AccessDescription.id_ad_caIssuers))
                .map(AccessDescription::getAccessLocation)
                .map(Pki::uri)
                .reduce((one, other) -> {
                    throw new AssertionError("more than one: " + one + ", " + other);
                })
                .orElseThrow();
    }

    private static Extension extension(X509Certificate certificate, ASN1ObjectIdentifier type)
            throws GeneralSecurityException {
        return new JcaX509CertificateHolder(certificate).getExtension(type);
    }

    private static URI uri(GeneralName name) {
        assertThat(name.getTagNo()).isEqualTo(GeneralName.uniformResourceIdentifier);
        return URI.create(name.getName().toString());
    }

    /** Asks until the CRL is as it should become. */
    static X509CRL awaitCrl(URI url, Predicate<X509CRL> condition)
            throws IOException, InterruptedException, GeneralSecurityException {
        for (int looks = 0; looks < 240; looks++) {
            HttpResponse<byte[]> answer = get(url);
            if (answer.statusCode() == 200) {
                X509CRL crl = crl(answer.body());
                if (condition.test(crl)) {
                    return crl;
                }
            }
            Thread.sleep(250);
        }
        throw new AssertionError("the CRL at " + url + " does not become what it should");
    }

    static X509CRL crl(byte[] der) throws GeneralSecurityException {
        return (X509CRL) CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(der));
    }

    /** RFC 5280 §5.2.3. */
    static long number(X509CRL crl) throws IOException, GeneralSecurityException {
        return ASN1Integer.getInstance(new X509CRLHolder(crl.getEncoded())
                        .getExtension(Extension.cRLNumber)
                        .getParsedValue())
                .longValueExact();
    }

    /** Sends one request to the port for plain HTTP, as it is, and reads until the server closes. */
    static String plain(RunningServer server, String request) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), server.settings().httpPort())) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return readToEnd(socket.getInputStream());
        }
    }

    private static String readToEnd(InputStream in) throws IOException {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        try {
            for (int octet = in.read(); octet >= 0; octet = in.read()) {
                read.write(octet);
            }
        } catch (SocketException reset) {
            // an end, too
        }
        return read.toString(StandardCharsets.ISO_8859_1);
    }

    /** A CRL or a certificate as PEM. */
    static String pem(String what, byte[] der) {
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
                .formatted(what, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der), what);
    }
}
