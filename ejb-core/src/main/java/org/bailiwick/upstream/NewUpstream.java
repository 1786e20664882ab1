package org.bailiwick.upstream;

import java.net.URI;
import java.util.UUID;
import org.bailiwick.authority.AuthorityName;
import org.bailiwick.ca.TrustAnchors;

/**
 * An authority whose certificates another CA is to make.
 *
 * @param team who will operate it
 * @param name its segment in URLs
 * @param url where the CA is asked
 * @param trustAnchors PEM: the certificates by which the CA is trusted
 */
public record NewUpstream(UUID team, AuthorityName name, URI url, String trustAnchors) {

    /** @throws IllegalArgumentException if the trust anchors cannot be read; the message is a clause */
    public NewUpstream {
        TrustAnchors read = TrustAnchors.parse(trustAnchors);
        if (read.certificates().isEmpty()) {
            throw new IllegalArgumentException("there is no certificate in it");
        }
    }
}
