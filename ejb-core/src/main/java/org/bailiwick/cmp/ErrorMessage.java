package org.bailiwick.cmp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bailiwick.ca.EncodingException;
import org.bailiwick.ca.SequenceReader;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Sequence;

/**
 * {@code error} (RFC 9810 §5.3.21).
 *
 * @param status what went wrong; {@code waiting} if the answer is to be polled for (RFC 9483 §4.4)
 * @param details more for people, as {@link StatusInfo#text}
 */
public record ErrorMessage(StatusInfo status, List<String> details) implements CmpBody {

    public ErrorMessage {
        details = List.copyOf(details);
    }

    /** How a refusal is told. */
    public static ErrorMessage of(CmpException refused) {
        return new ErrorMessage(StatusInfo.rejection(refused), List.of());
    }

    @Override
    public BodyKind kind() {
        return BodyKind.ERROR;
    }

    static ErrorMessage read(ASN1Encodable value) throws EncodingException {
        SequenceReader content = SequenceReader.of(value);
        StatusInfo status = StatusInfo.read(content.next());
        content.nextIf(ASN1Integer.class); // errorCode: of whoever made the peer
        Optional<ASN1Sequence> details = content.nextIf(ASN1Sequence.class);
        content.requireEnd();
        return new ErrorMessage(status, details.isPresent() ? FreeText.read(details.get()) : List.of());
    }

    ASN1Encodable asn1() {
        List<ASN1Encodable> content = new ArrayList<>();
        content.add(status.asn1());
        if (!details.isEmpty()) {
            content.add(FreeText.asn1(details));
        }
        return Asn1.sequence(content);
    }
}
