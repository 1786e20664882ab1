package org.bailiwick.ca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.bailiwick.hsm.SignatureScheme;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Enumerated;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERGeneralizedTime;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DERUTCTime;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A sound TBSCertList, and what is found in it when one thing is otherwise. */
class RevocationListChecksTest {

    private static final TestAuthority AUTHORITY = TestAuthority.of(SignatureScheme.ECDSA_P256_SHA256);
    private static final IssuerFields FIELDS = IssuerFields.of(AUTHORITY.chain().first(), AUTHORITY.signer());
    private static final RevocationListChecks CHECKS = new RevocationListChecks(FIELDS);

    private static final Instant THIS_UPDATE = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant NEXT_UPDATE = Instant.parse("2026-03-08T12:00:00Z");
    private static final long NUMBER = 17;

    private static final int VERSION = 0;
    private static final int ALGORITHM = 1;
    private static final int ISSUER = 2;
    private static final int FROM = 3;
    private static final int TO = 4;
    private static final int ENTRIES = 5;
    private static final int EXTENSIONS = 6;

    private static final ASN1Encodable TIME = new DERUTCTime("260227083001Z");
    private static final Extension KEY = Asn1.extension(
            Extension.authorityKeyIdentifier,
            false,
            new AuthorityKeyIdentifier(FIELDS.keyIdentifier().getKeyIdentifier()));
    private static final Extension SERIES = Asn1.extension(Extension.cRLNumber, false, new ASN1Integer(NUMBER));

    @Test
    void aSoundListHasNothingWrong() {
        assertThat(check(Asn1.der(new DERSequence(sound())))).isEmpty();
    }

    static Stream<Arguments> flaws() {
        return Stream.of(
                arguments(VERSION, new ASN1Integer(0), "version"),
                arguments(VERSION, new ASN1Integer(2), "version"),
                arguments(
                        ALGORITHM,
                        AlgorithmIdentifier.getInstance(SignatureScheme.ECDSA_P384_SHA384.algorithmIdentifier()),
                        "signature algorithm"),
                arguments(ISSUER, new X500Name("O=Example,CN=Another CA"), "issuer"),
                arguments(ISSUER, new X500Name("CN=Issuing CA,O=Example"), "issuer"),
                arguments(FROM, new DERUTCTime("260301120001Z"), "its times are not those"),
                arguments(FROM, new DERGeneralizedTime("20260301120000Z"), "§4.1.2.5"),
                arguments(TO, new DERUTCTime("260301120000Z"), "its nextUpdate is not after"),
                arguments(TO, new DERUTCTime("2603081200Z"), "not DER"),
                arguments(TO, DERNull.INSTANCE, "it is no Time"),
                arguments(ENTRIES, new DERSequence(), "empty instead of absent"),
                arguments(ENTRIES, new DERSequence(entry(new ASN1Integer(5))), "has 1 entries, and should have 2"),
                arguments(ENTRIES, entries(new ASN1Integer(0)), "serial number"),
                arguments(ENTRIES, entries(new ASN1Integer(-7)), "serial number"),
                arguments(ENTRIES, entries(integer("01" + "00".repeat(20))), "serial number"),
                arguments(ENTRIES, entries(new ASN1Integer(4)), "does not follow"),
                arguments(ENTRIES, entries(new ASN1Integer(3)), "does not follow"),
                arguments(
                        ENTRIES,
                        new DERSequence(new ASN1Encodable[] {entry(new ASN1Integer(4)), DERNull.INSTANCE}),
                        "not a TBSCertList"),
                arguments(ENTRIES, second(new DERGeneralizedTime("20260227083001Z")), "§4.1.2.5"),
                arguments(ENTRIES, second(TIME, reason(0, false)), "reason"),
                arguments(ENTRIES, second(TIME, reason(6, false)), "reason"),
                arguments(ENTRIES, second(TIME, reason(7, false)), "not a TBSCertList"),
                arguments(ENTRIES, second(TIME, reason(8, false)), "reason"),
                arguments(ENTRIES, second(TIME, reason(99, false)), "not a TBSCertList"),
                arguments(ENTRIES, second(TIME, reason(1, true)), "reason"),
                arguments(ENTRIES, second(TIME, new Extensions(SERIES)), "reason"),
                arguments(ENTRIES, second(TIME, reason(1, false), DERNull.INSTANCE), "reason"),
                arguments(EXTENSIONS, tagged(KEY), "just authorityKeyIdentifier and cRLNumber"),
                arguments(EXTENSIONS, tagged(SERIES), "just authorityKeyIdentifier and cRLNumber"),
                arguments(
                        EXTENSIONS,
                        tagged(
                                KEY,
                                SERIES,
                                Asn1.extension(Extension.issuingDistributionPoint, true, new DERSequence())),
                        "just authorityKeyIdentifier and cRLNumber"),
                arguments(
                        EXTENSIONS,
                        tagged(KEY, Asn1.extension(Extension.cRLNumber, false, new ASN1Integer(NUMBER + 1))),
                        "CRL number"),
                arguments(
                        EXTENSIONS,
                        tagged(KEY, Asn1.extension(Extension.cRLNumber, true, new ASN1Integer(NUMBER))),
                        "critical"),
                arguments(
                        EXTENSIONS,
                        tagged(
                                Asn1.extension(
                                        Extension.authorityKeyIdentifier,
                                        false,
                                        new AuthorityKeyIdentifier(new byte[20])),
                                SERIES),
                        "authorityKeyIdentifier"),
                arguments(EXTENSIONS, new DERTaggedObject(true, 1, new Extensions(SERIES)), "no extensions"),
                arguments(EXTENSIONS, new ASN1Integer(1), "no extensions"));
    }

    @ParameterizedTest
    @MethodSource("flaws")
    void aListWithOneFlawIsFoundOut(int element, ASN1Encodable flaw, String finding) {
        ASN1Encodable[] elements = sound();
        elements[element] = flaw;
        assertThat(check(Asn1.der(new DERSequence(elements))))
                .anySatisfy(found -> assertThat(found).contains(finding));
    }

    @Test
    void octetsThatAreNoListAreFoundOut() {
        byte[] sound = Asn1.der(new DERSequence(sound()));
        assertThat(check(new byte[0])).isNotEmpty();
        assertThat(check(new byte[] {0x30, 0x00})).isNotEmpty();
        assertThat(check(Arrays.copyOf(sound, sound.length - 1))).isNotEmpty();
        assertThat(check(Arrays.copyOf(sound, sound.length + 1))).isNotEmpty();
        byte[] set = sound.clone();
        set[0] = 0x31;
        assertThat(check(set)).isNotEmpty();
    }

    /** Whatever octet is another one: it is found, or it was only another serial, date or reason. */
    @Test
    void noOctetOfWhatIsTheIssuersCanChangeUnseen() {
        byte[] sound = Asn1.der(new DERSequence(sound()));
        int entriesFrom = indexOf(sound, Asn1.der(sound()[ENTRIES]));
        int entriesTo = entriesFrom + Asn1.der(sound()[ENTRIES]).length;
        for (int i = 0; i < sound.length; i++) {
            if (i < entriesFrom || i >= entriesTo) {
                byte[] changed = sound.clone();
                changed[i] ^= 0x01;
                assertThat(check(changed)).as("octet %d", i).isNotEmpty();
            }
        }
    }

    private static int indexOf(byte[] octets, byte[] part) {
        for (int i = 0; i + part.length <= octets.length; i++) {
            if (Arrays.equals(octets, i, i + part.length, part, 0, part.length)) {
                return i;
            }
        }
        throw new IllegalStateException("it is not in there");
    }

    private static List<String> check(byte[] tbs) {
        return CHECKS.check(tbs, NUMBER, THIS_UPDATE, NEXT_UPDATE, 2);
    }

    private static ASN1Encodable[] sound() {
        return new ASN1Encodable[] {
            new ASN1Integer(1),
            FIELDS.signature(),
            FIELDS.name(),
            Validity.time(THIS_UPDATE),
            Validity.time(NEXT_UPDATE),
            second(TIME, reason(1, false)),
            tagged(KEY, SERIES)
        };
    }

    /** Two entries, the second of them with some serial number. */
    private static ASN1Encodable entries(ASN1Integer serial) {
        return new DERSequence(new ASN1Encodable[] {entry(new ASN1Integer(4)), entry(serial)});
    }

    /** Two entries, the second of them with something behind its serial number. */
    private static ASN1Encodable second(ASN1Encodable... rest) {
        ASN1Encodable[] fields = new ASN1Encodable[rest.length + 1];
        fields[0] = new ASN1Integer(5);
        System.arraycopy(rest, 0, fields, 1, rest.length);
        return new DERSequence(new ASN1Encodable[] {entry(new ASN1Integer(4)), new DERSequence(fields)});
    }

    private static ASN1Encodable entry(ASN1Integer serial) {
        return new DERSequence(new ASN1Encodable[] {serial, TIME});
    }

    private static ASN1Integer integer(String hex) {
        return new ASN1Integer(HexFormat.of().parseHex(hex));
    }

    private static Extensions reason(int code, boolean critical) {
        return new Extensions(Asn1.extension(Extension.reasonCode, critical, new ASN1Enumerated(code)));
    }

    private static ASN1Encodable tagged(Extension... extensions) {
        return new DERTaggedObject(true, 0, new Extensions(extensions));
    }
}
