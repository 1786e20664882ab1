package org.bailiwick.authority;

import java.net.URI;
import java.util.List;
import org.bailiwick.ca.CertificateProfile;
import org.bailiwick.ca.KeyFingerprint;

/**
 * Where relying parties find what is of an issuer, over plain HTTP. The issuer is named by its key: that is known before
 * there is a database, and is the same when its certificate is renewed, so that what is in certificates stays right.
 *
 * @param crl its CRL, DER (RFC 5280 §4.2.1.13)
 * @param ocsp its OCSP responder (RFC 6960 Appendix A.1)
 * @param certificate its own certificate, DER (RFC 5280 §4.2.2.1)
 */
public record IssuerUrls(URI crl, URI ocsp, URI certificate) {

    /**
     * Those of an issuer.
     *
     * @param base what they begin with: scheme, host and port, no trailing slash (see Settings)
     */
    public static IssuerUrls of(URI base, KeyFingerprint key) {
        return new IssuerUrls(
                URI.create("%s/crl/%s.crl".formatted(base, key.value())),
                URI.create("%s/ocsp/%s".formatted(base, key.value())),
                URI.create("%s/issuers/%s.cer".formatted(base, key.value())));
    }

    /** A profile whose certificates tell these, where it names no places of its own. */
    CertificateProfile in(CertificateProfile profile) {
        return profile.orAt(List.of(crl), List.of(ocsp), List.of(certificate));
    }
}
