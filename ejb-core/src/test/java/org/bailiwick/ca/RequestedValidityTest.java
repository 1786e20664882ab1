package org.bailiwick.ca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Optional;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.ProblemType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 8555 §7.4: "The server MUST return an error if it cannot fulfill the request as specified". */
class RequestedValidityTest {

    /** The profile's backdate is an hour, its validity 6 days. */
    private static final CertificateProfile PROFILE = CertificateProfile.shortlived();

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.5Z");

    @ParameterizedTest
    @CsvSource({
        ",",
        // the earliest start, and a fraction of a second before it that is dropped
        "2026-03-01T11:00:00Z,",
        "2026-03-01T11:00:00.1Z,",
        "2026-03-08T12:00:00Z,",
        ", 2026-03-01T12:00:01Z",
        // the last second of six days from the backdated start
        ", 2026-03-07T10:59:59Z",
        "2026-03-05T00:00:00Z, 2026-03-10T23:59:59Z",
        // one second
        "2026-03-05T00:00:00Z, 2026-03-05T00:00:00Z",
    })
    void whatTheProfileAllowsIsFine(@Nullable Instant notBefore, @Nullable Instant notAfter) {
        assertThatCode(() -> asking(notBefore, notAfter).requireWithin(PROFILE, NOW))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-01T10:59:59Z, , too long ago",
        "1969-12-31T00:00:00Z, , too long ago",
        "2026-03-08T12:00:01Z, , too far ahead",
        ", 2026-03-01T12:00:00Z, is over",
        ", 2026-03-07T11:00:00Z, too late",
        ", 9999-12-31T23:59:59Z, too late",
        "2026-03-05T00:00:00Z, 2026-03-11T00:00:00Z, too late",
        "2026-03-05T00:00:00Z, 2026-03-04T23:59:59Z, before",
    })
    void whatItDoesNotAllowIsRefusedWithTheReason(
            @Nullable Instant notBefore, @Nullable Instant notAfter, String reason) {
        assertThatThrownBy(() -> asking(notBefore, notAfter).requireWithin(PROFILE, NOW))
                .isInstanceOfSatisfying(AcmeException.class, refusal -> {
                    assertThat(refusal.problem().type()).isEqualTo(ProblemType.MALFORMED);
                    assertThat(refusal.problem().detail()).contains(reason);
                });
    }

    private static RequestedValidity asking(@Nullable Instant notBefore, @Nullable Instant notAfter) {
        return new RequestedValidity(Optional.ofNullable(notBefore), Optional.ofNullable(notAfter));
    }
}
