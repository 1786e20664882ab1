package org.bailiwick.client;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bailiwick.acme.ChallengeType;
import org.bailiwick.acme.DnsIdentifier;
import org.bailiwick.hash.Sha256;
import org.bailiwick.validation.ValidationSettings.Ports;

/**
 * What must be told to a client so that it gets its certificates here.
 *
 * @param directory the ACME directory
 * @param root the root certificate that our TLS certificate leads to
 * @param ports where the server expects the answers to challenges
 * @param challenge the type by which the client shows that it controls the name
 * @param name that the certificate is for
 * @param key the external account key by which the client makes its account; empty if it needs none
 */
public record ClientSetup(
        URI directory, Root root, Ports ports, ChallengeType challenge, DnsIdentifier name, Optional<Key> key) {

    /** Whom a CA may write to; that nobody has it everybody sees. */
    static final String EMAIL = "you@corp.internal";

    /**
     * The root certificate.
     *
     * @param url from where it can be downloaded
     * @param pem it itself
     * @param file where it is kept on the client's machine, absolute
     */
    public record Root(URI url, String pem, String file) {

        private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9_][A-Za-z0-9._-]*)+");

        public Root {
            if (!PATH.matcher(file).matches()) {
                throw new IllegalArgumentException("an absolute path of letters, digits, dots and hyphens");
            }
        }

        /** The SHA-256 of the downloaded file, hexadecimal: not of the certificate, which programs call its fingerprint. */
        public String fileSha256() {
            return Sha256.hexadecimal(pem.getBytes(StandardCharsets.US_ASCII));
        }

        /** The file, base64 in one line. */
        String base64() {
            return Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.US_ASCII));
        }

        /** The last segment of the path. */
        String fileName() {
            return file.substring(file.lastIndexOf('/') + 1);
        }
    }

    /**
     * An external account key.
     *
     * @param id its {@code kid}
     * @param secret base64url; it is in the texts and nowhere else
     */
    public record Key(String id, String secret) {

        /** Stands where one must be put in. */
        public static final Key WANTED = new Key("KEY-ID", "SECRET");

        @Override
        public String toString() {
            return "Key[%s]".formatted(id);
        }
    }

    /** The port where the client answers, if it is not that of the RFC (RFC 8555 §8.3, RFC 8737 §3). */
    Optional<Integer> oddPort() {
        return switch (challenge) {
            case HTTP_01 -> Optional.of(ports.http01()).filter(port -> port != Ports.STANDARD.http01());
            case TLS_ALPN_01 -> Optional.of(ports.tlsAlpn01()).filter(port -> port != Ports.STANDARD.tlsAlpn01());
            case DNS_01 -> Optional.empty();
        };
    }

    boolean byHttp() {
        return challenge == ChallengeType.HTTP_01;
    }

    boolean byDns() {
        return challenge == ChallengeType.DNS_01;
    }
}
