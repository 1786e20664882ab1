package org.bailiwick.revocation;

import org.bailiwick.acme.ResourceId;
import org.bailiwick.ca.KeyFingerprint;

/** Who signed a request to revoke (RFC 8555 §7.6); the signature is verified. */
public sealed interface Revoker {

    /**
     * An account.
     *
     * @param id of an account of the provisioner that was asked
     */
    record ByAccount(ResourceId id) implements Revoker {}

    /**
     * A bare key.
     *
     * @param key its fingerprint
     */
    record ByKey(KeyFingerprint key) implements Revoker {}
}
