package org.bailiwick.order;

import java.util.List;
import java.util.Optional;
import org.bailiwick.acme.Identifier;
import org.bailiwick.acme.Problem;
import org.bailiwick.ca.CertificateId;
import org.bailiwick.ca.RequestedValidity;

/**
 * What newOrder asks for (RFC 8555 §7.4).
 *
 * @param identifiers canonical, without duplicates
 * @param refused what is wrong with those that are none, one problem for each
 * @param profile the name of a profile (draft-ietf-acme-profiles §4); empty for the provisioner's first
 * @param validity when the certificate is to be valid
 * @param replaces the certificate that the new one will replace (RFC 9773 §5)
 */
public record OrderRequest(
        List<Identifier> identifiers,
        List<Problem> refused,
        Optional<String> profile,
        RequestedValidity validity,
        Optional<CertificateId> replaces) {

    public OrderRequest {
        identifiers = List.copyOf(identifiers);
        refused = List.copyOf(refused);
    }

    /** Names, and nothing else. */
    public static OrderRequest of(List<? extends Identifier> identifiers) {
        return new OrderRequest(
                List.copyOf(identifiers), List.of(), Optional.empty(), RequestedValidity.NONE, Optional.empty());
    }
}
