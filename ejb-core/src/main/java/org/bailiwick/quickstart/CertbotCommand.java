package org.bailiwick.quickstart;

import java.net.URI;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * A command for a first certificate, which keeps what certbot writes in the data folder.
 *
 * @param directory of the authority
 * @param http01Port where the server expects the answer to http-01
 */
record CertbotCommand(DataFolder data, URI directory, int http01Port) {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_/.:=@%+,-]+");

    /** One line that a POSIX shell takes as it is. */
    String line() {
        Path folder = data.path().resolve("certbot");
        return ("REQUESTS_CA_BUNDLE=%s certbot certonly --standalone --http-01-port %d --server %s"
                        + " --agree-tos --register-unsafely-without-email --non-interactive"
                        + " --config-dir %s --work-dir %s --logs-dir %s -d hello.localhost")
                .formatted(
                        quoted(data.root()),
                        http01Port,
                        quoted(directory),
                        quoted(folder.resolve("config")),
                        quoted(folder.resolve("work")),
                        quoted(folder.resolve("logs")));
    }

    /** Between single quotes a shell leaves everything alone but the single quote itself. */
    private static String quoted(Object word) {
        String text = word.toString();
        return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
