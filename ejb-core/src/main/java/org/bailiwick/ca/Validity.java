package org.bailiwick.ca;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.ProblemType;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1UTCTime;
import org.bouncycastle.asn1.DERGeneralizedTime;
import org.bouncycastle.asn1.DERUTCTime;

/**
 * A period of validity (RFC 5280 §4.1.2.5), in whole seconds, both ends included.
 *
 * @param notBefore its first second
 * @param notAfter its last second
 */
record Validity(Instant notBefore, Instant notAfter) {

    private static final DateTimeFormatter UTC_TIME = format("uuMMddHHmmss'Z'");
    private static final DateTimeFormatter GENERALIZED_TIME = format("uuuuMMddHHmmss'Z'");
    private static final Instant FIRST = Instant.parse("1950-01-01T00:00:00Z");
    private static final Instant FIRST_GENERALIZED = Instant.parse("2050-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

    Validity {
        if (!notBefore.equals(notBefore.truncatedTo(ChronoUnit.SECONDS))
                || !notAfter.equals(notAfter.truncatedTo(ChronoUnit.SECONDS))
                || notBefore.isBefore(FIRST)
                || notAfter.isAfter(LAST)
                || notAfter.isBefore(notBefore)) {
            throw new IllegalArgumentException(
                    "not a period of RFC 5280 §4.1.2.5: %s to %s".formatted(notBefore, notAfter));
        }
    }

    /**
     * The period of a certificate issued now: as it was asked for, else as the profile says; and never outside the issuer's
     * own, since a chain is valid only while all of it is.
     *
     * @throws CertificateNotIssuableException if now is outside the issuer's own
     * @throws AcmeException {@code malformed} if what was asked for is outside the issuer's own, or over
     */
    static Validity of(CertificateProfile profile, RequestedValidity requested, Instant now, Validity issuer) {
        issuer.requireNow(now);
        requested.requireNotOver(now);
        Instant start = requested
                .notBefore()
                .map(issuer::requireContained)
                .orElseGet(() -> issuer.nearest(now.minus(profile.backdate()).truncatedTo(ChronoUnit.SECONDS)));
        // Both ends are included: 90 days end one second before the moment 90 days after the start.
        Instant end = requested
                .notAfter()
                .map(issuer::requireContained)
                .orElseGet(() -> issuer.nearest(start.plus(profile.validity()).minusSeconds(1)));
        return new Validity(start, end);
    }

    /**
     * The period of a certificate issued now that nobody asks for: the same, of a length of our own.
     *
     * @throws CertificateNotIssuableException if now is outside the issuer's own
     */
    static Validity of(Duration length, Duration backdate, Instant now, Validity issuer) {
        issuer.requireNow(now);
        Instant start = issuer.nearest(now.minus(backdate).truncatedTo(ChronoUnit.SECONDS));
        return new Validity(start, issuer.nearest(start.plus(length).minusSeconds(1)));
    }

    private void requireNow(Instant now) {
        if (now.isBefore(notBefore) || now.truncatedTo(ChronoUnit.SECONDS).isAfter(notAfter)) {
            throw new CertificateNotIssuableException(
                    "the issuer is valid from %s to %s only, with all above it, and it is %s"
                            .formatted(notBefore, notAfter, now.truncatedTo(ChronoUnit.SECONDS)));
        }
    }

    /** RFC 8555 §7.4: what is asked for and cannot be had is refused, not changed. */
    private Instant requireContained(Instant asked) {
        if (!asked.equals(nearest(asked))) {
            throw new AcmeException(ProblemType.MALFORMED.problem(
                    "The order asks for a certificate that is valid at %s; the issuer itself is valid from %s to %s."
                            .formatted(asked, notBefore, notAfter)));
        }
        return asked;
    }

    private Instant nearest(Instant instant) {
        return instant.isBefore(notBefore) ? notBefore : instant.isAfter(notAfter) ? notAfter : instant;
    }

    /** From the first to the last second, both included. */
    Duration length() {
        return Duration.between(notBefore, notAfter).plusSeconds(1);
    }

    boolean contains(Validity other) {
        return !other.notBefore.isBefore(notBefore) && !other.notAfter.isAfter(notAfter);
    }

    /** UTCTime through 2049, GeneralizedTime from 2050 on, in UTC with seconds and without fractions. */
    static ASN1Primitive time(Instant instant) {
        return instant.isBefore(FIRST_GENERALIZED)
                ? new DERUTCTime(UTC_TIME.format(instant))
                : new DERGeneralizedTime(GENERALIZED_TIME.format(instant));
    }

    /** A moment as OCSP has it, whatever the year (RFC 6960 §4.2.2.1): in UTC with seconds and without fractions. */
    static ASN1GeneralizedTime generalizedTime(Instant instant) {
        return new DERGeneralizedTime(GENERALIZED_TIME.format(instant));
    }

    /**
     * Reads a {@code Time}.
     *
     * @throws EncodingException if {@link #time} would not write it like this
     */
    static Instant instant(ASN1Primitive time) throws EncodingException {
        try {
            Instant instant;
            if (time instanceof ASN1UTCTime utcTime) {
                instant = parse("20" + utcTime.toString());
                // RFC 5280 §4.1.2.5.1: years from 50 on are of the century before.
                if (!instant.isBefore(FIRST_GENERALIZED)) {
                    instant = parse("19" + utcTime.toString());
                }
            } else if (time instanceof ASN1GeneralizedTime generalizedTime) {
                instant = parse(generalizedTime.getTimeString());
            } else {
                throw new EncodingException("it is no Time");
            }
            if (!time(instant).equals(time)) {
                throw new EncodingException("it is not encoded as RFC 5280 §4.1.2.5 says");
            }
            return instant;
        } catch (DateTimeException notATime) {
            throw new EncodingException("it is not encoded as RFC 5280 §4.1.2.5 says", notATime);
        }
    }

    private static Instant parse(String text) {
        return LocalDateTime.parse(text, GENERALIZED_TIME).toInstant(ZoneOffset.UTC);
    }

    private static DateTimeFormatter format(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT)
                .withResolverStyle(ResolverStyle.STRICT)
                .withZone(ZoneOffset.UTC);
    }
}
