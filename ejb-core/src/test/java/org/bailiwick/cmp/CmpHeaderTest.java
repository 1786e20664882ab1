package org.bailiwick.cmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERGeneralizedTime;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.cmp.PKIHeader;
import org.bouncycastle.asn1.cmp.PKIMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** RFC 9810 §5.1.1, RFC 9483 §3.1. */
class CmpHeaderTest {

    private static final Peer RA = Peer.of("CN=ra");
    private static final UUID ORDER = UUID.fromString("0192aaaa-bbbb-4ccc-8ddd-eeeeffff0001");
    private static final String ORDER_OID = "2.25.197426514837176726029835243104641812454";
    private static final String EVIDENCE_OID = "2.25.128589186621357753083551669543100057500";

    @Test
    void everythingIsReadAsItWasWritten() throws CmpException {
        CmpHeader sent = Moments.header()
                .withImplicitConfirm()
                .withProfile("server")
                .withOrder(ORDER, "{\"account\":\"ä\"}")
                .withConfirmWaitTime(Moments.NOW.plusSeconds(3600));
        CmpHeader read = read(sent);
        assertThat(read).isEqualTo(sent.from(RA.certificate().getSubjectX500Principal(), Optional.of(RA.keyId())));
        assertThat(read.messageTime()).contains(Moments.NOW);
        assertThat(read.orderId()).contains(ORDER);
        assertThat(read.evidence()).contains("{\"account\":\"ä\"}");
        assertThat(read.profile()).contains("server");
        assertThat(read.implicitConfirm()).isTrue();
    }

    @Test
    void aPlainOneSaysNothingMore() throws CmpException {
        CmpHeader read = read(Moments.header());
        assertThat(read.version()).isEqualTo(2);
        assertThat(read.recipient()).isEqualTo(Moments.CA);
        assertThat(read.implicitConfirm()).isFalse();
        assertThat(read.orderId()).isEmpty();
        assertThat(read.evidence()).isEmpty();
        assertThat(read.profile()).isEmpty();
        assertThat(read.recipientNonce()).isEmpty();
        assertThat(read.transactionId().length()).isEqualTo(16);
        assertThat(read.senderNonce().length()).isEqualTo(16);
    }

    @Test
    void bouncyCastleReadsTheSame() {
        CmpHeader sent = Moments.header().withImplicitConfirm().withOrder(ORDER, "{}");
        PKIHeader read = PKIMessage.getInstance(RA.protection().protect(sent, new PollRequest(0)))
                .getHeader();
        assertThat(Octets.of(read.getTransactionID().getOctets())).isEqualTo(sent.transactionId());
        assertThat(Octets.of(read.getSenderNonce().getOctets())).isEqualTo(sent.senderNonce());
        assertThat(read.getMessageTime().getTimeString()).isEqualTo("20260301120000Z");
        assertThat(read.getGeneralInfo()).hasSize(3);
        assertThat(read.getGeneralInfo()[0].getInfoType()).isEqualTo(RawMessage.IMPLICIT_CONFIRM);
        assertThat(read.getGeneralInfo()[1].getInfoType().getId()).isEqualTo(ORDER_OID);
        assertThat(read.getGeneralInfo()[2].getInfoType().getId()).isEqualTo(EVIDENCE_OID);
    }

    @Test
    void anAnswerGoesBackWithTheNonceThatCame() {
        CmpHeader request = Moments.header().withImplicitConfirm().withOrder(ORDER, "{}");
        CmpHeader answer = request.answer(Moments.NOW.plusSeconds(1));
        assertThat(answer.transactionId()).isEqualTo(request.transactionId());
        assertThat(answer.recipientNonce()).contains(request.senderNonce());
        assertThat(answer.senderNonce()).isNotEqualTo(request.senderNonce());
        assertThat(answer.recipient()).isEqualTo(request.sender());
        assertThat(answer.sender()).isEqualTo(request.recipient());
        assertThat(answer.implicitConfirm()).isFalse();
        assertThat(answer.orderId()).isEmpty();
        CmpHeader next = request.next(answer, Moments.NOW.plusSeconds(2));
        assertThat(next.transactionId()).isEqualTo(request.transactionId());
        assertThat(next.recipientNonce()).contains(answer.senderNonce());
        assertThat(next.senderNonce()).isNotEqualTo(request.senderNonce());
    }

    @Test
    void anAnswerIsOfAVersionThatWeHave() throws CmpException {
        assertThat(new RawMessage()
                        .version(3)
                        .request()
                        .header()
                        .answer(Moments.NOW)
                        .version())
                .isEqualTo(3);
        CmpException refused = catchThrowableOfType(
                CmpException.class, () -> new RawMessage().version(99).request());
        assertThat(refused.header().map(header -> header.answer(Moments.NOW).version()))
                .contains(2);
    }

    @Test
    void fractionsOfSecondsAreDropped() throws CmpException {
        Instant moment = Moments.NOW.plusMillis(999);
        assertThat(read(CmpHeader.request(new X500Principal(""), moment)).messageTime())
                .contains(Moments.NOW);
        ASN1Encodable fraction = new DERGeneralizedTime("20260301120000.5Z");
        assertThat(new RawMessage().field(0, fraction).request().header().messageTime())
                .contains(Moments.NOW);
        assertThat(new RawMessage().without(0).request().header().messageTime()).isEmpty();
    }

    @Property(tries = 100)
    void anyEvidenceIsReadAsItWasWritten(@ForAll @StringLength(max = 500) String text) throws CmpException {
        String sound = text.codePoints()
                .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        assertThat(read(Moments.header().withOrder(ORDER, sound)).evidence()).contains(sound);
    }

    @Test
    void evidenceIsBounded() throws CmpException {
        String most = "x".repeat(CmpHeader.LONGEST_EVIDENCE);
        assertThat(read(Moments.header().withOrder(ORDER, most)).evidence()).contains(most);
        assertThatIllegalArgumentException().isThrownBy(() -> Moments.header().withOrder(ORDER, most + "x"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Moments.header().withOrder(ORDER, "ä".repeat(CmpHeader.LONGEST_EVIDENCE / 2 + 1)));
        assertThatIllegalArgumentException().isThrownBy(() -> Moments.header().withProfile("x".repeat(101)));
    }

    static Stream<Row> wrong() {
        return Stream.of(
                new Row("an order that is no UUID", ORDER_OID, new DERUTF8String("1-1-1-1-1")),
                new Row(
                        "an order in upper case",
                        ORDER_OID,
                        new DERUTF8String(ORDER.toString().toUpperCase(Locale.ROOT))),
                new Row("an order of octets", ORDER_OID, new DEROctetString(new byte[16])),
                new Row("evidence that is a text", EVIDENCE_OID, new DERUTF8String("{}")),
                new Row(
                        "evidence of 32 KiB and more",
                        EVIDENCE_OID,
                        new DEROctetString(new byte[CmpHeader.LONGEST_EVIDENCE + 1])),
                new Row("evidence that is no UTF-8", EVIDENCE_OID, new DEROctetString(new byte[] {(byte) 0xc3})),
                new Row("no profile", "1.3.6.1.5.5.7.4.21", RawMessage.sequence()),
                new Row(
                        "two profiles",
                        "1.3.6.1.5.5.7.4.21",
                        RawMessage.sequence(new DERUTF8String("a"), new DERUTF8String("b"))),
                new Row(
                        "a long profile",
                        "1.3.6.1.5.5.7.4.21",
                        RawMessage.sequence(new DERUTF8String("a".repeat(101)))),
                new Row("a time that is none", "1.3.6.1.5.5.7.4.14", new DERUTF8String("later")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrong")
    void whatIsNotUnderstoodOfUsIsRefused(Row row) {
        RawMessage message = new RawMessage().item(new ASN1ObjectIdentifier(row.oid()), row.value());
        assertThat(catchThrowableOfType(CmpException.class, message::request)).isNotNull();
    }

    @Test
    void itemsOfOthersArePassedOver() throws CmpException {
        RawMessage message = new RawMessage()
                .item(new ASN1ObjectIdentifier("1.2.3"), new DERUTF8String("anything"))
                .item(new ASN1ObjectIdentifier("1.2.4"));
        assertThat(message.request().header().implicitConfirm()).isFalse();
        RawMessage many = new RawMessage();
        for (int i = 0; i < 21; i++) {
            many.item(new ASN1ObjectIdentifier("1.2." + i));
        }
        assertThat(catchThrowableOfType(CmpException.class, many::request)).isNotNull();
    }

    private static CmpHeader read(CmpHeader sent) throws CmpException {
        return CmpMessage.parseRequest(RA.protection().protect(sent, new PollRequest(0)))
                .header();
    }

    private record Row(String name, String oid, ASN1Encodable value) {

        @Override
        public String toString() {
            return name;
        }
    }
}
