package org.bailiwick.ca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.ProblemType;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1UTCTime;
import org.bouncycastle.asn1.DERGeneralizedTime;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERUTCTime;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValidityTest {

    private static final Validity ALWAYS = period("1950-01-01T00:00:00Z", "9999-12-31T23:59:59Z");

    @ParameterizedTest(name = "{0} + {1}")
    @CsvSource({
        // both ends included: the last second is one before the moment 90 days later
        "2026-03-01T12:00:00Z, P90D, 2026-05-30T11:59:59Z",
        // below a second: cut, not rounded
        "2026-03-01T12:00:00.999999999Z, P90D, 2026-05-30T11:59:59Z",
        // over a leap day, over none, from one
        "2028-02-28T00:00:00Z, P2D, 2028-02-29T23:59:59Z",
        "2027-02-28T00:00:00Z, P2D, 2027-03-01T23:59:59Z",
        "2028-02-29T12:00:00Z, P365D, 2029-02-28T11:59:59Z",
        "2100-02-28T00:00:00Z, P1D, 2100-02-28T23:59:59Z",
        // the hours of daylight saving do not exist in UTC
        "2026-03-29T00:30:00Z, PT24H, 2026-03-30T00:29:59Z",
        "2026-10-25T00:30:00Z, PT24H, 2026-10-26T00:29:59Z",
        // ends of years
        "2026-12-31T23:59:59Z, PT1S, 2026-12-31T23:59:59Z",
        "2026-12-31T23:59:59Z, PT2S, 2027-01-01T00:00:00Z",
        "2049-12-31T23:59:59Z, PT2S, 2050-01-01T00:00:00Z",
        // where a leap second was
        "2016-12-31T23:59:59Z, PT2S, 2017-01-01T00:00:00Z",
    })
    void aPeriodIncludesBothEnds(Instant now, Duration length, Instant end) {
        Validity validity = Validity.of(profile(length, Duration.ZERO), RequestedValidity.NONE, now, ALWAYS);
        assertThat(validity.notAfter()).isEqualTo(end);
        assertThat(validity.length()).isEqualTo(length);
        assertThat(validity.notBefore()).isBeforeOrEqualTo(now).isAfter(now.minusSeconds(1));
    }

    @Test
    void theBackdateIsPartOfTheValidity() {
        Validity validity = Validity.of(
                profile(Duration.ofDays(1), Duration.ofHours(1)),
                RequestedValidity.NONE,
                Instant.parse("2026-03-01T12:00:00.5Z"),
                ALWAYS);
        assertThat(validity).isEqualTo(period("2026-03-01T11:00:00Z", "2026-03-02T10:59:59Z"));
    }

    @Test
    void thePeriodStaysWithinTheIssuers() {
        Validity issuer = period("2026-03-01T11:30:00Z", "2026-03-01T20:00:00Z");
        Validity validity = Validity.of(
                profile(Duration.ofDays(1), Duration.ofHours(1)),
                RequestedValidity.NONE,
                Instant.parse("2026-03-01T12:00:00Z"),
                issuer);
        assertThat(validity).isEqualTo(issuer);
    }

    @ParameterizedTest
    @CsvSource({"2026-03-01T11:29:59.999Z", "2026-03-01T20:00:01Z"})
    void nothingIsIssuedOutsideTheIssuersOwnPeriod(Instant now) {
        Validity issuer = period("2026-03-01T11:30:00Z", "2026-03-01T20:00:00Z");
        assertThatThrownBy(() ->
                        Validity.of(profile(Duration.ofDays(1), Duration.ZERO), RequestedValidity.NONE, now, issuer))
                .isInstanceOf(CertificateNotIssuableException.class);
    }

    @ParameterizedTest
    @CsvSource({"2026-03-01T11:30:00Z", "2026-03-01T20:00:00Z", "2026-03-01T20:00:00.999Z"})
    void theIssuersFirstAndLastSecondCount(Instant now) {
        Validity issuer = period("2026-03-01T11:30:00Z", "2026-03-01T20:00:00Z");
        assertThat(issuer.contains(
                        Validity.of(profile(Duration.ofDays(1), Duration.ZERO), RequestedValidity.NONE, now, issuer)))
                .isTrue();
    }

    /** RFC 8555 §7.4: what is asked for is had to the second, or refused. */
    @Test
    void whatIsAskedForIsHad() {
        Instant now = Instant.parse("2026-03-01T12:00:00Z");
        CertificateProfile profile = profile(Duration.ofDays(1), Duration.ofHours(1));
        Instant start = Instant.parse("2026-03-01T14:00:00.7Z");
        Instant end = Instant.parse("2026-03-01T15:00:00Z");
        Validity issuer = period("2026-03-01T11:30:00Z", "2026-03-01T20:00:00Z");

        assertThat(Validity.of(profile, asking(start, end), now, ALWAYS))
                .isEqualTo(period("2026-03-01T14:00:00Z", "2026-03-01T15:00:00Z"));
        assertThat(Validity.of(profile, asking(start, null), now, ALWAYS))
                .isEqualTo(period("2026-03-01T14:00:00Z", "2026-03-02T13:59:59Z"));
        assertThat(Validity.of(profile, asking(null, end), now, ALWAYS))
                .isEqualTo(period("2026-03-01T11:00:00Z", "2026-03-01T15:00:00Z"));
        // what the profile says is shortened to the issuer's; what the client says is not
        assertThat(Validity.of(profile, asking(start, null), now, issuer).notAfter())
                .isEqualTo(issuer.notAfter());
        for (RequestedValidity outside : List.of(
                asking(Instant.parse("2026-03-01T11:00:00Z"), null),
                asking(null, Instant.parse("2026-03-01T20:00:01Z")),
                asking(null, now))) {
            assertThatThrownBy(() -> Validity.of(profile, outside, now, issuer))
                    .isInstanceOfSatisfying(
                            AcmeException.class,
                            refusal -> assertThat(refusal.problem().type()).isEqualTo(ProblemType.MALFORMED));
        }
    }

    private static RequestedValidity asking(@Nullable Instant notBefore, @Nullable Instant notAfter) {
        return new RequestedValidity(Optional.ofNullable(notBefore), Optional.ofNullable(notAfter));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "1950-01-01T00:00:00Z, 500101000000Z, UTCTime",
        "1999-12-31T23:59:59Z, 991231235959Z, UTCTime",
        "2000-02-29T12:34:56Z, 000229123456Z, UTCTime",
        "2049-12-31T23:59:59Z, 491231235959Z, UTCTime",
        "2050-01-01T00:00:00Z, 20500101000000Z, GeneralizedTime",
        "9999-12-31T23:59:59Z, 99991231235959Z, GeneralizedTime",
    })
    void timesAreWrittenAsRfc5280Says(Instant instant, String text, String type) throws EncodingException {
        ASN1Primitive time = Validity.time(instant);
        byte[] der = Asn1.der(time);
        assertThat(new String(der, 2, der.length - 2, StandardCharsets.US_ASCII))
                .isEqualTo(text);
        assertThat(time).isInstanceOf(type.equals("UTCTime") ? ASN1UTCTime.class : ASN1GeneralizedTime.class);
        assertThat(Validity.instant(Asn1.read(der))).isEqualTo(instant);
    }

    @Test
    void timesWrittenOtherwiseAreNotRead() {
        for (ASN1Primitive time : List.of(
                new DERUTCTime("2603011200Z"),
                new DERUTCTime("260301120000+0000"),
                new DERUTCTime("260301120000+0100"),
                new DERUTCTime("260230120000Z"),
                new DERUTCTime("261301120000Z"),
                new DERUTCTime("260301240000Z"),
                new DERUTCTime("261231235960Z"),
                new DERGeneralizedTime("20260301120000Z"),
                new DERGeneralizedTime("19490301120000Z"),
                new DERGeneralizedTime("20500301120000.5Z"),
                new DERGeneralizedTime("205003011200Z"),
                new DERGeneralizedTime("20500301120000"),
                new DERGeneralizedTime("20500301120000+0000"),
                DERNull.INSTANCE)) {
            assertThatThrownBy(() -> Validity.instant(time)).as(time.toString()).isInstanceOf(EncodingException.class);
        }
    }

    @Test
    void periodsThatRfc5280DoesNotKnowDoNotExist() {
        for (String[] ends : new String[][] {
            {"2026-01-01T00:00:01Z", "2026-01-01T00:00:00Z"},
            {"2026-01-01T00:00:00.5Z", "2026-01-02T00:00:00Z"},
            {"2026-01-01T00:00:00Z", "2026-01-02T00:00:00.5Z"},
            {"1949-12-31T23:59:59Z", "2026-01-01T00:00:00Z"},
            {"2026-01-01T00:00:00Z", "+10000-01-01T00:00:00Z"}
        }) {
            assertThatIllegalArgumentException().isThrownBy(() -> period(ends[0], ends[1]));
        }
    }

    private static Validity period(String notBefore, String notAfter) {
        return new Validity(Instant.parse(notBefore), Instant.parse(notAfter));
    }

    private static CertificateProfile profile(Duration validity, Duration backdate) {
        return new ProfileBuilder()
                .validity(validity, backdate)
                .names(EnumSet.allOf(NameKind.class), CommonNameChoice.NONE)
                .build();
    }
}
