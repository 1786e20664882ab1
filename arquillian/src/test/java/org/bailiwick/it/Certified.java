package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import org.bailiwick.it.AcmeClient.Answer;

/**
 * A certificate as a client has it.
 *
 * @param order its order's URL
 * @param url its own
 * @param pem the chain
 * @param der the certificate alone
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares two
record Certified(String order, String url, String pem, byte[] der) {

    /** A new one for some names, with a key of its own. */
    static Certified get(AcmeClient client, ChallengeResponder responder, String... names)
            throws IOException, InterruptedException, GeneralSecurityException {
        return get(client, responder, AcmeClient.newKey(), names);
    }

    static Certified get(AcmeClient client, ChallengeResponder responder, KeyPair key, String... names)
            throws IOException, InterruptedException, GeneralSecurityException {
        return of(client, Clients.readyOrder(client, responder, names), Csr.payload(key, names));
    }

    /** The certificate of an order that is ready, which is there when finalize is answered. */
    static Certified of(AcmeClient client, String order, String csr)
            throws IOException, InterruptedException, GeneralSecurityException {
        Answer finalized = client.post(Clients.finalizeUrl(client, order), csr);
        assertThat(finalized.status()).as(finalized.body()).isEqualTo(200);
        assertThat(finalized.json().getString("status")).as(finalized.body()).isEqualTo("valid");
        String url = finalized.json().getString("certificate");
        String pem = client.postAsGet(url).body();
        return new Certified(order, url, pem, Chains.leaf(pem).getEncoded());
    }

    X509Certificate certificate() throws GeneralSecurityException {
        return Chains.leaf(pem);
    }

    /** RFC 9773 §4.1, put together by hand. */
    String id() throws GeneralSecurityException {
        // OCTET STRING, SEQUENCE, [0]: two octets each before the key identifier
        byte[] authorityKeyIdentifier = certificate().getExtensionValue("2.5.29.35");
        return AcmeClient.base64url(Arrays.copyOfRange(authorityKeyIdentifier, 6, authorityKeyIdentifier.length))
                + "."
                + AcmeClient.base64url(certificate().getSerialNumber().toByteArray());
    }

    /** A payload to revoke it, without a reason. */
    String revocation() {
        return revocation(der).toString();
    }

    /** A payload to revoke it for a reason. */
    String revocation(int reason) {
        return Json.createObjectBuilder(revocation(der))
                .add("reason", reason)
                .build()
                .toString();
    }

    static JsonObject revocation(byte[] der) {
        return Json.createObjectBuilder()
                .add("certificate", AcmeClient.base64url(der))
                .build();
    }
}
