package org.bailiwick.upstream;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.ca.TrustAnchors;
import org.bailiwick.upstream.UpstreamAccess.Certified;

/** How the CAs of upstream authorities are reached now. Calls the token: not to be used within a transaction. */
@ApplicationScoped
public class UpstreamAccesses {

    @Inject
    UpstreamAuthorities upstreams;

    @Inject
    UpstreamKeys keys;

    @Inject
    Clock clock;

    /**
     * The way to an authority's CA.
     *
     * @param access how it is reached
     * @param key the label of the key that signs: another one after a renewal
     */
    public record Way(UpstreamAccess access, String key) {

        /** What certificates lead up to. */
        public TrustAnchors anchors() {
            return access.anchors();
        }
    }

    /**
     * The way to an authority's CA, if this server is known there by a certificate that is valid.
     *
     * @throws org.bailiwick.hsm.TokenException if the token is away
     */
    public Optional<Way> of(UUID authority) {
        return upstreams.of(authority).flatMap(this::way);
    }

    private Optional<Way> way(UpstreamAuthority upstream) {
        if (!upstream.canAsk(clock.instant())) {
            return Optional.empty();
        }
        return upstream.chain().flatMap(chain -> upstream.keyLabel()
                .map(label -> new Way(
                        new UpstreamAccess(
                                upstream.url(), upstream.anchors(), new Certified(chain, keys.signer(label))),
                        label)));
    }
}
