package org.bailiwick.it;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.bailiwick.ca.KeyRequirements;
import org.bailiwick.cmp.BodyKind;
import org.bailiwick.cmp.CertificateConfirmation;
import org.bailiwick.cmp.CertificateRequest;
import org.bailiwick.cmp.CertificateResponse;
import org.bailiwick.cmp.CmpBody;
import org.bailiwick.cmp.CmpException;
import org.bailiwick.cmp.CmpHeader;
import org.bailiwick.cmp.CmpMessage;
import org.bailiwick.cmp.Confirmed;
import org.bailiwick.cmp.ErrorMessage;
import org.bailiwick.cmp.FailureInfo;
import org.bailiwick.cmp.MacProtection;
import org.bailiwick.cmp.Pkcs10Request;
import org.bailiwick.cmp.RevocationRequest;
import org.bailiwick.cmp.RevocationResponse;
import org.bailiwick.cmp.SignatureProtection;
import org.bailiwick.cmp.StatusInfo;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;

/**
 * A CA that speaks CMP as it should, enrols whoever has its secret, and answers requests for others as the test wants: with
 * certificates that nobody asked for, or with no CMP at all.
 */
final class HostileCa implements AutoCloseable {

    private static final String TYPE = "application/pkixcmp";

    private final ForeignCa ca;
    private final String secret;
    private final HttpServer http;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Queue<Reply> replies = new ConcurrentLinkedQueue<>();
    private final Queue<BigInteger> revoked = new ConcurrentLinkedQueue<>();
    private final Queue<CertificateConfirmation> rejected = new ConcurrentLinkedQueue<>();

    /** What was asked for last: a poll does not say it again. */
    private volatile byte[] csr = {};

    /**
     * What goes over the wire.
     *
     * @param type the Content-Type
     */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares two
    record Wire(int status, String type, byte[] body) {}

    /** An answer to a request for a certificate, or to a poll. */
    @FunctionalInterface
    interface Reply {
        Wire to(CmpMessage request) throws GeneralSecurityException, IOException;
    }

    /** What is made of a client's key. */
    @FunctionalInterface
    interface Made {
        X509Certificate of(PublicKey key);
    }

    HostileCa(ForeignCa ca, String secret) throws IOException {
        this.ca = ca;
        this.secret = secret;
        this.http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
        http.setExecutor(threads);
        http.createContext("/", this::answer);
        http.start();
    }

    String url() {
        return "http://127.0.0.1:%d/cmp".formatted(http.getAddress().getPort());
    }

    /** How the next requests are answered, one each; more than these are refused. */
    void next(Reply... all) {
        replies.addAll(List.of(all));
    }

    /** The serial numbers that it was asked to revoke. */
    List<BigInteger> revoked() {
        return List.copyOf(revoked);
    }

    /** What was not accepted of it. */
    List<CertificateConfirmation> rejected() {
        return List.copyOf(rejected);
    }

    /** A certificate for the key of the request. */
    Reply certificate(Made made) {
        return request -> signed(request, answered(made));
    }

    /** The same while its clock is off by so much. */
    Reply certificate(Duration off, Made made) {
        return request ->
                signed(request.header().answer(Clock.systemUTC().instant().plus(off)), answered(made));
    }

    /** A body, whatever the request is. */
    Reply body(CmpBody body) {
        return request -> signed(request, body);
    }

    /** A certificate by a signature that is not the CA's. */
    Reply forged(Made made, ForeignCa forger) {
        return request -> {
            CmpHeader header = request.header().answer(Clock.systemUTC().instant());
            return cmp(
                    new SignatureProtection(List.of(forger.root()), forger.signer()).protect(header, answered(made)));
        };
    }

    /** No CMP. */
    static Reply http(int status, String type, byte[] body) {
        return request -> new Wire(status, type, body);
    }

    private CmpBody answered(Made made) throws GeneralSecurityException, IOException {
        PublicKey key = new JcaPKCS10CertificationRequest(csr).getPublicKey();
        return CertificateResponse.issued(
                BodyKind.P10CR, Pkcs10Request.REQUEST_ID, made.of(key).getEncoded());
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Wire wire = wire(CmpMessage.parseRequest(exchange.getRequestBody().readAllBytes()));
            exchange.getResponseHeaders().add("Content-Type", wire.type());
            exchange.sendResponseHeaders(wire.status(), wire.body().length == 0 ? -1 : wire.body().length);
            exchange.getResponseBody().write(wire.body());
        } catch (CmpException | GeneralSecurityException notOurs) {
            // the registration authority gets no answer, and the test sees that
            throw new IOException(notOurs);
        }
    }

    private Wire wire(CmpMessage request) throws CmpException, GeneralSecurityException, IOException {
        if (request.body() instanceof CertificateRequest enrolment) {
            return enrolled(request, enrolment);
        }
        if (request.body() instanceof CertificateConfirmation said) {
            if (!said.status().isGranted()) {
                rejected.add(said);
            }
            return signed(request, new Confirmed());
        }
        if (request.body() instanceof RevocationRequest revocation) {
            revoked.add(revocation.certificate().serial());
            return signed(request, new RevocationResponse(StatusInfo.ACCEPTED));
        }
        if (request.body() instanceof Pkcs10Request asked) {
            csr = asked.csr();
        }
        Reply reply = replies.poll();
        return reply == null
                ? signed(request, ErrorMessage.of(new CmpException(FailureInfo.BAD_REQUEST, "The test is over.")))
                : reply.to(request);
    }

    /** RFC 9483 §4.1.1, with an implicit confirmation. */
    private Wire enrolled(CmpMessage request, CertificateRequest enrolment)
            throws CmpException, CertificateEncodingException {
        byte[] octets = secret.getBytes(StandardCharsets.US_ASCII);
        MacProtection.verify(request, octets);
        PublicKey key = enrolment.provenKey(KeyRequirements.ofCertificateKeys());
        byte[] certificate = ca.signed(ca.draft(key, "ra.localhost")).getEncoded();
        return cmp(MacProtection.answering(request, octets)
                .protect(
                        request.header().answer(Clock.systemUTC().instant()).withImplicitConfirm(),
                        CertificateResponse.issued(BodyKind.IR, enrolment.requestId(), certificate)));
    }

    private Wire signed(CmpMessage request, CmpBody body) {
        return signed(request.header().answer(Clock.systemUTC().instant()), body);
    }

    private Wire signed(CmpHeader header, CmpBody body) {
        return cmp(new SignatureProtection(List.of(ca.root()), ca.signer()).protect(header, body));
    }

    private static Wire cmp(byte[] message) {
        return new Wire(200, TYPE, message);
    }

    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
    }
}
