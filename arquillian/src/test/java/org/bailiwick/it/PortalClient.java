package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.bailiwick.it.AcmeClient.Answer;
import org.bailiwick.quickstart.RunningServer;

/** What a browser sends to the portal, byte for byte, and what none would send. Follows no redirect. */
final class PortalClient {

    static final String COOKIE = "__Secure-bailiwick-portal";

    private static final Pattern HIDDEN = Pattern.compile("<input[^>]*type=\"hidden\"[^>]*>");
    private static final Map<String, String> FROM_ITS_OWN_PAGE = Map.of("Sec-Fetch-Site", "same-origin");

    private final String base;
    private final HttpClient http;
    private String cookie = "";

    PortalClient() throws IOException {
        this(
                SharedServer.get().settings().url().toString(),
                RunningServer.trusting(SharedServer.get().root()));
    }

    /**
     * One with a client certificate.
     *
     * @param context of its connections; the certificate is in it
     */
    PortalClient(String url, SSLContext context) {
        base = url + "/admin";
        http = HttpClient.newBuilder().sslContext(context).build();
    }

    /** One in the session of the first administrator. */
    static PortalClient loggedIn() throws IOException, InterruptedException {
        PortalClient client = new PortalClient();
        Answer answer = client.logIn(
                "admin",
                Files.readString(SharedServer.get().settings().portalPasswordFile())
                        .strip());
        assertThat(answer.status()).as(answer.body()).isEqualTo(302);
        return client;
    }

    /** What the log-in form sends. */
    Answer logIn(String name, String password) throws IOException, InterruptedException {
        Map<String, String> form = form(get("/login"), "in");
        form.put("in:name", name);
        form.put("in:password", password);
        form.put("in:go", "Log in");
        return post("/login", form, FROM_ITS_OWN_PAGE);
    }

    Answer get(String path) throws IOException, InterruptedException {
        return send(request(path).GET(), Map.of());
    }

    Answer get(String path, Map<String, String> headers) throws IOException, InterruptedException {
        return send(request(path).GET(), headers);
    }

    Answer post(String path, Map<String, String> form, Map<String, String> headers)
            throws IOException, InterruptedException {
        String body = form.entrySet().stream()
                .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
        return send(
                request(path)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(body)),
                headers);
    }

    /** As from a page of the portal. */
    Answer post(String path, Map<String, String> form) throws IOException, InterruptedException {
        return post(path, form, FROM_ITS_OWN_PAGE);
    }

    /** A form with a file as browsers send it (RFC 7578), but for a boundary that may be another than is said. */
    Answer upload(String path, Map<String, String> form, String field, String content, String boundary)
            throws IOException, InterruptedException {
        StringBuilder body = new StringBuilder();
        form.forEach((name, value) -> body.append("--x7f3\r\nContent-Disposition: form-data; name=\"")
                .append(name)
                .append("\"\r\n\r\n")
                .append(value)
                .append("\r\n"));
        body.append("--x7f3\r\nContent-Disposition: form-data; name=\"")
                .append(field)
                .append("\"; filename=\"../../x.csv\"\r\nContent-Type: text/csv\r\n\r\n")
                .append(content)
                .append("\r\n--x7f3--\r\n");
        return send(
                request(path)
                        .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                        .POST(BodyPublishers.ofString(body.toString())),
                FROM_ITS_OWN_PAGE);
    }

    /** Sends another cookie from now on. */
    void steal(String value) {
        cookie = value;
    }

    /** The cookie of the session, empty for none. */
    String cookie() {
        return cookie;
    }

    /** The hidden fields of a form, and that it was sent. */
    static Map<String, String> form(Answer page, String id) {
        Map<String, String> fields = new LinkedHashMap<>();
        Matcher form = Pattern.compile("(?s)<form id=\"%s\".*?</form>".formatted(Pattern.quote(id)))
                .matcher(page.body());
        assertThat(form.find()).as(id + " in " + page.body()).isTrue();
        Matcher hidden = HIDDEN.matcher(form.group());
        while (hidden.find()) {
            fields.put(attribute(hidden.group(), "name"), attribute(hidden.group(), "value"));
        }
        return fields;
    }

    private static String attribute(String element, String name) {
        Matcher attribute =
                Pattern.compile("\\s%s=\"([^\"]*)\"".formatted(name)).matcher(element);
        return attribute.find() ? attribute.group(1) : "";
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path));
    }

    private Answer send(HttpRequest.Builder request, Map<String, String> headers)
            throws IOException, InterruptedException {
        headers.forEach(request::header);
        if (!cookie.isEmpty()) {
            request.header("Cookie", COOKIE + "=" + cookie);
        }
        var response = http.send(request.build(), BodyHandlers.ofString());
        response.headers().allValues("Set-Cookie").stream()
                .filter(set -> set.startsWith(COOKIE + "="))
                .forEach(set -> cookie = set.substring(COOKIE.length() + 1).replaceFirst(";.*", ""));
        return new Answer(response.statusCode(), response.headers(), response.body());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
