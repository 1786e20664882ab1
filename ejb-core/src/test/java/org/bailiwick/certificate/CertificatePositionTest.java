package org.bailiwick.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.bailiwick.acme.ResourceId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CertificatePositionTest {

    private static final ResourceId ID = ResourceId.random(Instant.EPOCH);

    @ParameterizedTest
    @ValueSource(strings = {"1970-01-01T00:00:00Z", "2027-03-28T01:30:00Z", "9999-12-31T23:59:59Z"})
    void itComesBackOutOfAUrl(String notAfter) {
        CertificatePosition position = new CertificatePosition(Instant.parse(notAfter), ID);
        assertThat(CertificatePosition.parse(position.toString())).contains(position);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-4800-01-01T00:00:00Z",
                "1969-12-31T23:59:59Z",
                "+10000-01-01T00:00:00Z",
                "+1000000000-01-01T00:00:00Z"
            })
    void noCertificateEndsInThatYear(String notAfter) {
        assertThat(Instant.parse(notAfter)).isNotNull();
        assertThat(CertificatePosition.parse(notAfter + "~" + ID)).isEmpty();
    }
}
