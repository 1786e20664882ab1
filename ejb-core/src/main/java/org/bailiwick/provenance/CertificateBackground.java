package org.bailiwick.provenance;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import org.bailiwick.acme.SubjectName;
import org.bailiwick.certificate.Certificate;
import org.bailiwick.governance.PolicyAdministration;
import org.bailiwick.policy.Explanation;
import org.bailiwick.policy.PolicyLevel;
import org.bailiwick.ra.RelayedRequests;
import org.jspecify.annotations.Nullable;

/** What else is known of a certificate that the caller may see. */
@ApplicationScoped
class CertificateBackground {

    @Inject
    PolicyAdministration policies;

    @Inject
    RelayedRequests requests;

    /** What the policies, as they are now, say of some of its names. */
    List<JudgedName> judged(Certificate certificate, List<SubjectName> names) {
        return explanation(certificate, names).names().stream()
                .map(JudgedName::of)
                .toList();
    }

    private Explanation explanation(Certificate certificate, List<SubjectName> names) {
        if (certificate.account().isPresent()) {
            return policies.explain(
                    PolicyLevel.ACCOUNT, certificate.account().get().value(), names);
        }
        return certificate
                .registrationAuthority()
                .map(requests::registrationAuthority)
                .map(by -> policies.explain(
                        PolicyLevel.PROVISIONER, by.provisioner().id(), names))
                .orElseGet(() -> policies.explain(PolicyLevel.AUTHORITY, certificate.authority(), names));
    }

    /** What a registration authority asked for it by; null if none did. */
    @Nullable
    RelayDetails relay(Certificate certificate) {
        return certificate
                .relayedRequest()
                .flatMap(requests::withId)
                .map(request ->
                        RelayDetails.of(request, requests.registrationAuthority(request.registrationAuthority())))
                .orElse(null);
    }
}
