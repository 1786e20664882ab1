package org.bailiwick.admin.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.net.URI;
import java.time.Instant;
import java.util.UUID;
import org.bailiwick.authority.Issuer;
import org.junit.jupiter.api.Test;

class IssuerJsonTest {

    private static final Instant NOW = Instant.parse("2027-03-28T01:30:00Z");

    /** CN=Root, by OpenSSL. */
    private static final String ROOT =
            """
            -----BEGIN CERTIFICATE-----
            MIIBdTCCARugAwIBAgIUCrMm/nSHKyE5/ko6xFC4eDwTRoAwCgYIKoZIzj0EAwIw
            DzENMAsGA1UEAwwEUm9vdDAgFw0yNjExMjYxMjU2MDFaGA8yMTI2MTEwMjEyNTYw
            MVowDzENMAsGA1UEAwwEUm9vdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABJRq
            Vyqvk3cLqMDCn31zCTR1iiosTE3XPSrQ76CH05Je5e0IQoVULeFoq0bGQbCLoSY0
            0477qGlCoqAb7XKQq6WjUzBRMB0GA1UdDgQWBBRhA7sZDNC1g+4Lb5IdEtiGKcG+
            WzAfBgNVHSMEGDAWgBRhA7sZDNC1g+4Lb5IdEtiGKcG+WzAPBgNVHRMBAf8EBTAD
            AQH/MAoGCCqGSM49BAMCA0gAMEUCIBdfz/X61YPAuQRCCsH03X/9USW/gUio3T2n
            ymujCUqVAiEA1qRDYtf5U0nTJ2qZlyq6ibxNpTdBI0C/zf2PzEV5+qw=
            -----END CERTIFICATE-----
            """;

    private static final URI BASE = URI.create("http://pki.test");

    /** Its responder would be a URL at which nobody answers. */
    @Test
    void onlyWhoIssuesHasAResponder() {
        JsonObject issuing = IssuerJson.of(new Issuer(UUID.randomUUID(), "issuing", ROOT, NOW), BASE);
        assertThat(issuing.getString("ocsp")).isEqualTo("http://pki.test/ocsp/" + issuing.getString("keySha256"));
        JsonObject root = IssuerJson.of(Issuer.ofRoot(UUID.randomUUID(), "root", ROOT, NOW), BASE);
        assertThat(root.getString("status")).isEqualTo("crl-only");
        assertThat(root).doesNotContainKey("ocsp").containsKeys("crl", "certificate");
    }
}
