package org.bailiwick.cmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.cmp.CertRepMessage;
import org.bouncycastle.asn1.cmp.CertResponse;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.cmp.PKIMessage;
import org.bouncycastle.asn1.cmp.PKIStatusInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What CAs answer: RFC 9810 §5.2.3, §5.3.4, §5.3.10, §5.3.20, §5.3.21, §5.3.22 (ABUSE M1, M6). */
class AnswersTest {

    private static final Peer CA = Peer.of("CN=ca");
    private static final byte[] CERTIFICATE = Peer.of("CN=ee").der();
    private static final byte[] OTHER = Peer.of("CN=other").der();

    @Test
    void aCertificateIsReadAsItWasIssued() throws CmpException {
        CertificateResponse read = certificates(CertificateResponse.issued(BodyKind.P10CR, -1, CERTIFICATE));
        assertThat(read.kind()).isEqualTo(BodyKind.CP);
        assertThat(read.requestId()).isEqualTo(-1);
        assertThat(read.status()).isEqualTo(StatusInfo.ACCEPTED);
        assertThat(read.certificate()).hasValueSatisfying(der -> assertThat(der).isEqualTo(CERTIFICATE));
    }

    @Test
    void bouncyCastleReadsTheSame() {
        byte[] der =
                CA.protection().protect(Moments.header(), CertificateResponse.issued(BodyKind.KUR, 3, CERTIFICATE));
        PKIBody body = PKIMessage.getInstance(der).getBody();
        assertThat(body.getType()).isEqualTo(PKIBody.TYPE_KEY_UPDATE_REP);
        CertResponse response = CertRepMessage.getInstance(body.getContent()).getResponse()[0];
        assertThat(response.getCertReqId().getValue()).isEqualTo(3);
        assertThat(response.getStatus().getStatus()).isZero();
        assertThat(Asn1.der(response.getCertifiedKeyPair()
                        .getCertOrEncCert()
                        .getCertificate()
                        .getX509v3PKCert()))
                .isEqualTo(CERTIFICATE);
    }

    @Test
    void aRejectionHasNoCertificate() throws CmpException {
        StatusInfo status = StatusInfo.rejection(FailureInfo.UNACCEPTED_POLICY, "The name a.corp is denied.");
        CertificateResponse read = certificates(CertificateResponse.without(BodyKind.CR, 0, status));
        assertThat(read.status()).isEqualTo(status);
        assertThat(read.status().isGranted()).isFalse();
        assertThat(read.status().words()).isEqualTo("rejection (unacceptedPolicy): The name a.corp is denied.");
        assertThat(read.certificate()).isEmpty();
    }

    @Test
    void nothingIsGrantedWithoutACertificate() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CertificateResponse.without(BodyKind.CR, 0, StatusInfo.ACCEPTED));
        assertThatIllegalArgumentException().isThrownBy(() -> CertificateResponse.issued(BodyKind.RR, 0, CERTIFICATE));
    }

    static Stream<Row> notTaken() {
        ASN1Encodable accepted = RawMessage.sequence(new ASN1Integer(0));
        ASN1Encodable rejected = RawMessage.sequence(new ASN1Integer(2));
        ASN1Encodable id = new ASN1Integer(0);
        ASN1Encodable certificate = RawMessage.tagged(0, Asn1.embedded(CERTIFICATE));
        ASN1Encodable sound = RawMessage.sequence(id, accepted, RawMessage.sequence(certificate));
        return Stream.of(
                new Row("accepted without a certificate", RawMessage.sequence(id, accepted)),
                new Row(
                        "rejected with a certificate",
                        RawMessage.sequence(id, rejected, RawMessage.sequence(certificate))),
                new Row(
                        "encrypted",
                        RawMessage.sequence(
                                id, accepted, RawMessage.sequence(RawMessage.tagged(1, new DERSequence())))),
                new Row(
                        "no certificate in its place",
                        RawMessage.sequence(
                                id,
                                accepted,
                                RawMessage.sequence(RawMessage.tagged(0, new DEROctetString(new byte[3]))))),
                new Row(
                        "with a private key",
                        RawMessage.sequence(
                                id,
                                accepted,
                                RawMessage.sequence(certificate, RawMessage.tagged(0, new DERSequence())))),
                new Row("a status of 7", RawMessage.sequence(id, RawMessage.sequence(new ASN1Integer(7)))),
                new Row("an id of 2^40", RawMessage.sequence(new ASN1Integer(1L << 40), rejected)),
                new Row("something behind", RawMessage.sequence(id, rejected, id)),
                new Row("two", sound, sound),
                new Row("none"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("notTaken")
    void answersThatContradictThemselvesAreNotTaken(Row row) {
        RawMessage message =
                RawMessage.of(BodyKind.CP.tag(), RawMessage.sequence(RawMessage.sequence(row.responses())));
        assertThat(catchThrowableOfType(CmpException.class, message::response)).isNotNull();
    }

    @Test
    void nobodySaysWhomToTrust() throws CmpException {
        ASN1Encodable response = RawMessage.sequence(
                new ASN1Integer(0),
                RawMessage.sequence(new ASN1Integer(0)),
                RawMessage.sequence(RawMessage.tagged(0, Asn1.embedded(CERTIFICATE))));
        ASN1Encodable injected = RawMessage.tagged(1, RawMessage.sequence(Asn1.embedded(OTHER)));
        CmpMessage message = RawMessage.of(
                        BodyKind.IP.tag(), RawMessage.sequence(injected, RawMessage.sequence(response)))
                .response();
        assertThat(((CertificateResponse) message.body()).certificate())
                .hasValueSatisfying(der -> assertThat(der).isEqualTo(CERTIFICATE));
        assertThat(message.extraCertificates()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {86_401, 1_000_000_000, Long.MAX_VALUE})
    void nobodyWaitsLongerThanADayForAPoll(long seconds) throws CmpException {
        PollResponse read = (PollResponse) poll(seconds).response().body();
        assertThat(read.checkAfter()).isEqualTo(PollResponse.LONGEST);
    }

    @Test
    void aTimeToWaitIsNotNegative() throws CmpException {
        assertThat(catchThrowableOfType(CmpException.class, () -> poll(-1).response()))
                .isNotNull();
        assertThat(((PollResponse) poll(0).response().body()).checkAfter()).isZero();
        PollResponse ours = (PollResponse)
                CA.response(new PollResponse(0, Duration.ofMillis(2900))).body();
        assertThat(ours.checkAfter()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void aRevocationIsAnswered() throws CmpException {
        StatusInfo refused = StatusInfo.rejection(FailureInfo.CERT_REVOKED, "It was revoked before.");
        RevocationResponse read = (RevocationResponse)
                CA.response(new RevocationResponse(refused)).body();
        assertThat(read.status()).isEqualTo(refused);
    }

    @Test
    void informationIsReadByItsType() throws CmpException {
        byte[] crl = Asn1.der(new DERSequence(new ASN1Integer(1)));
        GeneralResponse read = (GeneralResponse) CA.response(GeneralResponse.empty()
                        .andCaCertificates(List.of(CERTIFICATE, OTHER))
                        .andRootUpdate(OTHER, Optional.of(CERTIFICATE), Optional.empty())
                        .andCrls(List.of(crl)))
                .body();
        assertThat(read.caCertificates()).hasSize(2);
        assertThat(read.caCertificates().get(1)).isEqualTo(OTHER);
        assertThat(read.newRoot()).hasValueSatisfying(der -> assertThat(der).isEqualTo(OTHER));
        assertThat(read.crls()).singleElement().isEqualTo(crl);
    }

    @Test
    void noInformationIsTheTypeAlone() throws CmpException {
        GeneralMessage.Question question =
                GeneralMessage.askingForRoot(CERTIFICATE).questions().get(0);
        GeneralResponse read = (GeneralResponse)
                CA.response(GeneralResponse.empty().andNothingAbout(question).andCrls(List.of()))
                        .body();
        assertThat(read.newRoot()).isEmpty();
        assertThat(read.crls()).isEmpty();
        assertThat(read.caCertificates()).isEmpty();
    }

    @Test
    void anErrorIsReadWithItsDetails() throws CmpException {
        StatusInfo status = StatusInfo.rejection(FailureInfo.SYSTEM_UNAVAIL, "Later.");
        ErrorMessage read = (ErrorMessage) CA.response(new ErrorMessage(status, List.of("The token is away.")))
                .body();
        assertThat(read.status()).isEqualTo(status);
        assertThat(read.details()).containsExactly("The token is away.");
    }

    @Test
    void whatAPeerWritesIsPrintable() throws CmpException {
        StatusInfo status = text("a\u0007b\u202ec\nd");
        assertThat(status.text()).containsExactly("a?b?c?d");
        assertThat(text("x".repeat(10_000)).text()).singleElement().satisfies(line -> assertThat(line)
                .hasSize(500));
        assertThat(text(Stream.generate(() -> "line").limit(100).toArray(String[]::new))
                        .text())
                .hasSize(10);
    }

    @Property(tries = 200)
    void everySetOfFailuresIsReadAsItWasWritten(@ForAll Set<FailureInfo> failures) throws CmpException {
        StatusInfo status = new StatusInfo(PkiStatus.REJECTION, List.of(), failures);
        ErrorMessage read = (ErrorMessage)
                CmpMessage.parseResponse(CmpMessage.unprotected(Moments.header(), new ErrorMessage(status, List.of())))
                        .body();
        assertThat(read.status().failures()).isEqualTo(failures);
    }

    @ParameterizedTest
    @EnumSource(FailureInfo.class)
    void bouncyCastleSeesTheSameBit(FailureInfo failure) {
        PKIStatusInfo read = PKIStatusInfo.getInstance(
                Asn1.der(StatusInfo.rejection(failure, "No.").asn1()));
        byte[] octets = read.getFailInfo().getBytes();
        assertThat(octets[failure.bit() / 8] & (0x80 >> (failure.bit() % 8))).isNotZero();
        assertThat(octets).hasSize(failure.bit() / 8 + 1);
    }

    @Test
    void bitsThatNobodyDefinedSayNothing() throws CmpException {
        byte[] all = {-1, -1, -1, -1, -1};
        ASN1Encodable status = RawMessage.sequence(new ASN1Integer(2), new DERBitString(all));
        ErrorMessage read = (ErrorMessage) RawMessage.of(BodyKind.ERROR.tag(), RawMessage.sequence(status))
                .response()
                .body();
        assertThat(read.status().failures()).isEqualTo(EnumSet.allOf(FailureInfo.class));
    }

    private static CertificateResponse certificates(CertificateResponse built) throws CmpException {
        return (CertificateResponse) CA.response(built).body();
    }

    private static RawMessage poll(long seconds) {
        return RawMessage.of(
                BodyKind.POLL_REP.tag(),
                RawMessage.sequence(RawMessage.sequence(new ASN1Integer(0), new ASN1Integer(seconds))));
    }

    private static StatusInfo text(String... lines) throws CmpException {
        ASN1Encodable[] texts = Stream.of(lines).map(DERUTF8String::new).toArray(ASN1Encodable[]::new);
        ASN1Encodable status = RawMessage.sequence(new ASN1Integer(2), new DERSequence(texts));
        return ((ErrorMessage) RawMessage.of(BodyKind.ERROR.tag(), RawMessage.sequence(status))
                        .response()
                        .body())
                .status();
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record Row(String name, ASN1Encodable... responses) {

        @Override
        public String toString() {
            return name;
        }
    }
}
