package org.bailiwick.ca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bailiwick.ca.SoundCertificate.AUTHORITY;
import static org.bailiwick.ca.SoundCertificate.CHECKS;
import static org.bailiwick.ca.SoundCertificate.EXTENSIONS;
import static org.bailiwick.ca.SoundCertificate.ISSUER;
import static org.bailiwick.ca.SoundCertificate.KEY;
import static org.bailiwick.ca.SoundCertificate.NAMES;
import static org.bailiwick.ca.SoundCertificate.PROFILE;
import static org.bailiwick.ca.SoundCertificate.SERIAL;
import static org.bailiwick.ca.SoundCertificate.SIGNATURE;
import static org.bailiwick.ca.SoundCertificate.SOUND;
import static org.bailiwick.ca.SoundCertificate.SUBJECT;
import static org.bailiwick.ca.SoundCertificate.VALIDITY;
import static org.bailiwick.ca.SoundCertificate.VERSION;
import static org.bailiwick.ca.SoundCertificate.elements;
import static org.bailiwick.ca.SoundCertificate.with;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.bailiwick.hsm.SignatureScheme;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERGeneralizedTime;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DERUTCTime;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each row spoils one thing in a sound TBSCertificate; the checks must see it without knowing how it was built. */
class TbsCertificateChecksTest {

    @Test
    void aSoundCertificateHasNoFindings() {
        assertThat(CHECKS.check(SOUND, PROFILE, NAMES)).isEmpty();
        assertThat(CHECKS.check(SOUND)).isEmpty();
    }

    static Stream<Arguments> spoiled() {
        return Stream.of(
                spoil("v1", VERSION, new DERTaggedObject(true, 0, new ASN1Integer(0)), ""),
                spoil("v2", VERSION, new DERTaggedObject(true, 0, new ASN1Integer(1)), "version"),
                spoil("serial 0", SERIAL, new ASN1Integer(0), "not positive"),
                spoil(
                        "negative serial",
                        SERIAL,
                        new ASN1Integer(BigInteger.ONE.shiftLeft(100).negate()),
                        "not positive"),
                spoil("sequential serial", SERIAL, new ASN1Integer(4711), "64 bits"),
                spoil("63-bit serial", SERIAL, new ASN1Integer(Long.MAX_VALUE), "64 bits"),
                spoil("21-octet serial", SERIAL, new ASN1Integer(BigInteger.ONE.shiftLeft(159)), "20 octets"),
                spoil("another scheme", SIGNATURE, scheme(SignatureScheme.ECDSA_P384_SHA384), "signature algorithm"),
                spoil("another issuer", ISSUER, new X500Name("CN=Other"), "octet for octet"),
                spoil(
                        "same issuer in other octets",
                        ISSUER,
                        new X500Name(new RDN[] {
                            new RDN(new AttributeTypeAndValue(BCStyle.O, new DERPrintableString("Example"))),
                            new RDN(new AttributeTypeAndValue(BCStyle.CN, new DERPrintableString("Issuing CA")))
                        }),
                        "octet for octet"),
                spoil("no validity", VALIDITY, new DERSequence(), ""),
                spoil("backwards", VALIDITY, period("260301120000Z", "260301115959Z"), "ends before"),
                spoil("8 days", VALIDITY, period("260301120000Z", "260309115959Z"), "longer than its profile's"),
                spoil("7 days and 1 second", VALIDITY, period("260301120000Z", "260308120000Z"), "longer than"),
                spoil("before the issuer", VALIDITY, period("191231235959Z", "200101120000Z"), "within the issuer's"),
                spoil("after the issuer", VALIDITY, generalized("20600101000001Z"), "within the issuer's"),
                spoil("early GeneralizedTime", VALIDITY, generalized("20490301120000Z"), "§4.1.2.5"),
                spoil("late GeneralizedTime with fraction", VALIDITY, generalized("20500301120000.5Z"), "§4.1.2.5"),
                spoil("no seconds", VALIDITY, period("2603011200Z", "260302120000Z"), "§4.1.2.5"),
                spoil("another name", SUBJECT, new X500Name("CN=c.corp"), "not among"),
                spoil("organisation", SUBJECT, new X500Name("O=a.corp"), "not just one common name"),
                spoil("name and organisation", SUBJECT, new X500Name("O=Evil,CN=a.corp"), "not just one common name"),
                spoil("two in one", SUBJECT, new X500Name("CN=a.corp+OU=x"), "not just one common name"),
                spoil("empty RDN", SUBJECT, new DERSequence(new DERSet()), "not just one common name"),
                spoil("two names", SUBJECT, new X500Name("CN=a.corp,CN=b.corp"), "not just one common name"),
                spoil("PrintableString", SUBJECT, commonName(new DERPrintableString("a.corp")), "UTF8String"),
                spoil("long name", SUBJECT, commonName(new DERUTF8String("a".repeat(65))), "longer than 64"),
                spoil("empty subject", SUBJECT, new X500Name(""), "critical and should not be"),
                spoil(
                        "weak key",
                        KEY,
                        Asn1.read(SoftwareSigner.rsa(1024).getPublic().getEncoded()),
                        "1024 bits"),
                spoil("another key", KEY, Asn1.read(another()), "not that of its key"),
                spoil("extensions elsewhere", EXTENSIONS, new DERTaggedObject(true, 4, new DERSequence()), ""),
                spoil("no extensions", EXTENSIONS, new DERTaggedObject(true, 3, new DERSequence()), ""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("spoiled")
    void aSpoiledFieldIsFound(String what, int index, ASN1Encodable value, String finding) {
        byte[] tbs = with(index, value);
        assertThat(CHECKS.check(tbs, PROFILE, NAMES)).as(what).isNotEmpty().anyMatch(found -> found.contains(finding));
    }

    @Test
    void uniqueIdentifiersAreFound() {
        List<ASN1Encodable> all = new ArrayList<>(List.of(elements()));
        all.add(EXTENSIONS, new DERTaggedObject(false, 1, new DERBitString(new byte[] {1})));
        assertThat(CHECKS.check(Asn1.der(new DERSequence(all.toArray(ASN1Encodable[]::new)))))
                .anyMatch(found -> found.contains("unique identifier"));
    }

    @Test
    void whatIsWrongIsSaidAllAtOnce() {
        ASN1Encodable[] all = elements();
        all[SERIAL] = new ASN1Integer(1);
        all[ISSUER] = new X500Name("CN=Other");
        all[SUBJECT] = new X500Name("CN=c.corp");
        assertThat(CHECKS.check(Asn1.der(new DERSequence(all)), PROFILE, NAMES)).hasSize(4);
    }

    @Test
    void theIssuerDoesNotPrepareWhatHasFindings() {
        byte[] tbs = with(SUBJECT, new X500Name("CN=c.corp"));
        assertThatThrownBy(() -> AUTHORITY.issuer().resume(tbs, Instant.EPOCH))
                .isInstanceOfSatisfying(CertificateNotIssuableException.class, refused -> assertThat(refused.findings())
                        .hasSize(1));
    }

    /** Not every bit has to be found without the profile, but none may end in an exception or change the form. */
    @Test
    void changedBitsAreReadWithoutExceptions() {
        Random random = new Random(20260301);
        for (int round = 0; round < 5000; round++) {
            byte[] tbs = SOUND.clone();
            for (int changes = random.nextInt(3); changes >= 0; changes--) {
                tbs[random.nextInt(tbs.length)] ^= (byte) (1 << random.nextInt(8));
            }
            assertThat(CHECKS.check(tbs, PROFILE, NAMES)).isNotNull();
        }
        for (int length = 0; length < SOUND.length; length++) {
            assertThat(CHECKS.check(Arrays.copyOf(SOUND, length))).isNotEmpty();
        }
    }

    private static Arguments spoil(String what, int index, ASN1Encodable value, String finding) {
        return Arguments.of(what, index, value, finding);
    }

    private static ASN1Encodable scheme(SignatureScheme scheme) {
        return AlgorithmIdentifier.getInstance(scheme.algorithmIdentifier());
    }

    private static ASN1Encodable period(String notBefore, String notAfter) {
        return new DERSequence(new ASN1Encodable[] {new DERUTCTime(notBefore), new DERUTCTime(notAfter)});
    }

    private static ASN1Encodable generalized(String notAfter) {
        return new DERSequence(new ASN1Encodable[] {new DERUTCTime("260301120000Z"), new DERGeneralizedTime(notAfter)});
    }

    private static X500Name commonName(ASN1Encodable value) {
        return new X500Name(new RDN[] {new RDN(new AttributeTypeAndValue(BCStyle.CN, value))});
    }

    private static byte[] another() {
        return SoftwareSigner.pair("Ed25519").getPublic().getEncoded();
    }
}
