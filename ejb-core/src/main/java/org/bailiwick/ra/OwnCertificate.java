package org.bailiwick.ra;

import java.util.Optional;
import org.bailiwick.acme.Problem;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.certificate.PendingCertificate;

/**
 * A registration authority's own certificate, while that is being made: it counts from the moment on at which it is there.
 *
 * @param request what it was asked for by
 * @param registrationAuthority whose it is to be
 */
record OwnCertificate(RelayedRequest request, RegistrationAuthority registrationAuthority)
        implements PendingCertificate {

    @Override
    public Optional<ResourceId> replacedCertificate() {
        return request.replacedCertificate();
    }

    @Override
    public void complete(ResourceId issued) {
        request.complete(issued);
        registrationAuthority.pin(request, issued, request.kind() == RelayedRequest.Kind.ENROLMENT);
    }

    @Override
    public void fail(Problem why) {
        request.fail(why);
    }
}
