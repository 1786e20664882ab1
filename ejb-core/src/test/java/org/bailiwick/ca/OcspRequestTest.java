package org.bailiwick.ca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.bailiwick.hsm.SignatureScheme;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Enumerated;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6960 §4.1.1, RFC 9654. */
class OcspRequestTest {

    private static final X509Certificate ISSUER =
            TestAuthority.of(SignatureScheme.ECDSA_P256_SHA256).chain().first();
    private static final X509Certificate OTHER =
            TestAuthority.of(SignatureScheme.ECDSA_P256_SHA256).chain().first();
    private static final SerialNumber SERIAL = SerialNumber.random();
    private static final IssuerHashes HASHES = IssuerHashes.of(ISSUER);
    private static final ASN1ObjectIdentifier NONCE = OCSPObjectIdentifiers.id_pkix_ocsp_nonce;
    private static final ASN1ObjectIdentifier ACCEPTABLE = OCSPObjectIdentifiers.id_pkix_ocsp_response;
    private static final ASN1ObjectIdentifier UNHEARD_OF = new ASN1ObjectIdentifier("1.3.6.1.4.1.99999.1");

    static Stream<Row> understood() {
        return Stream.of(
                row("the smallest", sound()),
                row("100 certificates", many(100)),
                row("v1 said", sound().first(0, new ASN1Integer(0))),
                row("a requestor", sound().first(1, new GeneralName(new X500Name("CN=me")))),
                row("a signature that nobody looks at", sound().last(signature(new byte[] {1, 2, 3}))),
                row("kinds of answer", sound().extension(ACCEPTABLE, true, new DERSequence(new ASN1Encodable[] {
                    UNHEARD_OF, OCSPObjectIdentifiers.id_pkix_ocsp_basic
                }))),
                row("an extension that is not known", sound().extension(UNHEARD_OF, false, DERNull.INSTANCE)),
                row(
                        "one of a single request",
                        new OcspRequests()
                                .ask(
                                        OcspRequests.sha1(ISSUER, SERIAL.value()),
                                        Asn1.extension(UNHEARD_OF, false, DERNull.INSTANCE))),
                row("SHA-256", new OcspRequests().ask(OcspRequests.sha256(ISSUER, SERIAL.value()))),
                row(
                        "no parameters of the hash",
                        new OcspRequests()
                                .ask(OcspRequests.id(
                                        new AlgorithmIdentifier(OIWObjectIdentifiers.idSHA1),
                                        new byte[20],
                                        new byte[20],
                                        new ASN1Integer(1)))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("understood")
    void whatClientsSendIsUnderstood(Row row) throws MalformedOcspRequestException {
        OcspRequest request = OcspRequest.parse(row.der());
        assertThat(request.certificates()).isNotEmpty();
        assertThat(request.nonce()).isEmpty();
    }

    static Stream<Row> malformed() {
        byte[] sound = sound().der();
        return Stream.of(
                row("nothing", new byte[0]),
                row("NULL", new byte[] {5, 0}),
                row("text", "GET / HTTP/1.1".getBytes(StandardCharsets.US_ASCII)),
                row("cut off", Arrays.copyOf(sound, sound.length - 1)),
                row("something behind", Arrays.copyOf(sound, sound.length + 1)),
                row("200 kB", new byte[200_000]),
                row("deep", deep(10_000)),
                row("no certificate", new OcspRequests()),
                row("101 certificates", many(101)),
                row("1,000 certificates", many(1000)),
                row("v2", sound().first(0, new ASN1Integer(1))),
                row("a version that is no number", sound().first(0, new ASN1Enumerated(0))),
                row("a signature that is no structure", sound().last(new DERTaggedObject(true, 0, DERNull.INSTANCE))),
                row("another tag behind", sound().last(new DERTaggedObject(true, 1, new DERSequence()))),
                row("a CertID of three", new OcspRequests().ask(new DERSequence(new ASN1Encodable[] {
                            new AlgorithmIdentifier(OIWObjectIdentifiers.idSHA1),
                            new DEROctetString(new byte[20]),
                            new ASN1Integer(1)
                        }))),
                row(
                        "a serial number that is none",
                        new OcspRequests()
                                .ask(OcspRequests.id(
                                        new AlgorithmIdentifier(OIWObjectIdentifiers.idSHA1),
                                        new byte[20],
                                        new byte[20],
                                        new DERUTF8String("1")))),
                row(
                        "parameters of a hash",
                        new OcspRequests()
                                .ask(OcspRequests.id(
                                        new AlgorithmIdentifier(OIWObjectIdentifiers.idSHA1, new ASN1Integer(1)),
                                        new byte[20],
                                        new byte[20],
                                        new ASN1Integer(1)))),
                row("a critical extension that is not known", sound().extension(UNHEARD_OF, true, DERNull.INSTANCE)),
                row(
                        "one of a single request",
                        new OcspRequests()
                                .ask(
                                        OcspRequests.sha1(ISSUER, SERIAL.value()),
                                        Asn1.extension(UNHEARD_OF, true, DERNull.INSTANCE))),
                row(
                        "a nonce of a single request that must be known",
                        new OcspRequests()
                                .ask(
                                        OcspRequests.sha1(ISSUER, SERIAL.value()),
                                        Asn1.extension(NONCE, true, new DEROctetString(new byte[32])))),
                row(
                        "an extension twice",
                        sound().extension(UNHEARD_OF, false, DERNull.INSTANCE)
                                .extension(UNHEARD_OF, false, DERNull.INSTANCE)),
                row("two nonces", sound().nonce(32).nonce(32)),
                row("an extension without a value", sound().extension(new DERSequence(UNHEARD_OF))),
                row("another kind of answer", sound().extension(ACCEPTABLE, false, new DERSequence(UNHEARD_OF))),
                row("no kind of answer", sound().extension(ACCEPTABLE, false, DERNull.INSTANCE)),
                row("a nonce that is no OCTET STRING", sound().extension(NONCE, false, new ASN1Integer(1))),
                row("a bare nonce", sound().extension(new DERSequence(new ASN1Encodable[] {
                    NONCE, new DEROctetString(new byte[32])
                }))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("malformed")
    void whatIsNoRequestIsMalformed(Row row) {
        assertThatThrownBy(() -> OcspRequest.parse(row.der())).isInstanceOf(MalformedOcspRequestException.class);
    }

    /** RFC 9654 §2.1: at least 1 and up to 128 octets; a server MUST reject others. */
    @ParameterizedTest
    @ValueSource(ints = {1, 15, 16, 31, 32, 33, 128})
    void aNonceIsKept(int octets) throws MalformedOcspRequestException {
        assertThat(OcspRequest.parse(sound().nonce(octets).der()).nonce())
                .hasValueSatisfying(nonce -> assertThat(nonce).hasSize(octets));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 129, 1000, 60_000})
    void aNonceOfAnotherLengthIsMalformed(int octets) {
        byte[] der = sound().nonce(octets).der();
        assertThatThrownBy(() -> OcspRequest.parse(der)).hasMessageContaining("nonce");
    }

    @Test
    void anIssuerIsKnownByHashesOfItsNameAndKey() throws MalformedOcspRequestException {
        BigInteger serial = SERIAL.value();
        for (String hash : List.of("SHA-1", "SHA-256", "SHA-384", "SHA-512")) {
            assertThat(HASHES.isIssuerOf(only(OcspRequests.id(oid(hash), hash, ISSUER, serial))))
                    .as(hash)
                    .isTrue();
            assertThat(HASHES.isIssuerOf(only(OcspRequests.id(oid(hash), hash, OTHER, serial))))
                    .as(hash)
                    .isFalse();
        }
        assertThat(HASHES.isIssuerOf(only(OcspRequests.id(PKCSObjectIdentifiers.md5, "MD5", ISSUER, serial))))
                .isFalse();
        assertThat(HASHES.isIssuerOf(only(OcspRequests.id(oid("SHA-1"), "SHA-256", ISSUER, serial))))
                .isFalse();
    }

    /** It is unknown then, and no fault. */
    @Test
    void aSerialNumberThatCannotBeOursIsNone() throws MalformedOcspRequestException {
        for (BigInteger never : List.of(
                BigInteger.ZERO,
                BigInteger.ONE.negate(),
                BigInteger.ONE.shiftLeft(159),
                BigInteger.ONE.shiftLeft(8000))) {
            assertThat(only(OcspRequests.sha1(ISSUER, never)).serial()).isEmpty();
        }
        assertThat(only(OcspRequests.sha1(ISSUER, SERIAL.value())).serial()).contains(SERIAL);
        assertThat(only(OcspRequests.sha1(ISSUER, SERIAL.value())))
                .isEqualTo(only(OcspRequests.sha1(ISSUER, SERIAL.value())))
                .isNotEqualTo(only(OcspRequests.sha256(ISSUER, SERIAL.value())));
    }

    /** The seed is fixed: a failure comes again. */
    @Test
    void whateverIsChangedIsReadOrMalformed() {
        Random random = new Random(20260301);
        List<byte[]> seeds = List.of(
                sound().nonce(32).last(signature(new byte[64])).der(),
                many(3).first(1, new GeneralName(new X500Name("CN=me"))).der(),
                sound().extension(ACCEPTABLE, true, new DERSequence(OCSPObjectIdentifiers.id_pkix_ocsp_basic))
                        .der());
        int read = 0;
        for (int round = 0; round < 30_000; round++) {
            byte[] der = seeds.get(random.nextInt(seeds.size())).clone();
            for (int changes = random.nextInt(4); changes >= 0; changes--) {
                der[random.nextInt(der.length)] = (byte) random.nextInt(256);
            }
            try {
                OcspRequest request = OcspRequest.parse(
                        random.nextInt(10) == 0 ? Arrays.copyOf(der, random.nextInt(der.length)) : der);
                request.certificates().forEach(id -> {
                    HASHES.isIssuerOf(id);
                    assertThat(id.serial()).isNotNull();
                    assertThat(id).hasToString(id.toString());
                });
                read++;
            } catch (MalformedOcspRequestException declared) {
                assertThat(declared).hasMessageMatching("(?s).+");
            }
        }
        assertThat(read).isPositive();
    }

    private static OcspCertificateId only(ASN1Encodable id) throws MalformedOcspRequestException {
        return OcspRequest.parse(new OcspRequests().ask(id).der())
                .certificates()
                .get(0);
    }

    private static ASN1ObjectIdentifier oid(String hash) {
        return switch (hash) {
            case "SHA-1" -> OIWObjectIdentifiers.idSHA1;
            case "SHA-256" -> NISTObjectIdentifiers.id_sha256;
            case "SHA-384" -> NISTObjectIdentifiers.id_sha384;
            default -> NISTObjectIdentifiers.id_sha512;
        };
    }

    private static OcspRequests sound() {
        return OcspRequests.about(ISSUER, SERIAL);
    }

    private static OcspRequests many(int count) {
        OcspRequests requests = new OcspRequests();
        for (int i = 0; i < count; i++) {
            requests.and(ISSUER, BigInteger.valueOf(i + 1L));
        }
        return requests;
    }

    private static ASN1Encodable signature(byte[] octets) {
        return new DERTaggedObject(true, 0, new DERSequence(new ASN1Encodable[] {
            new AlgorithmIdentifier(PKCSObjectIdentifiers.sha256WithRSAEncryption), new DERBitString(octets)
        }));
    }

    /** Sequences in sequences, of two octets each until they are longer than 127. */
    private static byte[] deep(int levels) {
        byte[] der = new byte[levels * 4];
        int at = der.length;
        int length = 0;
        for (int i = 0; i < levels && at >= 4; i++) {
            int header = length < 128 ? 2 : length < 256 ? 3 : 4;
            at -= header;
            der[at] = 0x30;
            switch (header) {
                case 2 -> der[at + 1] = (byte) length;
                case 3 -> {
                    der[at + 1] = (byte) 0x81;
                    der[at + 2] = (byte) length;
                }
                default -> {
                    der[at + 1] = (byte) 0x82;
                    der[at + 2] = (byte) (length >> 8);
                    der[at + 3] = (byte) length;
                }
            }
            length += header;
        }
        return Arrays.copyOfRange(der, at, der.length);
    }

    private static Row row(String what, OcspRequests request) {
        return new Row(what, request.der());
    }

    private static Row row(String what, byte[] der) {
        return new Row(what, der);
    }

    /** A row of a table; its octets are not shown. */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares two
    private record Row(String what, byte[] der) {
        @Override
        public String toString() {
            return what;
        }
    }
}
