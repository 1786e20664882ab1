package org.bailiwick.certificate;

import java.util.List;
import java.util.Optional;

/**
 * A part of a list of certificates.
 *
 * @param next after which the list goes on; empty at its end
 */
public record CertificateList(List<CertificateOverview> items, Optional<CertificatePosition> next) {

    public CertificateList {
        items = List.copyOf(items);
    }
}
