package org.bailiwick.quickstart;

import java.net.URI;
import java.nio.file.Path;
import org.bailiwick.client.ShellWord;

/**
 * A command for a first certificate, which keeps what certbot writes in the data folder.
 *
 * @param directory of the authority
 * @param http01Port where the server expects the answer to http-01
 */
record CertbotCommand(DataFolder data, URI directory, int http01Port) {

    /** One line that a POSIX shell takes as it is. */
    String line() {
        Path folder = data.path().resolve("certbot");
        return ("REQUESTS_CA_BUNDLE=%s certbot certonly --standalone --http-01-port %d --server %s"
                        + " --agree-tos --register-unsafely-without-email --non-interactive"
                        + " --config-dir %s --work-dir %s --logs-dir %s -d hello.localhost")
                .formatted(
                        ShellWord.of(data.root()),
                        http01Port,
                        ShellWord.of(directory),
                        ShellWord.of(folder.resolve("config")),
                        ShellWord.of(folder.resolve("work")),
                        ShellWord.of(folder.resolve("logs")));
    }
}
