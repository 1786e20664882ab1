package org.bailiwick.cmp;

import java.util.List;

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
}
