package org.bailiwick.cmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;
import org.bailiwick.ca.RevocationReason;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERGeneralizedTime;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERUTCTime;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.cmp.PKIMessage;
import org.bouncycastle.asn1.cmp.RevReqContent;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.cert.cmp.RevocationDetailsBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What RAs ask besides certificates: RFC 9810 §5.3.9, §5.3.19, §5.3.22. */
class QuestionsTest {

    private static final Peer RA = Peer.of("CN=ra");
    private static final CertificateName CERTIFICATE =
            new CertificateName(new X500Principal("CN=ca,O=Example"), BigInteger.TWO.pow(158));

    @ParameterizedTest
    @EnumSource(RevocationReason.class)
    void aRevocationIsAskedForWithItsReason(RevocationReason reason) throws CmpException {
        RevocationRequest asked = new RevocationRequest(CERTIFICATE, reason);
        assertThat(RA.request(asked).body()).isEqualTo(asked);
    }

    @Test
    void bouncyCastleUnderstandsOurs() {
        byte[] der = RA.protection()
                .protect(Moments.header(), new RevocationRequest(CERTIFICATE, RevocationReason.SUPERSEDED));
        PKIBody body = PKIMessage.getInstance(der).getBody();
        var details = RevReqContent.getInstance(body.getContent()).toRevDetailsArray()[0];
        assertThat(details.getCertDetails().getSerialNumber().getValue()).isEqualTo(CERTIFICATE.serial());
        assertThat(new X500Principal(Asn1.der(details.getCertDetails().getIssuer())))
                .isEqualTo(CERTIFICATE.issuer());
    }

    @Test
    void bouncyCastlesIsUnderstood() throws CmpException {
        ASN1Encodable details = new RevocationDetailsBuilder()
                .setIssuer(X500Name.getInstance(CERTIFICATE.issuer().getEncoded()))
                .setSerialNumber(CERTIFICATE.serial())
                .build()
                .toASN1Structure();
        CmpMessage message =
                RawMessage.of(BodyKind.RR.tag(), RawMessage.sequence(details)).request();
        assertThat(message.body()).isEqualTo(new RevocationRequest(CERTIFICATE, RevocationReason.UNSPECIFIED));
    }

    static Stream<Row> wrongRevocations() {
        ASN1Encodable serial = RawMessage.implicit(1, new ASN1Integer(5));
        ASN1Encodable issuer = RawMessage.tagged(3, new X500Name("CN=ca"));
        ASN1Encodable template = RawMessage.sequence(serial, issuer);
        ASN1Encodable sound = RawMessage.sequence(template);
        return Stream.of(
                new Row("no serial number", FailureInfo.BAD_CERT_ID, RawMessage.sequence(RawMessage.sequence(issuer))),
                new Row("no issuer", FailureInfo.BAD_CERT_ID, RawMessage.sequence(RawMessage.sequence(serial))),
                new Row("nothing", FailureInfo.BAD_CERT_ID, RawMessage.sequence(RawMessage.sequence())),
                new Row("two", FailureInfo.BAD_REQUEST, sound, sound),
                new Row("none", FailureInfo.BAD_REQUEST),
                new Row(
                        "a serial number of 30 octets",
                        FailureInfo.BAD_DATA_FORMAT,
                        RawMessage.sequence(RawMessage.sequence(
                                RawMessage.implicit(1, new ASN1Integer(BigInteger.TWO.pow(239))), issuer))),
                new Row("the reason 7", FailureInfo.BAD_DATA_FORMAT, RawMessage.sequence(template, reason(1, 7))),
                new Row("the reason -1", FailureInfo.BAD_DATA_FORMAT, RawMessage.sequence(template, reason(1, 0xff))),
                new Row(
                        "the reason 2^31 - 1",
                        FailureInfo.BAD_DATA_FORMAT,
                        RawMessage.sequence(template, reason(4, 0x7f, 0xff, 0xff, 0xff))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongRevocations")
    void whatNamesNoCertificateRevokesNone(Row row) {
        RawMessage message = RawMessage.of(BodyKind.RR.tag(), RawMessage.sequence(row.details()));
        CmpException refused = catchThrowableOfType(CmpException.class, message::request);
        assertThat(Optional.ofNullable(refused).map(CmpException::failure)).contains(row.failure());
    }

    @Test
    void aPollIsForOneAnswer() throws CmpException {
        assertThat(RA.request(new PollRequest(-1)).body()).isEqualTo(new PollRequest(-1));
    }

    @Test
    void theRootThatIsKnownIsAskedAbout() throws CmpException {
        GeneralMessage.Question read = only(RA.request(GeneralMessage.askingForRoot(RA.der())));
        assertThat(read.type()).contains(InformationType.ROOT_CA_CERTIFICATE);
        assertThat(read.rootCertificate())
                .hasValueSatisfying(der -> assertThat(der).isEqualTo(RA.der()));
    }

    @Test
    void aCrlIsAskedForWithTheTimeOfTheOneThatIsKnown() throws CmpException {
        Instant moment = Instant.parse("2026-02-03T04:05:06Z");
        assertThat(crlStatus(new DERUTCTime("260203040506Z")).knownSince()).contains(moment);
        assertThat(crlStatus(new DERGeneralizedTime("20260203040506Z")).knownSince())
                .contains(moment);
        assertThat(crlStatus().knownSince()).isEmpty();
        assertThat(crlStatus().type()).contains(InformationType.CRL_STATUS_LIST);
    }

    @Test
    void aQuestionOfAnUnknownTypeIsOneAllTheSame() throws CmpException {
        GeneralMessage.Question read = only(genm(new ASN1ObjectIdentifier("1.2.3.4"), new DERUTF8String("anything"))
                .request());
        assertThat(read.type()).isEmpty();
        assertThat(read.oid()).isEqualTo("1.2.3.4");
    }

    @Test
    void wrongValuesAreRefused() {
        for (InformationType type :
                new InformationType[] {InformationType.ROOT_CA_CERTIFICATE, InformationType.CRL_STATUS_LIST}) {
            RawMessage message = genm(new ASN1ObjectIdentifier(type.oid()), DERNull.INSTANCE);
            assertThat(catchThrowableOfType(CmpException.class, message::request))
                    .isNotNull();
        }
        GeneralMessage.Question question = GeneralMessage.asking(InformationType.CA_CERTIFICATES)
                .questions()
                .get(0);
        assertThatIllegalArgumentException().isThrownBy(() -> new GeneralMessage(Collections.nCopies(11, question)));
    }

    private static GeneralMessage.Question crlStatus(ASN1Encodable... thisUpdate) throws CmpException {
        ASN1Encodable source = RawMessage.tagged(1, RawMessage.sequence(new GeneralName(new X500Name("CN=ca"))));
        ASN1Encodable status =
                thisUpdate.length == 0 ? RawMessage.sequence(source) : RawMessage.sequence(source, thisUpdate[0]);
        return only(genm(new ASN1ObjectIdentifier("1.3.6.1.5.5.7.4.22"), RawMessage.sequence(status))
                .request());
    }

    private static RawMessage genm(ASN1Encodable type, ASN1Encodable value) {
        return RawMessage.of(BodyKind.GENM.tag(), RawMessage.sequence(RawMessage.sequence(type, value)));
    }

    private static GeneralMessage.Question only(CmpMessage message) {
        return ((GeneralMessage) message.body()).questions().get(0);
    }

    /** An ENUMERATED, by its length and contents. */
    private static ASN1Encodable reason(int... lengthAndContents) {
        byte[] enumerated = new byte[1 + lengthAndContents.length];
        enumerated[0] = 0x0a;
        for (int i = 0; i < lengthAndContents.length; i++) {
            enumerated[1 + i] = (byte) lengthAndContents[i];
        }
        return RawMessage.sequence(RawMessage.sequence(Extension.reasonCode, new DEROctetString(enumerated)));
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record Row(String name, FailureInfo failure, ASN1Encodable... details) {

        @Override
        public String toString() {
            return name;
        }
    }
}
