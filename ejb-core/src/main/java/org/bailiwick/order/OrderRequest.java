package org.bailiwick.order;

import java.util.List;
import java.util.Optional;
import org.bailiwick.acme.Identifier;
import org.bailiwick.ca.RequestedValidity;

/**
 * What newOrder asks for (RFC 8555 §7.4).
 *
 * @param identifiers canonical, without duplicates, at least one
 * @param profile the name of a profile (draft-ietf-acme-profiles §4); empty for the provisioner's first
 * @param validity when the certificate is to be valid
 */
public record OrderRequest(List<Identifier> identifiers, Optional<String> profile, RequestedValidity validity) {

    public OrderRequest {
        identifiers = List.copyOf(identifiers);
    }

    /** Names, and nothing else. */
    public static OrderRequest of(List<? extends Identifier> identifiers) {
        return new OrderRequest(List.copyOf(identifiers), Optional.empty(), RequestedValidity.NONE);
    }
}
