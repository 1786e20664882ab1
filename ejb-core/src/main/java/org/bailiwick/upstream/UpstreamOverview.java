package org.bailiwick.upstream;

import java.io.Serial;
import java.io.Serializable;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.bailiwick.authority.Authority;
import org.jspecify.annotations.Nullable;

/**
 * The other CA of an authority, and how it stands with it, as administrators look at it.
 *
 * @param authority the id of the authority
 * @param name of the authority, in URLs
 * @param url where that CA is asked
 * @param anchors the subjects of the certificates by which it is trusted
 * @param state its word
 * @param keyLabel of this server's key for it, in the token; null before the enrolment
 * @param own the certificate that this server is known by there; null before the enrolment
 * @param attempts how many attempts to enrol or renew nothing came of, since one succeeded
 * @param problem a sentence that says why the last one failed; null if none has
 */
public record UpstreamOverview(
        UUID authority,
        String name,
        String url,
        List<String> anchors,
        String state,
        @Nullable String keyLabel,
        @Nullable Own own,
        int attempts,
        @Nullable String problem)
        implements Serializable {

    @Serial
    private static final long serialVersionUID = 1L;

    public UpstreamOverview {
        anchors = List.copyOf(anchors);
    }

    /**
     * This server's certificate.
     *
     * @param serial hexadecimal
     * @param notAfter its last second of validity
     * @param renewFrom when another one is asked for
     */
    public record Own(
            String subject,
            String issuer,
            String serial,
            Instant notBefore,
            Instant notAfter,
            @Nullable Instant renewFrom)
            implements Serializable {

        @Serial
        private static final long serialVersionUID = 1L;

        static Own of(X509Certificate certificate, @Nullable Instant renewFrom) {
            return new Own(
                    certificate.getSubjectX500Principal().getName(),
                    certificate.getIssuerX500Principal().getName(),
                    certificate.getSerialNumber().toString(16),
                    certificate.getNotBefore().toInstant(),
                    certificate.getNotAfter().toInstant(),
                    renewFrom);
        }
    }

    static UpstreamOverview of(Authority authority, UpstreamAuthority upstream, Instant now) {
        return new UpstreamOverview(
                authority.id(),
                authority.name(),
                upstream.url().toString(),
                upstream.anchors().certificates().stream()
                        .map(anchor -> anchor.getSubjectX500Principal().getName())
                        .toList(),
                upstream.stateAt(now).word(),
                upstream.keyLabel().orElse(null),
                upstream.chain()
                        .map(chain -> Own.of(chain.first(), upstream.renewFrom().orElse(null)))
                        .orElse(null),
                upstream.attempts(),
                upstream.problem().orElse(null));
    }

    /** Whether a secret was given and it is asked for the first certificate by that. */
    public boolean enrolling() {
        return state.equals(UpstreamState.ENROLLING.word());
    }

    /** How its state looks: good, warning or bad. */
    public String tone() {
        if (enrolling()) {
            return "warning";
        }
        return state.equals(UpstreamState.ENROLLED.word()) ? "good" : "bad";
    }
}
