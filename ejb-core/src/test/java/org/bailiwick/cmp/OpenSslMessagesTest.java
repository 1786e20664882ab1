package org.bailiwick.cmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.bailiwick.acme.Identifier;
import org.bailiwick.ca.KeyRequirements;
import org.bailiwick.ca.RevocationReason;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Another's messages: what OpenSSL's client and its mock server write to each other, in one process and over no network. Says so
 * and is skipped where there is no OpenSSL.
 */
class OpenSslMessagesTest {

    private static final String SECRET = "enrolment";
    private static final KeyRequirements KEYS = KeyRequirements.ofCertificateKeys();

    @TempDir
    private Path directory;

    @BeforeEach
    void keyAndCertificate() throws IOException, InterruptedException {
        openssl("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out key.pem");
        openssl("req -x509 -new -key key.pem -subj /CN=ra -days 30 -out cert.pem -addext keyUsage=digitalSignature");
        openssl("req -new -key key.pem -subj /CN=a.corp -out a.csr");
    }

    @Test
    void aFirstCertificateByASecret() throws Exception {
        byMac("-digest sha256 -mac hmacWithSHA256 -sans a.corp");
        CmpMessage asked = CmpMessage.parseRequest(read("request1"));
        MacProtection.verify(asked, Moments.utf8(SECRET));
        CertificateRequest request = (CertificateRequest) asked.body();
        assertThat(request.kind()).isEqualTo(BodyKind.IR);
        assertThat(request.certification(KEYS).identifiers()).containsExactly(Identifier.parse("dns", "a.corp"));

        CmpMessage answered = CmpMessage.parseResponse(read("response1"));
        MacProtection.verify(answered, Moments.utf8(SECRET));
        Freshness.requireAnswer(asked.header(), answered.header());
        byte[] issued = ((CertificateResponse) answered.body()).certificate().orElseThrow();

        CmpMessage confirmed = CmpMessage.parseRequest(read("request2"));
        Freshness.requireAnswer(answered.header(), confirmed.header());
        assertThat(((CertificateConfirmation) confirmed.body()).isOf(issued)).isTrue();
        assertThat(CmpMessage.parseResponse(read("response2")).body()).isEqualTo(new Confirmed());
    }

    @Test
    void byDefaultItsMacIsNotTaken() throws Exception {
        byMac("-implicit_confirm");
        CmpMessage asked = CmpMessage.parseRequest(read("request1"));
        assertThat(asked.header().implicitConfirm()).isTrue();
        CmpException refused =
                catchThrowableOfType(CmpException.class, () -> MacProtection.verify(asked, Moments.utf8(SECRET)));
        assertThat(refused).isNotNull();
        assertThat(refused.failure()).isEqualTo(FailureInfo.BAD_ALG);
    }

    @Test
    void aPkcs10Request() throws Exception {
        bySignature("p10cr", "-csr a.csr -implicit_confirm");
        CmpMessage asked = request(1);
        assertThat(((Pkcs10Request) asked.body()).certification(KEYS).identifiers())
                .containsExactly(Identifier.parse("dns", "a.corp"));
        CertificateResponse response = (CertificateResponse) response(1).body();
        assertThat(response.kind()).isEqualTo(BodyKind.CP);
        assertThat(response.requestId()).isEqualTo(Pkcs10Request.REQUEST_ID);
        assertThat(response.status().isGranted()).isTrue();
    }

    @Test
    void anotherCertificateForWhoHasOne() throws Exception {
        bySignature("kur", "-newkey key.pem -oldcert cert.pem -implicit_confirm");
        CertificateRequest request = (CertificateRequest) request(1).body();
        assertThat(request.oldCertificate()).contains(CertificateName.of(certificate()));
        assertThat(request.provenKey(KEYS).getEncoded())
                .isEqualTo(certificate().getPublicKey().getEncoded());
        assertThat(response(1).body().kind()).isEqualTo(BodyKind.KUP);
    }

    @Test
    void aRevocation() throws Exception {
        bySignature("rr", "-oldcert cert.pem -revreason 1");
        assertThat(request(1).body())
                .isEqualTo(new RevocationRequest(CertificateName.of(certificate()), RevocationReason.KEY_COMPROMISE));
        assertThat(response(1).body()).isEqualTo(new RevocationResponse(StatusInfo.ACCEPTED));
    }

    @Test
    void aQuestion() throws Exception {
        bySignature("genm", "-infotype caCerts");
        GeneralMessage asked = (GeneralMessage) request(1).body();
        assertThat(asked.questions().get(0).type()).contains(InformationType.CA_CERTIFICATES);
        assertThat(((GeneralResponse) response(1).body()).caCertificates()).isEmpty();
    }

    @Test
    void anAnswerThatIsWaitedFor() throws Exception {
        bySignature("cr", "-newkey key.pem -subject /CN=a.corp -poll_count 1");
        assertThat(((CertificateResponse) response(1).body()).status().status()).isEqualTo(PkiStatus.WAITING);
        assertThat(request(2).body()).isEqualTo(new PollRequest(0));
        assertThat(((CertificateResponse) response(2).body()).status().isGranted())
                .isTrue();
        assertThat(request(3).body()).isInstanceOf(CertificateConfirmation.class);
        assertThat(response(3).body()).isEqualTo(new Confirmed());
    }

    @Test
    void aRefusal() throws Exception {
        bySignature("cr", "-newkey key.pem -subject /CN=a.corp -pkistatus 2 -failurebits 512 -statusstring no");
        StatusInfo status = ((CertificateResponse) response(1).body()).status();
        assertThat(status.failure()).contains(FailureInfo.BAD_POP);
        assertThat(status.text()).containsExactly("no");
    }

    @Test
    void anError() throws Exception {
        bySignature("cr", "-newkey key.pem -subject /CN=a.corp -send_error");
        ErrorMessage error = (ErrorMessage) response(1).body();
        assertThat(error.status().failure()).contains(FailureInfo.BAD_REQUEST);
        assertThat(error.details()).isNotEmpty();
    }

    private void byMac(String options) throws IOException, InterruptedException {
        openssl(
                "cmp -cmd ir -use_mock_srv -batch -newkey key.pem -subject /CN=a.corp -rsp_cert cert.pem -certout out.pem"
                        + " -ref 1 -secret pass:" + SECRET + " -srv_ref 1 -srv_secret pass:" + SECRET
                        + " -reqout request1,request2 -rspout response1,response2 " + options);
    }

    private void bySignature(String command, String options) throws IOException, InterruptedException {
        String files = command.equals("rr") || command.equals("genm") ? "" : " -certout out.pem";
        openssl("cmp -cmd " + command
                + " -use_mock_srv -batch -srv_trusted cert.pem -srv_cert cert.pem -srv_key key.pem"
                + " -cert cert.pem -key key.pem -trusted cert.pem -rsp_cert cert.pem" + files
                + " -reqout request1,request2,request3 -rspout response1,response2,response3 " + options);
    }

    private CmpMessage request(int number) throws IOException, CertificateException, CmpException {
        CmpMessage message = CmpMessage.parseRequest(read("request" + number));
        SignatureProtection.verify(message, certificate());
        return message;
    }

    private CmpMessage response(int number) throws IOException, CertificateException, CmpException {
        CmpMessage message = CmpMessage.parseResponse(read("response" + number));
        SignatureProtection.verify(message, certificate());
        return message;
    }

    private byte[] read(String file) throws IOException {
        return Files.readAllBytes(directory.resolve(file));
    }

    private X509Certificate certificate() throws IOException, CertificateException {
        try (InputStream pem = Files.newInputStream(directory.resolve("cert.pem"))) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(pem);
        }
    }

    private void openssl(String arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        Stream.of(arguments.trim().split(" +", -1)).forEach(command::add);
        Path output = directory.resolve("output");
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
        } catch (IOException missing) {
            System.out.println("OpenSslMessagesTest is skipped: no openssl here (" + missing.getMessage() + ")");
            abort("no openssl");
            return;
        }
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
}
