package org.bailiwick.web.acme;

import jakarta.json.JsonObject;
import org.bailiwick.provisioner.Provisioner;
import org.bailiwick.revocation.Revoker;

/** A request that an account or a bare key signed. Only {@link AcmeRequests} makes one. */
sealed interface SignedRequest permits AccountRequest, KeyRequest {

    /** Whom it asks. */
    Provisioner provisioner();

    /** The payload. */
    JsonObject payload();

    /** Who signed, as revokeCert wants to know it (RFC 8555 §7.6). */
    Revoker revoker();
}
