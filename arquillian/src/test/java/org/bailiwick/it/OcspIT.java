package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXRevocationChecker;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bailiwick.ca.KeyFingerprint;
import org.bailiwick.quickstart.RunningServer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.SingleResp;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** OCSP (RFC 6960, RFC 5019, RFC 9654), as relying parties that nobody here wrote see it. */
class OcspIT {

    private static final RunningServer SERVER = SharedServer.get();
    private static final String OCSP_NO_CHECK = "1.3.6.1.5.5.7.48.1.5";

    private static AcmeClient client;
    private static Certified good;
    private static Certified revoked;
    private static OcspClient ocsp;

    @TempDir
    Path folder;

    @BeforeAll
    static void certify() throws IOException, InterruptedException, GeneralSecurityException {
        client = Clients.registered();
        try (ChallengeResponder responder =
                new ChallengeResponder(SERVER.settings().http01Port())) {
            good = Certified.get(client, responder, "good.localhost");
            revoked = Certified.get(client, responder, "revoked.localhost");
        }
        ocsp = new OcspClient(SERVER, good.pem()).awaitResponder();
        revoke(revoked);
    }

    private static void revoke(Certified certified) throws IOException, InterruptedException {
        assertThat(client.post(client.url("revokeCert"), certified.revocation(1))
                        .status())
                .isEqualTo(200);
    }

    private static Certified another() throws IOException, InterruptedException, GeneralSecurityException {
        try (ChallengeResponder responder =
                new ChallengeResponder(SERVER.settings().http01Port())) {
            return Certified.get(client, responder, "other.localhost");
        }
    }

    @Test
    void opensslIsAnsweredByPostWithAndWithoutANonce() throws IOException, InterruptedException {
        writeFiles();
        String answer = openssl("-cert", "good.pem", "-cert", "revoked.pem", "-serial", "0x1234567890");
        assertThat(answer)
                .contains("Response verify OK", "good.pem: good", "revoked.pem: revoked", "Reason: keyCompromise")
                .contains("0x1234567890: unknown")
                .doesNotContain("WARNING");
        assertThat(openssl("-no_nonce", "-sha256", "-cert", "good.pem"))
                .contains("Response verify OK", "good.pem: good");
        assertThat(openssl("-no_nonce", "-cert", "revoked.pem")).contains("Response verify OK", "revoked.pem: revoked");
        assertThat(openssl("-text", "-cert", "good.pem"))
                .contains("OCSP Response Status: successful", "OCSP Nonce", "OCSP Signing", "OCSP No Check");
    }

    /** Its request in our URL, and our answer for it to read. */
    @Test
    void opensslReadsTheAnswerToAGet() throws IOException, InterruptedException {
        writeFiles();
        String[] ask = {"openssl", "ocsp", "-issuer", "issuer.pem", "-cert", "revoked.pem", "-no_nonce"};
        run(and(ask, "-reqout", "request.der"));
        byte[] request = Files.readAllBytes(folder.resolve("request.der"));
        HttpResponse<byte[]> answer = ocsp.get(OcspClient.path(request));
        Files.write(folder.resolve("response.der"), answer.body());
        assertThat(run(and(ask, "-respin", "response.der", "-CAfile", "trust.pem")))
                .contains("Response verify OK", "revoked.pem: revoked");
    }

    @Test
    void gnutlsIsAnswered() throws IOException, InterruptedException {
        writeFiles();
        assertThat(ocsptool("good.pem", "--nonce")).contains("Certificate Status: good", "Success");
        assertThat(ocsptool("revoked.pem", "--no-nonce")).contains("Certificate Status: revoked");
    }

    /** Java finds the responder in the certificate. */
    @Test
    void javaFindsARevocation() throws IOException, GeneralSecurityException {
        validate(good);
        assertThatThrownBy(() -> validate(revoked))
                .isInstanceOfSatisfying(CertPathValidatorException.class, refused -> assertThat(refused.getReason())
                        .isEqualTo(CertPathValidatorException.BasicReason.REVOKED));
    }

    /** ABUSE R7: whoever asks in the same second, and has asked a moment before, is told. */
    @Test
    void aRevocationIsSeenAtOnce() throws IOException, InterruptedException, GeneralSecurityException, OCSPException {
        Certified certified = another();
        BigInteger serial = certified.certificate().getSerialNumber();
        String get = OcspClient.path(ocsp.request(-1, serial));
        for (int i = 0; i < 3; i++) {
            assertThat(OcspClient.word(ocsp.get(get))).isEqualTo("good");
        }
        revoke(certified);
        assertThat(OcspClient.word(ocsp.get(get))).isEqualTo("revoked");
        HttpResponse<byte[]> fresh = ocsp.post(ocsp.request(32, serial));
        RevokedStatus status =
                (RevokedStatus) OcspClient.basic(fresh).getResponses()[0].getCertStatus();
        assertThat(status.getRevocationReason()).isEqualTo(1);
        assertThat(status.getRevocationTime())
                .isAfter(certified.certificate().getNotBefore())
                .isBeforeOrEqualTo(OcspClient.basic(fresh).getProducedAt());
    }

    /** RFC 6960 §4.2.2.2: it is for this only; and §4.2.2.2.1: nobody needs to ask about itself. */
    @Test
    void theRespondersCertificateIsForAnswersOnly()
            throws IOException, InterruptedException, GeneralSecurityException, OCSPException {
        BasicOCSPResp answer =
                OcspClient.basic(ocsp.post(ocsp.request(-1, good.certificate().getSerialNumber())));
        X509CertificateHolder[] certificates = answer.getCerts();
        assertThat(certificates).hasSize(1);
        X509Certificate responder = Chains.leaf(pem(certificates[0].getEncoded()));
        responder.verify(ocsp.issuer().getPublicKey());
        assertThat(responder.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.9");
        assertThat(responder.getExtensionValue(OCSP_NO_CHECK)).isNotNull();
        assertThat(responder.getExtensionValue("1.3.6.1.5.5.7.1.1")).isNull();
        assertThat(responder.getSubjectAlternativeNames()).isNull();
        assertThat(responder.getSubjectX500Principal().getName())
                .isEqualTo("CN=OCSP responder,"
                        + ocsp.issuer().getSubjectX500Principal().getName());
        // it is one of the issuer's certificates like all others
        assertThat(OcspClient.word(ocsp.post(ocsp.request(-1, responder.getSerialNumber()))))
                .isEqualTo("good");
        // and nobody's to revoke, but an administrator's (ABUSE R4)
        Clients.assertRefused(
                client,
                client.post(
                        client.url("revokeCert"),
                        Certified.revocation(responder.getEncoded()).toString()),
                403,
                "unauthorized");
    }

    @Test
    void aNonceIsRepeatedAndItsAnswerIsNotKept()
            throws IOException, InterruptedException, GeneralSecurityException, OCSPException {
        BigInteger serial = good.certificate().getSerialNumber();
        for (int octets : new int[] {1, 16, 32, 33, 128}) {
            byte[] request = ocsp.request(octets, serial);
            for (HttpResponse<byte[]> answer : List.of(ocsp.post(request), ocsp.get(OcspClient.path(request)))) {
                assertThat(nonce(OcspClient.basic(answer))).hasSize(octets);
                assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
            }
        }
        assertThat(OcspClient.basic(ocsp.post(ocsp.request(-1, serial)))
                        .getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce))
                .isNull();
    }

    /** RFC 5019 §6. */
    @Test
    void anAnswerToAGetCanBeKept() throws IOException, InterruptedException, GeneralSecurityException, OCSPException {
        String get = OcspClient.path(ocsp.request(-1, good.certificate().getSerialNumber()));
        HttpResponse<byte[]> first = ocsp.get(get);
        String tag = first.headers().firstValue("ETag").orElseThrow();
        String modified = first.headers().firstValue("Last-Modified").orElseThrow();
        assertThat(first.headers().firstValue("Cache-Control").orElseThrow())
                .matches("max-age=[0-9]+, public, no-transform, must-revalidate");
        // RFC 5019 §6.2: "the same as the thisUpdate timestamp", and nextUpdate
        SingleResp told = OcspClient.basic(first).getResponses()[0];
        assertThat(date(modified)).isEqualTo(told.getThisUpdate());
        assertThat(date(first.headers().firstValue("Expires").orElseThrow())).isEqualTo(told.getNextUpdate());
        assertThat(ocsp.get(get).body()).isEqualTo(first.body());
        assertThat(ocsp.get(get, "If-None-Match", tag).statusCode()).isEqualTo(304);
        assertThat(ocsp.get(get, "If-None-Match", "\"other\"").statusCode()).isEqualTo(200);
        assertThat(ocsp.get(get, "If-Modified-Since", modified).statusCode()).isEqualTo(304);
        HttpResponse<byte[]> head = ocsp.method("HEAD", get);
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValue("Content-Length")).contains(Integer.toString(first.body().length));
    }

    /** Encoded as RFC 6960 says, not at all, in part, without padding, behind a slash too many; at both ports. */
    @Test
    void aRequestInAUrlIsReadHoweverItIsEncoded()
            throws IOException, InterruptedException, GeneralSecurityException, OCSPException {
        // until there is one with everything in it that URLs have a meaning for
        byte[] request;
        int octets = 1;
        do {
            request = ocsp.request(octets++, good.certificate().getSerialNumber());
        } while (!OcspClient.path(request).endsWith("=") && octets < 20);
        String base64 = OcspClient.path(request).substring(1);
        String encoded = URLEncoder.encode(base64, StandardCharsets.US_ASCII);
        for (String path : List.of(
                "/" + base64,
                "/" + encoded,
                "/" + encoded.replace("%3D", "=").replace("%2F", "%2f"),
                "/" + base64.replace("=", ""),
                "//" + base64)) {
            assertThat(OcspClient.word(ocsp.get(path))).as(path).isEqualTo("good");
        }
        URI secure = URI.create(ocsp.url()
                .toString()
                .replace(
                        SERVER.settings().httpUrl().toString(),
                        SERVER.settings().url().toString()));
        AcmeClient.Answer overTls = client.send(
                HttpRequest.newBuilder(URI.create(secure + "/" + base64)).build());
        assertThat(overTls.status()).isEqualTo(200);
        assertThat(overTls.header("Content-Type")).isEqualTo("application/ocsp-response");
    }

    @Test
    void whatIsNotKnownIsUnknownAndWhatIsNotOursIsUnauthorized()
            throws IOException, InterruptedException, GeneralSecurityException, OCSPException {
        BigInteger serial = good.certificate().getSerialNumber();
        X509Certificate root = Chains.leaf(Files.readString(SERVER.root()));
        for (BigInteger never : List.of(
                serial.add(BigInteger.ONE),
                BigInteger.ONE,
                BigInteger.ZERO,
                BigInteger.TEN.negate(),
                BigInteger.ONE.shiftLeft(1000))) {
            assertThat(OcspClient.word(ocsp.post(ocsp.request(-1, never))))
                    .as(never.toString())
                    .isEqualTo("unknown");
        }
        byte[] foreign = OcspClient.request(root, -1, serial);
        assertThat(OcspClient.status(ocsp.post(foreign))).isEqualTo(OCSPResp.UNAUTHORIZED);
        assertThat(OcspClient.status(ocsp.get(OcspClient.path(foreign)))).isEqualTo(OCSPResp.UNAUTHORIZED);
        // another issuer in the URL, of which there is none, and the root, which has no responder
        for (String other : List.of(
                "0".repeat(64),
                KeyFingerprint.of(root.getPublicKey().getEncoded()).value())) {
            URI url = URI.create(ocsp.url().toString().replaceAll("[0-9a-f]{64}$", other));
            HttpResponse<byte[]> answer = ocsp.post(url, "application/ocsp-request", ocsp.request(-1, serial));
            assertThat(OcspClient.status(answer)).isEqualTo(OCSPResp.UNAUTHORIZED);
        }
    }

    /** ABUSE R8, R10: whatever is no request gets malformedRequest, with status 200, and little work. */
    @Test
    void whatIsNoRequestIsMalformed() throws IOException, InterruptedException, GeneralSecurityException {
        BigInteger serial = good.certificate().getSerialNumber();
        byte[] sound = ocsp.request(-1, serial);
        List<byte[]> wrong = new ArrayList<>(List.of(
                new byte[0],
                "what is this?".getBytes(StandardCharsets.US_ASCII),
                new byte[] {0x30, (byte) 0x80, 0, 0},
                Arrays.copyOf(sound, sound.length - 1),
                Arrays.copyOf(sound, sound.length + 1),
                new byte[64 * 1024],
                deep(),
                ocsp.request(0, serial),
                ocsp.request(129, serial),
                ocsp.request(1000, serial),
                OcspClient.request(ocsp.issuer(), -1),
                OcspClient.request(ocsp.issuer(), -1, serials(101)),
                OcspClient.request(ocsp.issuer(), -1, serials(1000))));
        for (byte[] request : wrong) {
            assertThat(OcspClient.status(ocsp.post(request)))
                    .as(request.length + " octets")
                    .isEqualTo(OCSPResp.MALFORMED_REQUEST);
        }
        for (String odd : List.of("/AAAA", "/not-base64", "/%4D%41", "/MA==", "/====", "/MA", "/" + "A".repeat(2000))) {
            assertThat(OcspClient.status(ocsp.get(odd))).as(odd).isEqualTo(OCSPResp.MALFORMED_REQUEST);
        }
        assertThat(OcspClient.status(ocsp.post(OcspClient.request(ocsp.issuer(), -1, serials(100)))))
                .isEqualTo(OCSPResp.SUCCESSFUL);
    }

    @Test
    void whatNoOcspClientSendsHasAStatusOfHttp() throws IOException, InterruptedException, GeneralSecurityException {
        byte[] sound = ocsp.request(-1, good.certificate().getSerialNumber());
        assertThat(ocsp.post(new byte[64 * 1024 + 1]).statusCode()).isEqualTo(413);
        assertThat(ocsp.post(new byte[1024 * 1024]).statusCode()).isEqualTo(413);
        for (String type : List.of("text/plain", "application/ocsp-response", "application/x-www-form-urlencoded")) {
            assertThat(ocsp.post(ocsp.url(), type, sound).statusCode()).as(type).isEqualTo(415);
        }
        assertThat(ocsp.post(ocsp.url(), "Application/OCSP-Request; a=b", sound).statusCode())
                .isEqualTo(200);
        assertThat(ocsp.get("").statusCode()).isEqualTo(400);
        assertThat(ocsp.get("/").statusCode()).isEqualTo(400);
        assertThat(ocsp.get("/" + "A".repeat(3000)).statusCode()).isEqualTo(414);
        assertThat(ocsp.post(URI.create(ocsp.url() + "/more"), "application/ocsp-request", sound)
                        .statusCode())
                .isEqualTo(404);
        for (String method : List.of("PUT", "DELETE", "OPTIONS", "PATCH", "TRACE")) {
            HttpResponse<byte[]> answer = ocsp.method(method, "");
            assertThat(answer.statusCode()).as(method).isEqualTo(405);
        }
        assertThat(ocsp.method("PUT", "").headers().firstValue("Allow")).contains("GET, HEAD, POST");
    }

    /** What does not name an issuer leads nowhere; whatever it is, no fault. */
    @Test
    void aPathThatNamesNoIssuerIsNotThere() throws IOException, InterruptedException {
        String key = ocsp.url().getPath().substring("/ocsp/".length());
        for (String path : List.of(
                "/ocsp",
                "/ocsp/",
                "/ocsp/" + key.substring(1),
                "/ocsp/" + key + "0",
                "/ocsp/" + key.replaceAll("[0-9]", "g"),
                "/ocsp/..%2f..%2fetc%2fpasswd",
                "/ocsp/../admin/",
                "/ocsp/" + key + "/../../admin/api/me",
                "/ocsp/" + key + "/..;/",
                "/ocsp/" + key + ";a=b",
                "/ocsp/%00",
                "/ocsp/" + "a".repeat(5000))) {
            assertThat(raw("GET " + path)).as(path).containsAnyOf(" 404 ", " 400 ", " 414 ");
        }
        assertThat(raw("GET /ocsp/" + key + "/%")).containsAnyOf(" 200 ", " 400 ");
    }

    private void writeFiles() throws IOException {
        Files.writeString(folder.resolve("good.pem"), good.pem());
        Files.writeString(folder.resolve("revoked.pem"), revoked.pem());
        String issuer = pem(encoded(ocsp.issuer()));
        Files.writeString(folder.resolve("issuer.pem"), issuer);
        Files.writeString(folder.resolve("trust.pem"), issuer + Files.readString(SERVER.root()));
    }

    private String openssl(String... what) throws IOException, InterruptedException {
        return run(and(
                new String[] {
                    "openssl", "ocsp", "-url", ocsp.url().toString(), "-CAfile", "trust.pem", "-issuer", "issuer.pem"
                },
                what));
    }

    private String ocsptool(String certificate, String nonce) throws IOException, InterruptedException {
        return run(List.of(
                "ocsptool",
                "--ask=" + ocsp.url(),
                "--load-issuer=issuer.pem",
                "--load-cert=" + certificate,
                "--load-trust=trust.pem",
                nonce));
    }

    private String run(List<String> command) throws IOException, InterruptedException {
        return RealClient.run(folder, Map.of(), command);
    }

    private static List<String> and(String[] command, String... more) {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(List.of(more));
        return all;
    }

    private static void validate(Certified certified) throws IOException, GeneralSecurityException {
        PKIXParameters trust =
                new PKIXParameters(Set.of(new TrustAnchor(Chains.leaf(Files.readString(SERVER.root())), null)));
        CertPathValidator validator = CertPathValidator.getInstance("PKIX");
        PKIXRevocationChecker checker = (PKIXRevocationChecker) validator.getRevocationChecker();
        checker.setOptions(
                EnumSet.of(PKIXRevocationChecker.Option.ONLY_END_ENTITY, PKIXRevocationChecker.Option.NO_FALLBACK));
        trust.addCertPathChecker(checker);
        validator.validate(
                CertificateFactory.getInstance("X.509").generateCertPath(Chains.all(certified.pem())), trust);
    }

    private static byte[] nonce(BasicOCSPResp answer) {
        return ASN1OctetString.getInstance(answer.getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce)
                        .getParsedValue())
                .getOctets();
    }

    private static Date date(String header) {
        return Date.from(ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME)
                .toInstant());
    }

    private static BigInteger[] serials(int count) {
        BigInteger[] serials = new BigInteger[count];
        for (int i = 0; i < count; i++) {
            serials[i] = BigInteger.valueOf(i + 1L);
        }
        return serials;
    }

    /** 5,000 sequences, one in the other; their lengths are not even right. */
    private static byte[] deep() {
        byte[] der = new byte[10_000];
        for (int i = 0; i < der.length; i += 2) {
            der[i] = 0x30;
            der[i + 1] = 0x7e;
        }
        return der;
    }

    private static String raw(String request) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), SERVER.settings().httpPort())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream()
                    .write((request + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1)
                    .lines()
                    .findFirst()
                    .orElse("");
        }
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String pem(byte[] der) {
        return "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                + "\n-----END CERTIFICATE-----\n";
    }
}
