package org.bailiwick.validation;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.TruncatedChunkException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.bailiwick.acme.ProblemType;

/**
 * One GET over a connection of its own (RFC 9112). HttpCore writes and parses the messages; it has no pool, proxy,
 * cookies, credentials, decompression or redirects that would have to be switched off.
 */
final class HttpExchange {

    private static final String USER_AGENT = "Bailiwick (ACME http-01, RFC 8555)";
    private static final int MAXIMUM_INFORMATIONAL = 10;
    private static final Http1Config LIMITS = Http1Config.custom()
            .setBufferSize(2048)
            .setMaxLineLength(8192)
            .setMaxHeaderCount(100)
            .setMaxEmptyLineCount(2)
            .build();

    private final TargetConnector connector;
    private final Deadline deadline;
    private final TraceRecorder trace;

    HttpExchange(TargetConnector connector, Deadline deadline, TraceRecorder trace) {
        this.connector = connector;
        this.deadline = deadline;
        this.trace = trace;
    }

    /**
     * Requests the URL.
     *
     * @param bodyLimit how many bytes of the body to read at most
     * @throws ValidationFailure if there is no answer that makes sense
     */
    HttpAnswer get(HttpUrl url, int bodyLimit) throws ValidationFailure {
        try (BoundedSocket connection = connector.connect(url.host(), url.port(), deadline, trace)) {
            InetAddress address = connection.getInetAddress();
            try {
                Socket socket = url.secure() ? secured(connection, url) : connection;
                HttpAnswer answer = exchange(socket, url, address, bodyLimit);
                trace.answered(url, address, answer.status());
                return answer;
            } catch (HttpException | IOException | IllegalArgumentException failure) {
                throw failed(HttpAnswer.server(url, address), failure);
            }
        }
    }

    private SSLSocket secured(BoundedSocket connection, HttpUrl url) throws IOException {
        SSLSocket socket = UnverifiedTls.over(connection, url.host(), url.port());
        trace.secured(
                url.host().value(),
                url.port(),
                connection.getInetAddress(),
                socket.getSession().getProtocol());
        return socket;
    }

    private static HttpAnswer exchange(Socket socket, HttpUrl url, InetAddress address, int bodyLimit)
            throws HttpException, IOException {
        // Never closed itself: that would read, or wait for, the rest of the body. The socket is.
        DefaultBHttpClientConnection http = new DefaultBHttpClientConnection(LIMITS);
        http.bind(socket);
        BasicClassicHttpRequest request = new BasicClassicHttpRequest("GET", "/");
        // The constructor would read "//x" as a host.
        request.setPath(url.target());
        request.addHeader(HttpHeaders.HOST, url.authority());
        request.addHeader(HttpHeaders.USER_AGENT, USER_AGENT);
        request.addHeader(HttpHeaders.ACCEPT, "*/*");
        request.addHeader(HttpHeaders.CONNECTION, "close");
        http.sendRequestHeader(request);
        http.flush();
        ClassicHttpResponse response = finalResponse(http);
        List<String> locations = Arrays.stream(response.getHeaders(HttpHeaders.LOCATION))
                .map(Header::getValue)
                .toList();
        String body = response.getCode() == 200 ? body(http, response, bodyLimit) : "";
        return new HttpAnswer(url, address, response.getCode(), locations, body);
    }

    private static ClassicHttpResponse finalResponse(DefaultBHttpClientConnection http)
            throws HttpException, IOException {
        for (int i = 0; i < MAXIMUM_INFORMATIONAL; i++) {
            ClassicHttpResponse response = http.receiveResponseHeader();
            if (response.getCode() == 101) {
                throw new ProtocolException("switched protocols unasked");
            }
            if (response.getCode() >= 200) {
                return response;
            }
        }
        throw new ProtocolException("only informational responses");
    }

    private static String body(DefaultBHttpClientConnection http, ClassicHttpResponse response, int limit)
            throws HttpException, IOException {
        http.receiveResponseEntity(response);
        HttpEntity entity = response.getEntity();
        return entity == null ? "" : new String(entity.getContent().readNBytes(limit), StandardCharsets.ISO_8859_1);
    }

    private ValidationFailure failed(String server, Exception failure) {
        if (deadline.passed() || UnverifiedTls.hasCause(failure, SocketTimeoutException.class)) {
            return ValidationFailure.passing(
                    ProblemType.CONNECTION, "%s did not answer completely in time.".formatted(server));
        }
        if (UnverifiedTls.hasCause(failure, BoundedSocket.LimitExceeded.class)
                || failure instanceof MessageConstraintException) {
            return ValidationFailure.lasting(
                    ProblemType.INCORRECT_RESPONSE,
                    "%s answered with more than is read of an answer: a header line of over 8 KiB, over 100 of them, or over 64 KiB in all."
                            .formatted(server));
        }
        if (UnverifiedTls.hasCause(failure, SSLException.class)
                && !UnverifiedTls.hasCause(failure, SocketException.class)
                && !UnverifiedTls.hasCause(failure, EOFException.class)) {
            return ValidationFailure.lasting(
                    ProblemType.TLS,
                    "No TLS connection to %s, where a redirect leads, could be made: %s."
                            .formatted(server, UnverifiedTls.describe(failure)));
        }
        boolean truncated = failure instanceof TruncatedChunkException;
        // IllegalArgumentException is how HttpCore refuses the status 000 and the version HTTP/1.-1
        if (failure instanceof HttpException
                || failure instanceof IllegalArgumentException
                || (failure instanceof MalformedChunkCodingException && !truncated)) {
            return ValidationFailure.lasting(
                    ProblemType.INCORRECT_RESPONSE,
                    "%s answered with something that is not HTTP/1.1.".formatted(server));
        }
        return ValidationFailure.passing(
                ProblemType.CONNECTION, "%s closed the connection before the answer was complete.".formatted(server));
    }
}
