package org.bailiwick.cmp;

import java.io.IOException;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.security.auth.x500.X500Principal;
import org.bailiwick.ca.EncodingException;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.ASN1UTCTime;
import org.bouncycastle.asn1.DERGeneralizedTime;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.x509.GeneralName;

/** What the types of RFC 9810 and RFC 4211 are made of: names, moments and numbers. */
final class Asn1 {

    /** RFC 5280 §4.1.2.2 has 20 octets; some CAs have one more. */
    private static final int LONGEST_SERIAL_BITS = 21 * Byte.SIZE;

    /** Fractions are let pass, and dropped (X.690 §11.7). */
    private static final Pattern GENERALIZED = Pattern.compile("([0-9]{14})(?:\\.[0-9]{1,9})?Z");

    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuuMMddHHmmss", Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT)
            .withZone(ZoneOffset.UTC);

    private Asn1() {}

    static byte[] der(ASN1Encodable value) {
        try {
            return value.toASN1Primitive().getEncoded(ASN1Encoding.DER);
        } catch (IOException impossible) {
            throw new IllegalStateException("a structure that we built or read has a DER encoding", impossible);
        }
    }

    /**
     * Something of our own, or that was read before, to be put into something else.
     *
     * @throws IllegalArgumentException if it is not ASN.1
     */
    static ASN1Primitive embedded(byte[] der) {
        try {
            return ASN1Primitive.fromByteArray(der);
        } catch (IOException notAsn1) {
            throw new IllegalArgumentException("not ASN.1", notAsn1);
        }
    }

    static DERSequence sequence(List<? extends ASN1Encodable> elements) {
        return new DERSequence(elements.toArray(ASN1Encodable[]::new));
    }

    static DERSequence sequence(ASN1Encodable... elements) {
        return new DERSequence(elements);
    }

    static ASN1Encodable name(X500Principal principal) {
        return embedded(principal.getEncoded());
    }

    /** {@code GeneralName} of the kind {@code directoryName}. */
    static ASN1Encodable directoryName(X500Principal principal) {
        return new DERTaggedObject(true, GeneralName.directoryName, name(principal));
    }

    /** @throws EncodingException if it is no {@code Name} */
    static X500Principal principal(ASN1Encodable name) throws EncodingException {
        try {
            return new X500Principal(der(name));
        } catch (IllegalArgumentException notAName) {
            throw new EncodingException("a name is no distinguished name (RFC 5280 §4.1.2.4)", notAName);
        }
    }

    /** @throws EncodingException if it is no {@code GeneralName} of the kind {@code directoryName} */
    static X500Principal ofDirectoryName(ASN1Encodable generalName) throws EncodingException {
        if (generalName instanceof ASN1TaggedObject tagged
                && tagged.hasContextTag(GeneralName.directoryName)
                && tagged.isExplicit()) {
            return principal(tagged.getExplicitBaseObject());
        }
        throw new EncodingException("a name is no directoryName");
    }

    static ASN1GeneralizedTime generalizedTime(Instant moment) {
        return new DERGeneralizedTime(SECONDS.format(moment.truncatedTo(ChronoUnit.SECONDS)) + "Z");
    }

    /** @throws EncodingException if it is no {@code GeneralizedTime} in UTC with seconds */
    static Instant moment(ASN1Encodable generalizedTime) throws EncodingException {
        if (generalizedTime instanceof ASN1GeneralizedTime time) {
            Matcher text = GENERALIZED.matcher(time.getTimeString());
            if (text.matches()) {
                return moment(text.group(1));
            }
        }
        throw new EncodingException("a time is no GeneralizedTime in UTC with seconds");
    }

    /** @throws EncodingException if it is no {@code Time} (RFC 5280 §4.1) in UTC with seconds */
    static Instant timeOfCertificate(ASN1Encodable time) throws EncodingException {
        if (time instanceof ASN1UTCTime utc) {
            String text = utc.toString();
            if (!text.matches("[0-9]{12}Z")) {
                throw new EncodingException("a time is no UTCTime with seconds");
            }
            // RFC 5280 §4.1.2.5.1
            String century = text.charAt(0) >= '5' ? "19" : "20";
            return moment(century + text.substring(0, text.length() - 1));
        }
        return moment(time);
    }

    private static Instant moment(String digits) throws EncodingException {
        try {
            return LocalDateTime.parse(digits, SECONDS).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException noSuchMoment) {
            throw new EncodingException("a time is none of the calendar", noSuchMoment);
        }
    }

    /** @throws EncodingException if it is no INTEGER of 32 bits */
    static int number(ASN1Encodable integer) throws EncodingException {
        if (integer instanceof ASN1Integer number && number.getValue().bitLength() < Integer.SIZE) {
            return number.getValue().intValue();
        }
        throw new EncodingException("a number is none, or has more than 32 bits");
    }

    /** @throws EncodingException if it is absurd as a serial number */
    static BigInteger serial(ASN1Integer integer) throws EncodingException {
        if (integer.getValue().bitLength() > LONGEST_SERIAL_BITS) {
            throw new EncodingException("a serial number is longer than 20 octets");
        }
        return integer.getValue();
    }

    /** @throws EncodingException if it is no OCTET STRING, or longer */
    static Octets octets(ASN1Encodable value, int longest) throws EncodingException {
        if (value instanceof ASN1OctetString string && string.getOctetsLength() <= longest) {
            return Octets.of(string.getOctets());
        }
        throw new EncodingException("an OCTET STRING is none, or has more than %d octets".formatted(longest));
    }
}
