package org.bailiwick.web.acme;

import jakarta.json.JsonObject;
import org.bailiwick.account.AccountKey;
import org.bailiwick.ca.KeyFingerprint;
import org.bailiwick.provisioner.Provisioner;
import org.bailiwick.revocation.Revoker;
import org.bailiwick.web.jws.FlattenedJws;

/**
 * A request signed by the key that it carries, which may have no account yet. Only {@link AcmeRequests} makes one.
 *
 * @param key who asks
 * @param provisioner whom
 * @param directory where
 * @param jws what
 */
record KeyRequest(AccountKey key, Provisioner provisioner, Directory directory, FlattenedJws jws)
        implements SignedRequest {

    @Override
    public JsonObject payload() {
        return jws.payloadObject();
    }

    @Override
    public Revoker revoker() {
        return new Revoker.ByKey(KeyFingerprint.of(key.subjectPublicKeyInfo()));
    }
}
