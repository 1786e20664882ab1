package org.bailiwick.admin.web.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.math.BigInteger;
import java.net.URI;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import org.bailiwick.authority.Issuer;
import org.bailiwick.authority.IssuerRequest;
import org.bailiwick.authority.IssuerUrls;
import org.bailiwick.authority.standing.KeyText;
import org.bailiwick.ca.CertificateChain;
import org.bailiwick.config.Settings;
import org.bailiwick.hsm.SignatureScheme;
import org.jspecify.annotations.Nullable;

/** Issuers as answers have them. */
@ApplicationScoped
class IssuerJson {

    @Inject
    Settings settings;

    JsonObject of(Issuer issuer) {
        return of(issuer, settings.httpUrl());
    }

    /**
     * The same.
     *
     * @param base what its URLs begin with
     */
    static JsonObject of(Issuer issuer, URI base) {
        CertificateChain chain = CertificateChain.parse(issuer.chain());
        X509Certificate certificate = chain.first();
        IssuerUrls urls = IssuerUrls.of(base, issuer.keyFingerprint());
        JsonObjectBuilder json = Json.object()
                .add("id", issuer.id().toString())
                .add("authority", issuer.authority().toString())
                .add("status", status(issuer))
                .add("active", issuer.active())
                .add("created", Json.time(issuer.createdAt()))
                .add("subject", certificate.getSubjectX500Principal().getName())
                .add("serial", hexadecimal(certificate.getSerialNumber()))
                .add("notBefore", Json.time(certificate.getNotBefore().toInstant()))
                .add("expires", Json.time(certificate.getNotAfter().toInstant()))
                .add("issuesUntil", Json.time(chain.end()))
                .add("keyAlgorithm", KeyText.of(certificate.getPublicKey()))
                .add("keySha256", issuer.keyFingerprint().value())
                .add("key", issuer.keyLabel())
                .add("rootSha256", chain.rootSha256())
                .add("chain", chain.pem());
        if (!issuer.remote()) {
            json.add("scheme", scheme(issuer, certificate.getPublicKey()).name())
                    .add("crl", urls.crl().toString())
                    .add("certificate", urls.certificate().toString());
        }
        if (!issuer.remote() && !issuer.crlOnly()) {
            json.add("ocsp", urls.ocsp().toString());
        }
        addToken(json, issuer.key().token());
        issuer.retiredAt().ifPresent(when -> json.add("retired", Json.time(when)));
        return json.build();
    }

    /** A key that waits for its certificate. */
    static JsonObject ofRequest(IssuerRequest request) {
        JsonObjectBuilder json = Json.object()
                .add("subject", request.request().subject().getName())
                .add("created", Json.time(request.createdAt()))
                .add("scheme", request.request().scheme().name())
                .add("keySha256", request.keyFingerprint().value())
                .add("key", request.key().label());
        addToken(json, request.key().token());
        return json.build();
    }

    private static void addToken(JsonObjectBuilder json, @Nullable String token) {
        if (token != null) {
            json.add("token", token);
        }
    }

    private static String status(Issuer issuer) {
        if (issuer.remote()) {
            return "other-ca";
        }
        return issuer.active() ? "active" : issuer.crlOnly() ? "crl-only" : "retired";
    }

    private static SignatureScheme scheme(Issuer issuer, PublicKey key) {
        SignatureScheme stored = issuer.key().scheme();
        return stored == null ? SignatureScheme.forKey(key) : stored;
    }

    /** In whole octets, as those of certificates; another CA may have given it any number. */
    private static String hexadecimal(BigInteger serial) {
        String digits = serial.toString(16);
        return digits.length() % 2 == 0 ? digits : "0" + digits;
    }
}
