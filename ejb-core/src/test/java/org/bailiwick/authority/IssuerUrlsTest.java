package org.bailiwick.authority;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import org.bailiwick.ca.CertificateProfile;
import org.bailiwick.ca.KeyFingerprint;
import org.bailiwick.ca.ProfileBuilder;
import org.junit.jupiter.api.Test;

class IssuerUrlsTest {

    private static final String KEY = "0123456789abcdef".repeat(4);
    private static final IssuerUrls URLS = IssuerUrls.of(URI.create("http://pki.corp:8080"), new KeyFingerprint(KEY));

    @Test
    void theKeyNamesTheIssuer() {
        assertThat(URLS.crl()).hasToString("http://pki.corp:8080/crl/" + KEY + ".crl");
        assertThat(URLS.ocsp()).hasToString("http://pki.corp:8080/ocsp/" + KEY);
        assertThat(URLS.certificate()).hasToString("http://pki.corp:8080/issuers/" + KEY + ".cer");
    }

    @Test
    void aProfilesOwnPlacesComeFirst() {
        CertificateProfile plain = URLS.in(CertificateProfile.tlsserver());
        assertThat(plain.crlUrls()).contains(List.of(URLS.crl()));
        assertThat(plain.issuerUrls()).contains(List.of(URLS.certificate()));
        List<URI> own = List.of(URI.create("http://crl.corp/1.crl"));
        CertificateProfile outspoken =
                URLS.in(new ProfileBuilder().urls(own, List.of(), List.of()).build());
        assertThat(outspoken.crlUrls()).contains(own);
        // an empty list says that there is none
        assertThat(outspoken.issuerUrls()).contains(List.of());
    }
}
