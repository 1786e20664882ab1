package org.bailiwick.issuance;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.audit.CertificateEvent.RequestedBy;
import org.bailiwick.certificate.PendingCertificate;
import org.bailiwick.manual.ManualRequests;
import org.bailiwick.order.Orders;
import org.bailiwick.ra.RelayedRequest;
import org.bailiwick.ra.RelayedRequests;

/** What certificates are asked for by. */
@ApplicationScoped
class PendingCertificates {

    @Inject
    Orders orders;

    @Inject
    ManualRequests requests;

    @Inject
    RelayedRequests relayed;

    /** What a requester asked by, its row locked until the transaction ends; empty for the server, which asks by nothing. */
    Optional<PendingCertificate> lock(Requester requester) {
        return requester
                .order()
                .<PendingCertificate>flatMap(orders::lock)
                .or(() -> requester.manualRequest().flatMap(requests::lock))
                .or(() -> requester.relayedRequest().flatMap(relayed::lockPending));
    }

    /** As the audit log tells it. */
    RequestedBy told(Requester requester) {
        return requester
                .manualRequest()
                .flatMap(requests::withId)
                .map(request -> RequestedBy.administrator(request.administrator(), request.provisioner(), request.id()))
                .or(() -> requester.relayedRequest().flatMap(relayed::withId).map(this::toldOfRelayed))
                .orElseGet(() -> RequestedBy.account(
                        requester.account().map(Object::toString).orElse(null),
                        requester.order().map(Object::toString).orElse(null)));
    }

    private RequestedBy toldOfRelayed(RelayedRequest request) {
        UUID by = request.registrationAuthority();
        return RequestedBy.registrationAuthority(
                by, relayed.registrationAuthority(by).provisioner().id(), request.id());
    }
}
