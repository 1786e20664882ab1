package org.bailiwick.cmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bailiwick.ca.DerElement;
import org.bailiwick.ca.EncodingException;
import org.bailiwick.ca.RevocationReason;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9810 §5.1: what is read, and what is not (ABUSE M8). */
class CmpMessageTest {

    private static final Peer RA = Peer.of("CN=ra");

    private static final Set<BodyKind> READ_AS_REQUEST = Set.of(
            BodyKind.IR,
            BodyKind.CR,
            BodyKind.P10CR,
            BodyKind.KUR,
            BodyKind.RR,
            BodyKind.GENM,
            BodyKind.ERROR,
            BodyKind.CERT_CONF,
            BodyKind.POLL_REQ);

    private static final Set<BodyKind> READ_AS_RESPONSE = Set.of(
            BodyKind.IP,
            BodyKind.CP,
            BodyKind.KUP,
            BodyKind.RP,
            BodyKind.PKICONF,
            BodyKind.GENP,
            BodyKind.ERROR,
            BodyKind.POLL_REP);

    static Stream<CmpBody> requests() {
        return Stream.of(
                CertificateRequest.initial(RA.certificate().getSubjectX500Principal(), RA.key()),
                CertificateRequest.update(RA.certificate().getSubjectX500Principal(), RA.name(), RA.key()),
                Pkcs10Request.of(Asn1.der(new DERSequence())),
                new RevocationRequest(RA.name(), RevocationReason.KEY_COMPROMISE),
                CertificateConfirmation.accepting(RA.der(), 0),
                new PollRequest(-1),
                GeneralMessage.asking(InformationType.CA_CERTIFICATES),
                new GeneralMessage(List.of()),
                ErrorMessage.of(new CmpException(FailureInfo.BAD_REQUEST, "No.")));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void whatWeAskIsRead(CmpBody body) throws CmpException {
        CmpMessage read = RA.request(body);
        assertThat(read.body()).isInstanceOf(body.getClass());
        assertThat(read.body().kind()).isEqualTo(body.kind());
        assertThat(read.protectedBy()).isEqualTo(CmpMessage.ProtectedBy.SIGNATURE);
        assertThat(read.extraCertificates()).singleElement().isEqualTo(RA.der());
        assertThat(read.signer()).contains(RA.certificate());
    }

    static Stream<CmpBody> responses() {
        return Stream.of(
                CertificateResponse.issued(BodyKind.IR, 0, RA.der()),
                CertificateResponse.issued(BodyKind.P10CR, -1, RA.der()),
                CertificateResponse.without(BodyKind.KUR, 0, StatusInfo.waiting()),
                new RevocationResponse(StatusInfo.ACCEPTED),
                new Confirmed(),
                new PollResponse(0, Duration.ofSeconds(3)),
                GeneralResponse.empty().andCaCertificates(List.of(RA.der())),
                ErrorMessage.of(new CmpException(FailureInfo.BAD_REQUEST, "No.")));
    }

    @ParameterizedTest
    @MethodSource("responses")
    void whatWeAnswerIsRead(CmpBody body) throws CmpException {
        CmpMessage read = RA.response(body);
        assertThat(read.body()).isInstanceOf(body.getClass());
        assertThat(read.body().kind()).isEqualTo(body.kind());
    }

    @ParameterizedTest
    @EnumSource(BodyKind.class)
    void everyOtherKindIsUnsupportedWhateverIsInIt(BodyKind kind) throws CmpException {
        for (ASN1Encodable content :
                List.of(RawMessage.nothing(), new DERSequence(), new DEROctetString(new byte[9]))) {
            RawMessage message = RawMessage.of(kind.tag(), content);
            if (!READ_AS_REQUEST.contains(kind)) {
                assertThat(message.request().body()).isEqualTo(new Unsupported(kind));
            }
            if (!READ_AS_RESPONSE.contains(kind)) {
                assertThat(message.response().body()).isEqualTo(new Unsupported(kind));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(BodyKind.class)
    void aKindThatIsReadIsNotReadFromAnything(BodyKind kind) {
        ASN1Encodable garbage = new DERSequence(new DERSequence(new DERUTF8String("garbage")));
        RawMessage message = RawMessage.of(kind.tag(), garbage);
        if (READ_AS_REQUEST.contains(kind) && kind != BodyKind.P10CR) {
            assertThatThrownBy(message::request).isInstanceOf(CmpException.class);
        }
        if (READ_AS_RESPONSE.contains(kind)) {
            assertThatThrownBy(message::response).isInstanceOf(CmpException.class);
        }
    }

    @Test
    void thereAre27KindsWithTheTagsOfTheRfc() {
        assertThat(Arrays.stream(BodyKind.values()).map(BodyKind::tag))
                .containsExactlyElementsOf(IntStream.range(0, 27).boxed().toList());
    }

    @Test
    void aNestedMessageIsNotLookedInto() throws CmpException {
        byte[] inner = RA.protection().protect(Moments.header(), new PollRequest(0));
        RawMessage outer = RawMessage.of(BodyKind.NESTED.tag(), new DERSequence(Asn1.embedded(inner)));
        assertThat(outer.request().body()).isEqualTo(new Unsupported(BodyKind.NESTED));
    }

    @Test
    void messagesNestedAHundredDeepAreNotRead() throws EncodingException {
        byte[] message = new RawMessage().der();
        byte[] header =
                DerElement.at(message, 0, message.length).elements().next().encoded();
        for (int depth = 0; depth < 100; depth++) {
            byte[] nested = element(0xa0 | BodyKind.NESTED.tag(), element(DerElement.SEQUENCE, message));
            byte[] both = Arrays.copyOf(header, header.length + nested.length);
            System.arraycopy(nested, 0, both, header.length, nested.length);
            message = element(DerElement.SEQUENCE, both);
        }
        byte[] deepest = message;
        assertRefused(FailureInfo.BAD_DATA_FORMAT, () -> CmpMessage.parseRequest(deepest));
    }

    private static byte[] element(int tag, byte[] contents) {
        byte[] start = DerElement.header(tag, contents.length);
        byte[] element = Arrays.copyOf(start, start.length + contents.length);
        System.arraycopy(contents, 0, element, start.length, contents.length);
        return element;
    }

    static Stream<Row> malformed() {
        byte[] sound = new RawMessage().der();
        byte[] indefinite = sound.clone();
        indefinite[1] = (byte) 0x80;
        return Stream.of(
                new Row("nothing", new byte[0]),
                new Row("text", Moments.utf8("GET / HTTP/1.1")),
                new Row("cut off", Arrays.copyOf(sound, sound.length - 1)),
                new Row("something behind", Arrays.copyOf(sound, sound.length + 1)),
                new Row("BER", indefinite),
                new Row("more than 64 KiB", new byte[CmpMessage.MAXIMUM_REQUEST + 1]),
                new Row("no SEQUENCE", Asn1.der(new ASN1Integer(1))),
                new Row("no header", Asn1.der(new DERSequence())),
                new Row("no transactionID", new RawMessage().without(4)),
                new Row("a transactionID of 65 octets", new RawMessage().field(4, new DEROctetString(new byte[65]))),
                new Row("a sender that is no directoryName", new RawMessage().sender(new GeneralName(2, "ra.corp"))),
                new Row(
                        "an item twice",
                        new RawMessage().item(RawMessage.IMPLICIT_CONFIRM).item(RawMessage.IMPLICIT_CONFIRM)),
                new Row(
                        "a time of the 31st of February",
                        new RawMessage().field(0, Asn1.embedded(element(0x18, Moments.utf8("20260231120000Z"))))),
                new Row("a field of a header that has none", new RawMessage().field(9, new DERSequence())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("malformed")
    void whatHasNoHeaderCannotBeAnswered(Row row) {
        CmpException refused = assertRefused(FailureInfo.BAD_DATA_FORMAT, () -> CmpMessage.parseRequest(row.der()));
        assertThat(refused.header()).isEmpty();
        assertThat(refused.sentence()).startsWith("The message cannot be read: ");
    }

    static Stream<Row> answerable() {
        RawMessage manyCertificates = new RawMessage()
                .behind(RawMessage.tagged(
                        1,
                        new DERSequence(Stream.generate(() -> Asn1.embedded(RA.der()))
                                .limit(11)
                                .toArray(ASN1Encodable[]::new))));
        return Stream.of(
                new Row("version 1", new RawMessage().version(1), FailureInfo.UNSUPPORTED_VERSION),
                new Row("version 4", new RawMessage().version(4), FailureInfo.UNSUPPORTED_VERSION),
                new Row("no senderNonce", new RawMessage().without(5), FailureInfo.BAD_SENDER_NONCE),
                new Row(
                        "a senderNonce of 15 octets",
                        new RawMessage().field(5, new DEROctetString(new byte[15])),
                        FailureInfo.BAD_SENDER_NONCE),
                new Row("11 certificates", manyCertificates, FailureInfo.BAD_DATA_FORMAT),
                new Row("a body of tag 27", RawMessage.of(27, new DERSequence()), FailureInfo.BAD_DATA_FORMAT),
                new Row("a body without tag", new RawMessage().body(new DERSequence()), FailureInfo.BAD_DATA_FORMAT),
                new Row(
                        "a protection that is no BIT STRING",
                        new RawMessage().behind(RawMessage.tagged(0, new DERSequence())),
                        FailureInfo.BAD_DATA_FORMAT),
                new Row("something behind", new RawMessage().behind(new DERSequence()), FailureInfo.BAD_DATA_FORMAT),
                new Row(
                        "two polls",
                        RawMessage.of(
                                25,
                                RawMessage.sequence(
                                        RawMessage.sequence(new ASN1Integer(0)),
                                        RawMessage.sequence(new ASN1Integer(1)))),
                        FailureInfo.BAD_REQUEST),
                new Row(
                        "11 questions",
                        RawMessage.of(
                                21,
                                RawMessage.sequence(
                                        Stream.generate(() -> RawMessage.sequence(RawMessage.IMPLICIT_CONFIRM))
                                                .limit(11)
                                                .toArray(ASN1Encodable[]::new))),
                        FailureInfo.BAD_REQUEST));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answerable")
    void whatHasAHeaderIsRefusedInItsTransaction(Row row) {
        CmpException refused = assertRefused(row.failure(), () -> CmpMessage.parseRequest(row.der()));
        CmpHeader header = refused.header().orElseThrow();
        byte[] answer = CmpMessage.unprotected(header.answer(Moments.NOW), ErrorMessage.of(refused));
        CmpMessage read = readable(answer);
        assertThat(read.header().transactionId()).isEqualTo(header.transactionId());
        assertThat(read.protectedBy()).isEqualTo(CmpMessage.ProtectedBy.NOTHING);
        assertThat(read.body()).isInstanceOfSatisfying(ErrorMessage.class, error -> assertThat(
                        error.status().failure())
                .contains(row.failure()));
    }

    @Test
    void aTransactionThatAnybodyGuessesIsRefused() {
        RawMessage message = new RawMessage().field(4, new DEROctetString(new byte[7]));
        CmpException refused = assertRefused(FailureInfo.BAD_REQUEST, message::request);
        assertThat(refused.header()).isPresent();
    }

    @Test
    void anAnswerMayBeLargerThanARequest() throws CmpException {
        byte[] crl = Asn1.der(new DERSequence(new DEROctetString(new byte[200_000])));
        byte[] answer = RA.protection()
                .protect(Moments.header(), GeneralResponse.empty().andCurrentCrl(crl));
        assertThat(CmpMessage.parseResponse(answer).body())
                .isInstanceOfSatisfying(
                        GeneralResponse.class,
                        response -> assertThat(response.crls()).singleElement().isEqualTo(crl));
        assertRefused(FailureInfo.BAD_DATA_FORMAT, () -> CmpMessage.parseRequest(answer));
        byte[] absurd = Asn1.der(new DERSequence(new DEROctetString(new byte[CmpMessage.MAXIMUM_RESPONSE])));
        assertRefused(FailureInfo.BAD_DATA_FORMAT, () -> CmpMessage.parseResponse(absurd));
    }

    @Test
    void aCertificateGoesIntoAMessageOnceAndTenDo() throws CmpException {
        List<byte[]> more = Stream.concat(
                        Stream.of(RA.der()), IntStream.range(0, 12).mapToObj(i -> Peer.of("CN=ca " + i)
                                .der()))
                .toList();
        CmpMessage read = CmpMessage.parseRequest(RA.protection().protect(Moments.header(), new PollRequest(0), more));
        assertThat(read.extraCertificates()).hasSize(CmpMessage.MAXIMUM_EXTRA_CERTIFICATES);
        assertThat(read.extraCertificates().get(0)).isEqualTo(RA.der());
        assertThat(read.extraCertificates().get(1)).isEqualTo(more.get(1));
    }

    @Test
    void whatIsNoCertificateIsNoSigner() throws CmpException {
        RawMessage message = new RawMessage().behind(RawMessage.tagged(1, new DERSequence(new DERSequence())));
        assertThat(message.request().signer()).isEmpty();
        assertThat(new RawMessage().request().signer()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void whateverIsChangedIsReadOrRefused(int seed) {
        Random random = new Random(20260301L + seed);
        List<byte[]> messages = Stream.concat(
                        requests().map(body -> RA.protection()
                                .protect(Moments.header().withImplicitConfirm(), body)),
                        responses().map(body -> RA.protection().protect(Moments.header(), body)))
                .toList();
        for (int round = 0; round < 1000; round++) {
            byte[] changed = messages.get(random.nextInt(messages.size())).clone();
            for (int changes = random.nextInt(3); changes >= 0; changes--) {
                changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
            }
            requireReadOrRefused(() -> SignatureProtection.verify(CmpMessage.parseRequest(changed), RA.certificate()));
            requireReadOrRefused(() -> SignatureProtection.verify(CmpMessage.parseResponse(changed), RA.certificate()));
        }
    }

    private static void requireReadOrRefused(Reading reading) {
        try {
            reading.read();
        } catch (CmpException refused) {
            assertThat(refused.sentence()).isNotBlank();
        }
    }

    private static CmpMessage readable(byte[] der) {
        try {
            return CmpMessage.parseResponse(der);
        } catch (CmpException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static CmpException assertRefused(FailureInfo failure, Reading reading) {
        CmpException refused = catchThrowableOfType(CmpException.class, reading::read);
        assertThat(refused).isNotNull();
        assertThat(refused.failure()).isEqualTo(failure);
        return refused;
    }

    /** Something that may refuse. */
    private interface Reading {

        void read() throws CmpException;
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record Row(String name, byte[] der, FailureInfo failure) {

        Row(String name, byte[] der) {
            this(name, der, FailureInfo.BAD_DATA_FORMAT);
        }

        Row(String name, RawMessage message) {
            this(name, message.der());
        }

        Row(String name, RawMessage message, FailureInfo failure) {
            this(name, message.der(), failure);
        }

        @Override
        public String toString() {
            return name;
        }
    }
}
