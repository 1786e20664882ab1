package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.CRLReason;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.bailiwick.quickstart.RunningServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** CRLs and the certificates of CAs, by plain HTTP (RFC 5280 §5, §4.2.1.13, §4.2.2.1). */
class CrlIT {

    private static final String NAME = "crl.localhost";

    private static ChallengeResponder responder;

    private final RunningServer server = SharedServer.get();
    private final AcmeClient client;

    @TempDir
    private Path folder;

    CrlIT() throws IOException, InterruptedException {
        client = Clients.registered();
    }

    @BeforeAll
    static void answerChallenges() throws IOException {
        responder = new ChallengeResponder(SharedServer.get().settings().http01Port());
    }

    @AfterAll
    static void stopAnswering() {
        responder.close();
    }

    @Test
    void whatIsRevokedIsOnTheCrlThatTheCertificateNames()
            throws IOException, InterruptedException, GeneralSecurityException {
        KeyPair key = AcmeClient.newKey();
        Certified superseded = Certified.get(client, responder, NAME);
        Certified compromised = Certified.get(client, responder, key, NAME);
        Certified unspecified = Certified.get(client, responder, NAME);
        Certified good = Certified.get(client, responder, NAME);
        URI url = Pki.crlUrl(good.certificate());
        X509Certificate issuing = Chains.all(good.pem()).get(1);
        X509CRL before = Pki.awaitCrl(url, crl -> true);
        before.verify(issuing.getPublicKey());
        assertThat(Stream.of(superseded, compromised, unspecified, good))
                .allSatisfy(
                        each -> assertThat(before.isRevoked(each.certificate())).isFalse());
        assertThat(before.getIssuerX500Principal()).isEqualTo(issuing.getSubjectX500Principal());
        Instant now = Instant.now();
        assertThat(before.getThisUpdate().toInstant())
                .as("clocks that are a little slow take it, too")
                .isBefore(now.minus(Duration.ofMinutes(9)));
        assertThat(before.getNextUpdate().toInstant()).isAfter(now.plus(Duration.ofDays(6)));
        assertThat(verified(superseded, url)).contains("leaf.pem: OK");

        String revokeCert = client.url("revokeCert");
        assertThat(client.post(revokeCert, superseded.revocation(4)).status()).isEqualTo(200);
        X509CRL second = Pki.awaitCrl(url, crl -> revokes(crl, superseded));
        assertThat(client.post(revokeCert, unspecified.revocation()).status()).isEqualTo(200);
        assertThat(new AcmeClient(server.directory(), server.root(), key)
                        .postWithKey(revokeCert, compromised.revocation())
                        .status())
                .isEqualTo(200);
        X509CRL last = Pki.awaitCrl(url, crl -> revokes(crl, compromised) && revokes(crl, unspecified));

        assertThat(Pki.number(second)).isGreaterThan(Pki.number(before));
        assertThat(Pki.number(last)).isGreaterThan(Pki.number(second));
        last.verify(issuing.getPublicKey());
        assertThat(last.isRevoked(good.certificate())).isFalse();
        assertThat(reason(last, superseded)).isEqualTo(CRLReason.SUPERSEDED);
        assertThat(reason(last, compromised)).isEqualTo(CRLReason.KEY_COMPROMISE);
        assertThat(reason(last, unspecified)).as("left out").isNull();
        assertThat(refused(superseded, url)).contains("certificate revoked");
        assertThat(verified(good, url)).contains("leaf.pem: OK");
        assertThat(text(last))
                .contains("X509v3 CRL Number", "X509v3 Authority Key Identifier", "Version 2 (0x1)")
                .contains(
                        superseded.certificate().getSerialNumber().toString(16).toUpperCase(Locale.ROOT));
        // the auditor sees each
        AdminClient.first(server).awaitAudited("crl-published", Long.toString(Pki.number(last)));
    }

    /** RFC 9110 §13, RFC 9111: a proxy between may keep it for a while, and not for long. */
    @Test
    void whoHasItAlreadyIsToldSo() throws IOException, InterruptedException, GeneralSecurityException {
        X509Certificate issuing = issuing();
        // nobody revokes something that the root has signed, so that one stays as it is
        URI url = Pki.crlUrl(issuing);
        Pki.awaitCrl(url, crl -> true);
        HttpResponse<byte[]> first = Pki.get(url);
        assertThat(header(first, "Content-Type")).isEqualTo("application/pkix-crl");
        assertThat(header(first, "Content-Length")).isEqualTo(Integer.toString(first.body().length));
        assertThat(header(first, "X-Content-Type-Options")).isEqualTo("nosniff");
        String tag = header(first, "ETag");
        assertThat(tag).matches("\"[0-9a-f]{64}\"");
        String modified = header(first, "Last-Modified");
        assertThat(header(first, "Cache-Control")).isEqualTo("max-age=300");
        assertThat(ZonedDateTime.parse(header(first, "Expires"), DateTimeFormatter.RFC_1123_DATE_TIME)
                        .toInstant())
                .isBefore(Instant.now().plusSeconds(301));

        HttpResponse<byte[]> head = Pki.send("HEAD", url);
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        for (String name : List.of("Content-Type", "Content-Length", "ETag", "Last-Modified", "Cache-Control")) {
            assertThat(header(head, name)).as(name).isEqualTo(header(first, name));
        }
        for (Map.Entry<String, String> condition :
                Map.of("If-None-Match", tag, "If-Modified-Since", modified).entrySet()) {
            for (String method : List.of("GET", "HEAD")) {
                HttpResponse<byte[]> same = Pki.send(method, url, condition.getKey(), condition.getValue());
                assertThat(same.statusCode()).as(condition.getKey()).isEqualTo(304);
                assertThat(same.body()).isEmpty();
                assertThat(header(same, "ETag")).isEqualTo(tag);
                assertThat(header(same, "Cache-Control")).isEqualTo("max-age=300");
            }
        }
        assertThat(Pki.get(url, "If-None-Match", "W/" + tag).statusCode()).isEqualTo(304);
        assertThat(Pki.get(url, "If-None-Match", "\"other\"").statusCode()).isEqualTo(200);
        // RFC 9110 §13.1.3 and §13.1.4: what is no date is ignored
        for (String condition : List.of("If-Modified-Since", "If-Unmodified-Since")) {
            assertThat(Pki.get(url, condition, "yesterday").statusCode())
                    .as(condition)
                    .isEqualTo(200);
        }
        assertThat(Pki.get(url, "If-Modified-Since", "Thu, 01 Jan 1970 00:00:00 GMT")
                        .statusCode())
                .isEqualTo(200);
    }

    /** From the leaf up to the root, each certificate says where the next one is. */
    @Test
    void theCertificatesAboveAreWhereTheseSay() throws IOException, InterruptedException, GeneralSecurityException {
        List<X509Certificate> chain =
                Chains.all(Certified.get(client, responder, NAME).pem());
        X509Certificate issuing = chain.get(1);
        X509Certificate root = Chains.leaf(Files.readString(server.root()));
        assertThat(Pki.crlUrl(chain.get(0)).toString())
                .startsWith(server.settings().httpUrl() + "/crl/")
                .startsWith("http://localhost:" + server.settings().httpPort() + "/");
        assertFetched(Pki.issuerUrl(chain.get(0)), issuing, 2);
        assertFetched(Pki.issuerUrl(issuing), root, 1);
        Pki.awaitCrl(Pki.crlUrl(issuing), crl -> true).verify(root.getPublicKey());
    }

    private void assertFetched(URI url, X509Certificate expected, int ofChain)
            throws IOException, InterruptedException, GeneralSecurityException {
        HttpResponse<byte[]> der = Pki.get(url);
        assertThat(header(der, "Content-Type")).isEqualTo("application/pkix-cert");
        assertThat(der.body()).isEqualTo(expected.getEncoded());
        assertThat(Pki.get(url, "If-None-Match", header(der, "ETag")).statusCode())
                .isEqualTo(304);
        assertThat(Pki.get(url, "If-Modified-Since", "yesterday").statusCode()).isEqualTo(200);
        assertThat(header(der, "Cache-Control")).isEqualTo("max-age=3600");
        assertThat(header(der, "Last-Modified")).isNotEmpty();
        String stem = url.toString().substring(0, url.toString().length() - "cer".length());
        HttpResponse<byte[]> pem = Pki.get(URI.create(stem + "pem"));
        assertThat(header(pem, "Content-Type")).isEqualTo("application/x-pem-file");
        assertThat(Chains.all(new String(pem.body(), StandardCharsets.US_ASCII)))
                .containsExactly(expected);
        HttpResponse<byte[]> bundle = Pki.get(URI.create(stem + "p7c"));
        assertThat(header(bundle, "Content-Type")).isEqualTo("application/pkcs7-mime");
        Path file = Files.write(folder.resolve("bundle.p7c"), bundle.body());
        String printed = openssl("pkcs7", "-inform", "DER", "-in", file.toString(), "-print_certs");
        assertThat(Chains.all(printed)).hasSize(ofChain).contains(expected);
    }

    @Test
    void whatIsNotThereIs404InOneSentence() throws IOException, InterruptedException, GeneralSecurityException {
        String known = fingerprint();
        String unknown = "0".repeat(64);
        for (String base : List.of(
                server.settings().httpUrl().toString(), server.settings().url().toString())) {
            for (String path : List.of(
                    "/crl/" + unknown + ".crl",
                    "/crl/" + known + ".pem",
                    "/crl/" + known,
                    "/crl/" + known.substring(1) + ".crl",
                    "/crl/" + known + "0.crl",
                    "/crl/" + known.toUpperCase(Locale.ROOT) + ".crl",
                    "/crl/x",
                    "/crl/" + "a".repeat(4_000),
                    "/issuers/" + unknown + ".cer",
                    "/issuers/" + known + ".crl",
                    "/issuers/" + known + ".key",
                    "/issuers/" + known)) {
                HttpResponse<byte[]> answer =
                        base.startsWith("https") ? overTls(base + path) : Pki.get(URI.create(base + path));
                String body = new String(answer.body(), StandardCharsets.UTF_8);
                assertThat(answer.statusCode()).as(base + path).isEqualTo(404);
                assertThat(body).as(base + path).matches("There is no such (CRL|CA certificate)\\.\n");
                assertThat(header(answer, "Content-Type")).startsWith("text/plain");
            }
        }
        assertThat(overTls(server.settings().url() + "/crl/" + known + ".crl").body())
                .as("the same at the port for HTTPS")
                .startsWith(new byte[] {0x30});
    }

    /** Everything else is not there, in whatever spelling; least of all what needs TLS. */
    @Test
    void nothingElseAnswersAtThePortForPlainHttp() throws IOException, GeneralSecurityException, InterruptedException {
        String crl = "/crl/" + fingerprint() + ".crl";
        assertThat(plain("GET", crl)).startsWith("HTTP/1.1 200 ");
        assertThat(plain("GET", "http://localhost" + crl)).startsWith("HTTP/1.1 200 ");
        for (String target : List.of(
                "/",
                "",
                "*",
                "/index.xhtml",
                "/acme/internal/acme/directory",
                "/acme/internal/acme/new-nonce",
                "/admin",
                "/admin/",
                "/admin/api/caller",
                "/pki/internal/root.pem",
                "/crl",
                "/crl/",
                "/crlx",
                "/CRL" + crl.substring(4),
                "/crl/../acme/internal/acme/directory",
                "/crl/..",
                "/crl/.",
                "/crl/%2e%2e/acme/internal/acme/directory",
                "/crl/%2e%2e%2facme%2finternal%2facme%2fdirectory",
                "/crl/..%2f..%2fadmin%2f",
                "/crl/..;/acme/internal/acme/directory",
                "/crl;a=b" + crl.substring(4),
                crl + ";a=b",
                crl + "/",
                crl + "/../../acme/internal/acme/directory",
                crl + "%00",
                crl + "%0a",
                "/%63rl" + crl.substring(4),
                "//crl" + crl.substring(4),
                "/crl/" + crl.substring(4),
                "/.//crl" + crl.substring(4),
                "/./crl" + crl.substring(4),
                "/acme/../crl" + crl.substring(4),
                "\\crl" + crl.substring(4),
                "/crl\\..\\acme",
                "/issuers",
                "/issuers/",
                "/issuers/../admin/api/caller",
                "/issuers/%2e%2e/admin/api/caller",
                "/ocsp",
                "/ocsp/",
                "/ocsp/../acme/internal/acme/directory",
                "/ocsp/x/../../acme/internal/acme/directory",
                "/ocsp/x/%2e%2e/%2e%2e/acme/internal/acme/directory",
                "/ocsp/x;y/z",
                "http://localhost/acme/internal/acme/directory",
                "https://localhost/acme/internal/acme/directory",
                "https://localhost:" + server.settings().httpsPort() + "/admin/",
                "http://localhost/crl/../acme/internal/acme/directory",
                "/management",
                "/wildfly-services",
                "/.well-known/acme-challenge/x")) {
            for (String method : List.of("GET", "HEAD", "POST", "OPTIONS")) {
                String answer = plain(method, target);
                assertThat(answer).as(method + " " + target).matches("(?s)HTTP/1\\.[01] (400|404|405) .*");
                assertThat(answer).doesNotContain("Location:", "newNonce", "Bailiwick");
                Clients.assertShowsNoInternals(answer);
            }
        }
        for (String method : List.of("POST", "PUT", "DELETE", "PATCH", "CONNECT", "TRACE", "PROPFIND")) {
            assertThat(plain(method, crl)).as(method).matches("(?s)HTTP/1\\.1 (400|404|405) .*");
        }
    }

    /** HTTP/1.1 only, and no way up from it. */
    @Test
    void thePortSpeaksHttp1Only() throws IOException, GeneralSecurityException, InterruptedException {
        String crl = "/crl/" + fingerprint() + ".crl";
        assertThat(Pki.plain(server, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")).doesNotContain("200");
        assertThat(
                        Pki.plain(
                                server,
                                "GET " + crl
                                        + " HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings, close\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ");
    }

    private String plain(String method, String target) throws IOException {
        String body = method.equals("POST") ? "Content-Length: 2\r\n\r\n{}" : "\r\n";
        return Pki.plain(
                server, "%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n%s".formatted(method, target, body));
    }

    private String fingerprint() throws IOException, InterruptedException, GeneralSecurityException {
        String url = Pki.issuerUrl(Pki.shownBy(server)).toString();
        return url.substring(url.lastIndexOf('/') + 1, url.lastIndexOf('.'));
    }

    private X509Certificate issuing() throws IOException, InterruptedException, GeneralSecurityException {
        return Chains.all(Pki.pem(
                        "CERTIFICATE",
                        Pki.get(Pki.issuerUrl(Pki.shownBy(server))).body()))
                .get(0);
    }

    private HttpResponse<byte[]> overTls(String url) throws IOException, InterruptedException {
        return HttpClient.newBuilder()
                .sslContext(RunningServer.trusting(server.root()))
                .build()
                .send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    private static boolean revokes(X509CRL crl, Certified certified) {
        try {
            return crl.isRevoked(certified.certificate());
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static CRLReason reason(X509CRL crl, Certified certified) throws GeneralSecurityException {
        return crl.getRevokedCertificate(certified.certificate()).getRevocationReason();
    }

    private String verified(Certified certified, URI url)
            throws IOException, InterruptedException, GeneralSecurityException {
        return RealClient.run(folder, Map.of(), verify(certified, url));
    }

    private String refused(Certified certified, URI url)
            throws IOException, InterruptedException, GeneralSecurityException {
        return RealClient.refused(folder, Map.of(), verify(certified, url));
    }

    /** With the CRLs of the issuing CA and of the root: each certificate of the chain is looked up. */
    private List<String> verify(Certified certified, URI url)
            throws IOException, InterruptedException, GeneralSecurityException {
        List<X509Certificate> chain = Chains.all(certified.pem());
        Files.writeString(folder.resolve("leaf.pem"), certified.pem());
        Files.writeString(
                folder.resolve("issuing.pem"),
                Pki.pem("CERTIFICATE", chain.get(1).getEncoded()));
        Files.writeString(
                folder.resolve("crls.pem"),
                Pki.pem("X509 CRL", Pki.get(url).body())
                        + Pki.pem(
                                "X509 CRL",
                                Pki.awaitCrl(Pki.crlUrl(chain.get(1)), crl -> true)
                                        .getEncoded()));
        return List.of(
                "openssl",
                "verify",
                "-x509_strict",
                "-crl_check_all",
                "-CRLfile",
                "crls.pem",
                "-CAfile",
                server.root().toString(),
                "-untrusted",
                "issuing.pem",
                "leaf.pem");
    }

    private String text(X509CRL crl) throws IOException, InterruptedException, GeneralSecurityException {
        Files.write(folder.resolve("crl.der"), crl.getEncoded());
        return openssl("crl", "-inform", "DER", "-in", "crl.der", "-noout", "-text");
    }

    private String openssl(String... arguments) throws IOException, InterruptedException {
        return RealClient.run(
                folder,
                Map.of(),
                Stream.concat(Stream.of("openssl"), Stream.of(arguments)).toList());
    }
}
