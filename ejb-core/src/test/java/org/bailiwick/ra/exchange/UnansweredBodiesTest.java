package org.bailiwick.ra.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bailiwick.ra.exchange.CmpScene.AUTHORITY;
import static org.bailiwick.ra.exchange.CmpScene.failure;
import static org.bailiwick.ra.exchange.CmpScene.header;
import static org.bailiwick.ra.exchange.CmpScene.request;

import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import org.bailiwick.cmp.BodyKind;
import org.bailiwick.cmp.CmpException;
import org.bailiwick.cmp.CmpMessage;
import org.bailiwick.cmp.FailureInfo;
import org.bailiwick.cmp.Pkcs10Request;
import org.bailiwick.cmp.PollRequest;
import org.bailiwick.cmp.SignatureProtection;
import org.bailiwick.schema.TestDatabase;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Of the 27 kinds of body those that no CA answers, each with the signature of who may ask for everything. */
class UnansweredBodiesTest {

    private static final EnumSet<BodyKind> ANSWERED = EnumSet.of(
            BodyKind.IR,
            BodyKind.CR,
            BodyKind.P10CR,
            BodyKind.KUR,
            BodyKind.RR,
            BodyKind.GENM,
            BodyKind.CERT_CONF,
            BodyKind.POLL_REQ);

    @ParameterizedTest
    @EnumSource
    void whatIsNoRequestIsRefusedWhateverIsInIt(TestDatabase database) throws CmpException, IOException {
        CmpScene scene = CmpScene.of(database);
        byte[] own = scene.enrolled();
        EnumSet<BodyKind> others = EnumSet.complementOf(ANSWERED);
        assertThat(others).hasSize(19);
        for (BodyKind kind : others) {
            for (ASN1Encodable content : contents(scene, own, kind)) {
                CmpMessage refused = CmpMessage.parseResponse(scene.answer(signed(scene, own, kind, content)));
                assertThat(refused.body().kind()).as(kind.rfcName()).isEqualTo(BodyKind.ERROR);
                assertThat(failure(refused)).as(kind.rfcName()).isEqualTo(FailureInfo.BAD_REQUEST);
                SignatureProtection.verify(refused, AUTHORITY.chain().first());
            }
        }
        assertThat(scene.journaled()).as("its enrolment").isEqualTo(1);
        assertThat(scene.revocation.revoked).isEmpty();
        CmpMessage answered = CmpMessage.parseResponse(scene.answer(signed(scene, own, BodyKind.P10CR, csr())));
        assertThat(answered.body().kind()).as("signed in the same way").isEqualTo(BodyKind.CP);
    }

    private static List<ASN1Encodable> contents(CmpScene scene, byte[] own, BodyKind kind) {
        return switch (kind) {
            // which is read
            case ERROR -> List.of(new DERSequence(new DERSequence(new ASN1Integer(2))));
            // a request that would be answered, within
            case NESTED ->
                List.of(new DERSequence(
                        ASN1Sequence.getInstance(scene.signature(own).protect(header(), request("nested.corp")))));
            default -> List.of(DERNull.INSTANCE, new DERSequence(), new DEROctetString(new byte[9]));
        };
    }

    private static ASN1Encodable csr() {
        return ASN1Sequence.getInstance(((Pkcs10Request) request("host.corp")).csr());
    }

    /** Another message's header, any body, and a signature that covers both. */
    private static byte[] signed(CmpScene scene, byte[] own, BodyKind kind, ASN1Encodable content) throws IOException {
        ASN1Sequence message = ASN1Sequence.getInstance(scene.signature(own).protect(header(), new PollRequest(0)));
        ASN1Encodable header = message.getObjectAt(0);
        ASN1Encodable body = new DERTaggedObject(true, kind.tag(), content);
        byte[] signature = scene.key.sign(sequence(header, body).getEncoded(ASN1Encoding.DER));
        ASN1Encodable protection = new DERTaggedObject(true, 0, new DERBitString(signature));
        return sequence(header, body, protection, message.getObjectAt(3)).getEncoded(ASN1Encoding.DER);
    }

    private static DERSequence sequence(ASN1Encodable... elements) {
        return new DERSequence(elements);
    }
}
