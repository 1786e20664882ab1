package org.bailiwick.ra.exchange;

import java.util.Optional;
import java.util.UUID;
import org.bailiwick.acme.Problem;
import org.bailiwick.certificate.Certificate;
import org.bailiwick.ra.RelayedRequest;
import org.bailiwick.ra.RelayedRequest.Kind;

/**
 * What became of a request, as far as it is known.
 *
 * @param request its id
 * @param registrationAuthority who asked
 * @param kind what it is for
 * @param certificate once it is there
 * @param problem why it ended without one
 * @param awaitsConfirmation whether it is still to be said that the certificate is accepted
 */
public record RequestOutcome(
        UUID request,
        UUID registrationAuthority,
        Kind kind,
        Optional<Certificate> certificate,
        Optional<Problem> problem,
        boolean awaitsConfirmation) {

    static RequestOutcome of(RelayedRequest request, Optional<Certificate> certificate) {
        return new RequestOutcome(
                request.id(),
                request.registrationAuthority(),
                request.kind(),
                certificate,
                request.problem(),
                request.awaitsConfirmation());
    }
}
