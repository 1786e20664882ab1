package org.bailiwick.cmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Date;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.cmp.CMPObjectIdentifiers;
import org.bouncycastle.asn1.cmp.PBMParameter;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.cert.cmp.CMPException;
import org.bouncycastle.cert.cmp.GeneralPKIMessage;
import org.bouncycastle.cert.cmp.ProtectedPKIMessage;
import org.bouncycastle.cert.cmp.ProtectedPKIMessageBuilder;
import org.bouncycastle.cert.crmf.CRMFException;
import org.bouncycastle.cert.crmf.PKMACBuilder;
import org.bouncycastle.cert.crmf.jcajce.JcePKMACValuesCalculator;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.pkcs.jcajce.JcePBMac1CalculatorProviderBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** RFC 4211 §4.4, RFC 8018 §7.1 (ABUSE M3). */
class MacProtectionTest {

    private static final String SECRET = "enrolment secret";
    private static final BouncyCastleProvider BOUNCY_CASTLE = new BouncyCastleProvider();
    private static final Octets REFERENCE = Octets.of(Moments.utf8("ra 1"));

    private static final AlgorithmIdentifier SHA256 =
            new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256, DERNull.INSTANCE);
    private static final AlgorithmIdentifier SHA1 = new AlgorithmIdentifier(OIWObjectIdentifiers.idSHA1);
    private static final AlgorithmIdentifier HMAC_SHA256 =
            new AlgorithmIdentifier(PKCSObjectIdentifiers.id_hmacWithSHA256, DERNull.INSTANCE);
    private static final AlgorithmIdentifier HMAC_SHA1 =
            new AlgorithmIdentifier(PKCSObjectIdentifiers.id_hmacWithSHA1, DERNull.INSTANCE);

    private static final byte[] PROTECTED = MacProtection.passwordBased(Moments.utf8(SECRET), Optional.of(REFERENCE))
            .protect(Moments.header(), new PollRequest(0));

    static Stream<MacProtection> protections() {
        return Stream.of(
                MacProtection.passwordBased(Moments.utf8(SECRET), Optional.of(REFERENCE)),
                MacProtection.pbmac1(Moments.utf8(SECRET), Optional.of(REFERENCE)));
    }

    @ParameterizedTest
    @MethodSource("protections")
    void whoKnowsTheSecretIsBelievedAndNobodyElse(MacProtection protection) throws CmpException {
        CmpMessage message = CmpMessage.parseRequest(protection.protect(Moments.header(), new PollRequest(0)));
        assertThat(message.protectedBy()).isEqualTo(CmpMessage.ProtectedBy.MAC);
        assertThat(message.header().senderKeyId()).contains(REFERENCE);
        MacProtection.verify(message, Moments.utf8(SECRET));
        assertRefused(FailureInfo.BAD_MESSAGE_CHECK, message, SECRET + "x");
        assertRefused(FailureInfo.BAD_MESSAGE_CHECK, message, SECRET.substring(1));
    }

    @ParameterizedTest
    @MethodSource("protections")
    void theAnswerIsProtectedInTheSameWayWithAnotherSalt(MacProtection protection) throws CmpException {
        CmpMessage request = CmpMessage.parseRequest(protection.protect(Moments.header(), new PollRequest(0)));
        CmpMessage answer = CmpMessage.parseResponse(MacProtection.answering(request, Moments.utf8(SECRET))
                .protect(request.header().answer(Moments.NOW), new Confirmed()));
        MacProtection.verify(answer, Moments.utf8(SECRET));
        assertThat(answer.header().senderKeyId()).contains(REFERENCE);
        AlgorithmIdentifier asked = algorithm(request);
        AlgorithmIdentifier answered = algorithm(answer);
        assertThat(answered.getAlgorithm()).isEqualTo(asked.getAlgorithm());
        assertThat(answered).isNotEqualTo(asked);
    }

    @Property(tries = 200)
    void whateverIsAlteredIsRefused(
            @ForAll @IntRange(min = 0, max = 100_000) int at, @ForAll @IntRange(max = 7) int bit) {
        byte[] altered = PROTECTED.clone();
        altered[at % altered.length] ^= (byte) (1 << bit);
        assertThatThrownBy(() -> MacProtection.verify(CmpMessage.parseRequest(altered), Moments.utf8(SECRET)))
                .isInstanceOf(CmpException.class);
    }

    @Test
    void bouncyCastleBelievesOurs() throws Exception {
        ProtectedPKIMessage read = new ProtectedPKIMessage(new GeneralPKIMessage(PROTECTED));
        assertThat(read.verify(macs(), SECRET.toCharArray())).isTrue();
        assertThat(read.verify(macs(), "another".toCharArray())).isFalse();
        byte[] pbmac1 = MacProtection.pbmac1(Moments.utf8(SECRET), Optional.empty())
                .protect(Moments.header(), new PollRequest(0));
        assertThat(new ProtectedPKIMessage(new GeneralPKIMessage(pbmac1))
                        .verify(
                                new JcePBMac1CalculatorProviderBuilder()
                                        .setProvider(BOUNCY_CASTLE)
                                        .build(),
                                SECRET.toCharArray()))
                .isTrue();
    }

    @Test
    void oursBelievesBouncyCastle() throws Exception {
        CmpMessage message = CmpMessage.parseRequest(bouncyCastles(SHA256, 100, HMAC_SHA256, 8));
        MacProtection.verify(message, Moments.utf8(SECRET));
        assertRefused(FailureInfo.BAD_MESSAGE_CHECK, message, "another");
    }

    @Test
    void bouncyCastlesOldAlgorithmsAreNotTaken() throws Exception {
        assertRefused(FailureInfo.BAD_ALG, CmpMessage.parseRequest(bouncyCastles(SHA1, 1000, HMAC_SHA256, 16)), SECRET);
        assertRefused(FailureInfo.BAD_ALG, CmpMessage.parseRequest(bouncyCastles(SHA256, 1000, HMAC_SHA1, 16)), SECRET);
        assertRefused(
                FailureInfo.BAD_ALG, CmpMessage.parseResponse(bouncyCastles(SHA1, 1000, HMAC_SHA256, 16)), SECRET);
    }

    @Test
    void aCaMayAnswerByHmacSha1() throws Exception {
        CmpMessage answer = CmpMessage.parseResponse(bouncyCastles(SHA256, 1000, HMAC_SHA1, 16));
        MacProtection.verify(answer, Moments.utf8(SECRET));
        assertRefused(FailureInfo.BAD_MESSAGE_CHECK, answer, "another");
        AlgorithmIdentifier iana =
                new AlgorithmIdentifier(new ASN1ObjectIdentifier("1.3.6.1.5.5.8.1.2"), DERNull.INSTANCE);
        MacProtection.verify(CmpMessage.parseResponse(bouncyCastles(SHA256, 1000, iana, 16)), Moments.utf8(SECRET));
    }

    static Stream<Row> outOfBounds() {
        return Stream.of(
                new Row("PBM: a salt of 7 octets", pbm(7, 1000, SHA256, HMAC_SHA256)),
                new Row("PBM: a salt of 129 octets", pbm(129, 1000, SHA256, HMAC_SHA256)),
                new Row("PBM: no iteration", pbm(16, 0, SHA256, HMAC_SHA256)),
                new Row("PBM: one iteration", pbm(16, 1, SHA256, HMAC_SHA256)),
                new Row("PBM: 99 iterations", pbm(16, 99, SHA256, HMAC_SHA256)),
                new Row("PBM: negative iterations", pbm(16, -1000, SHA256, HMAC_SHA256)),
                new Row("PBM: 100,001 iterations", pbm(16, 100_001, SHA256, HMAC_SHA256)),
                new Row("PBM: a thousand million iterations", pbm(16, 1_000_000_000, SHA256, HMAC_SHA256)),
                new Row("PBM: 2^40 iterations", pbm(16, 1L << 40, SHA256, HMAC_SHA256)),
                new Row("PBM: 2^32 + 1000 iterations", pbm(16, (1L << 32) + 1000, SHA256, HMAC_SHA256)),
                new Row("PBM: SHA-1", pbm(16, 1000, SHA1, HMAC_SHA256)),
                new Row("PBM: HMAC-SHA1", pbm(16, 1000, SHA256, HMAC_SHA1)),
                new Row("PBM: a hash as MAC", pbm(16, 1000, SHA256, SHA256)),
                new Row("PBM: no parameters", new AlgorithmIdentifier(CMPObjectIdentifiers.passwordBasedMac)),
                new Row(
                        "PBM: other parameters",
                        new AlgorithmIdentifier(CMPObjectIdentifiers.passwordBasedMac, new DERSequence())),
                new Row("PBMAC1: a salt of 15 octets", pbmac1(HMAC_SHA256, salt(15), number(10_000), HMAC_SHA256)),
                new Row("PBMAC1: 999 iterations", pbmac1(HMAC_SHA256, salt(16), number(999), HMAC_SHA256)),
                new Row("PBMAC1: 1,000,001 iterations", pbmac1(HMAC_SHA256, salt(16), number(1_000_001), HMAC_SHA256)),
                new Row("PBMAC1: 10^9 iterations", pbmac1(HMAC_SHA256, salt(16), number(1_000_000_000), HMAC_SHA256)),
                new Row("PBMAC1: HMAC-SHA1 as MAC", pbmac1(HMAC_SHA1, salt(16), number(10_000), HMAC_SHA256)),
                new Row("PBMAC1: HMAC-SHA1 as function", pbmac1(HMAC_SHA256, salt(16), number(10_000), HMAC_SHA1)),
                new Row(
                        "PBMAC1: the function by default, which is HMAC-SHA1",
                        pbmac1(HMAC_SHA256, salt(16), number(10_000))),
                new Row(
                        "PBMAC1: a key of 16 octets",
                        pbmac1(HMAC_SHA256, salt(16), number(10_000), number(16), HMAC_SHA256)),
                new Row(
                        "PBMAC1: another derivation",
                        new AlgorithmIdentifier(
                                PKCSObjectIdentifiers.id_PBMAC1,
                                RawMessage.sequence(
                                        new AlgorithmIdentifier(PKCSObjectIdentifiers.id_PBES2), HMAC_SHA256))),
                new Row("PBMAC1: no parameters", new AlgorithmIdentifier(PKCSObjectIdentifiers.id_PBMAC1)));
    }

    /** Not one is computed: the test would take minutes. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("outOfBounds")
    void whatIsOutOfBoundsIsRefusedWithoutBeingComputed(Row row) throws CmpException {
        CmpMessage message =
                new RawMessage().protection(row.algorithm(), new byte[32]).request();
        assertThat(message.protectedBy()).isEqualTo(CmpMessage.ProtectedBy.MAC);
        assertRefused(FailureInfo.BAD_ALG, message, SECRET);
        assertThatIllegalArgumentException().isThrownBy(() -> MacProtection.answering(message, Moments.utf8(SECRET)));
    }

    @Test
    void theBoundsThemselvesAreTaken() throws CmpException {
        for (AlgorithmIdentifier algorithm : new AlgorithmIdentifier[] {
            pbm(8, 100, SHA256, HMAC_SHA256),
            pbm(128, 100_000, new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256), HMAC_SHA256),
            pbmac1(HMAC_SHA256, salt(16), number(1000), HMAC_SHA256),
            pbmac1(HMAC_SHA256, salt(128), number(1000), number(32), HMAC_SHA256)
        }) {
            CmpMessage message =
                    new RawMessage().protection(algorithm, new byte[32]).request();
            assertRefused(FailureInfo.BAD_MESSAGE_CHECK, message, SECRET);
        }
    }

    @Test
    void aMacThatIsCutOffIsWrong() throws CmpException {
        byte[] mac = CmpMessage.parseRequest(PROTECTED).protection();
        assertThat(mac).isNotNull();
        MacProtection.verify(withMac(mac), Moments.utf8(SECRET));
        for (int length : new int[] {0, 1, 16, 31, 33}) {
            assertRefused(FailureInfo.BAD_MESSAGE_CHECK, withMac(Arrays.copyOf(mac, length)), SECRET);
        }
    }

    private static CmpMessage withMac(byte[] mac) throws CmpException {
        ASN1Sequence message = ASN1Sequence.getInstance(PROTECTED);
        return CmpMessage.parseRequest(Asn1.der(RawMessage.sequence(
                message.getObjectAt(0), message.getObjectAt(1), RawMessage.tagged(0, new DERBitString(mac)))));
    }

    @Test
    void whatIsProtectedBySomethingElseIsNotBelieved() throws CmpException {
        assertRefused(FailureInfo.WRONG_INTEGRITY, Peer.of("CN=ra").request(new PollRequest(0)), SECRET);
        assertRefused(FailureInfo.WRONG_INTEGRITY, new RawMessage().request(), SECRET);
        assertRefused(
                FailureInfo.WRONG_INTEGRITY,
                new RawMessage()
                        .protection(
                                new AlgorithmIdentifier(new ASN1ObjectIdentifier("1.2.840.113533.7.66.30")),
                                new byte[32])
                        .request(),
                SECRET);
        // an algorithm is announced, and nothing is there
        assertRefused(
                FailureInfo.WRONG_INTEGRITY,
                new RawMessage().field(1, algorithm()).request(),
                SECRET);
    }

    @Test
    void anEmptySecretProtectsNothing() throws CmpException {
        CmpMessage message = CmpMessage.parseRequest(PROTECTED);
        assertThatIllegalArgumentException().isThrownBy(() -> MacProtection.verify(message, new byte[0]));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MacProtection.passwordBased(new byte[0], Optional.empty()));
        assertThatIllegalArgumentException().isThrownBy(() -> MacProtection.pbmac1(new byte[0], Optional.empty()));
    }

    @Test
    void whatWasNotProtectedByAMacHasNoSuchAnswer() throws CmpException {
        CmpMessage unprotected = new RawMessage().request();
        CmpMessage signed = Peer.of("CN=ra").request(new PollRequest(0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MacProtection.answering(unprotected, Moments.utf8(SECRET)));
        assertThatIllegalArgumentException().isThrownBy(() -> MacProtection.answering(signed, Moments.utf8(SECRET)));
    }

    private static AlgorithmIdentifier algorithm() {
        return pbm(16, 1000, SHA256, HMAC_SHA256);
    }

    private static AlgorithmIdentifier algorithm(CmpMessage message) {
        AlgorithmIdentifier algorithm = message.algorithm();
        assertThat(algorithm).isNotNull();
        return algorithm;
    }

    private static byte[] bouncyCastles(AlgorithmIdentifier hash, int iterations, AlgorithmIdentifier mac, int salt)
            throws CMPException, CRMFException {
        PBMParameter parameters = new PBMParameter(new byte[salt], hash, iterations, mac);
        return Asn1.der(new ProtectedPKIMessageBuilder(
                        new GeneralName(new X500Name("CN=ra")), new GeneralName(new X500Name("CN=ca")))
                .setMessageTime(Date.from(Moments.NOW))
                .setTransactionID(RawMessage.TRANSACTION)
                .setSenderNonce(new byte[16])
                .setBody(new PKIBody(PKIBody.TYPE_CONFIRM, DERNull.INSTANCE))
                .build(macs().setParameters(parameters).build(SECRET.toCharArray()))
                .toASN1Structure());
    }

    private static PKMACBuilder macs() {
        return new PKMACBuilder(new JcePKMACValuesCalculator().setProvider(BOUNCY_CASTLE));
    }

    private static AlgorithmIdentifier pbm(
            int salt, long iterations, AlgorithmIdentifier hash, AlgorithmIdentifier mac) {
        return new AlgorithmIdentifier(
                CMPObjectIdentifiers.passwordBasedMac,
                RawMessage.sequence(salt(salt), hash, new ASN1Integer(BigInteger.valueOf(iterations)), mac));
    }

    private static AlgorithmIdentifier pbmac1(AlgorithmIdentifier mac, ASN1Encodable... derivation) {
        return new AlgorithmIdentifier(
                PKCSObjectIdentifiers.id_PBMAC1,
                RawMessage.sequence(
                        new AlgorithmIdentifier(PKCSObjectIdentifiers.id_PBKDF2, RawMessage.sequence(derivation)),
                        mac));
    }

    private static ASN1Encodable salt(int octets) {
        return new DEROctetString(new byte[octets]);
    }

    private static ASN1Encodable number(int value) {
        return new ASN1Integer(value);
    }

    private static void assertRefused(FailureInfo failure, CmpMessage message, String secret) {
        CmpException refused =
                catchThrowableOfType(CmpException.class, () -> MacProtection.verify(message, Moments.utf8(secret)));
        assertThat(refused).isNotNull();
        assertThat(refused.failure()).isEqualTo(failure);
        assertThat(refused.sentence()).doesNotContain(SECRET);
    }

    private record Row(String name, AlgorithmIdentifier algorithm) {

        @Override
        public String toString() {
            return name;
        }
    }
}
