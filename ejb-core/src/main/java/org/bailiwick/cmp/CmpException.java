package org.bailiwick.cmp;

import java.io.Serial;
import java.util.Optional;
import org.bailiwick.acme.AcmeException;
import org.jspecify.annotations.Nullable;

/** A message, or what it asks for, is refused. What the peer is told is a failure and a sentence, and nothing else. */
public final class CmpException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    private final FailureInfo failure;
    private final transient Optional<CmpHeader> header;

    public CmpException(FailureInfo failure, String sentence) {
        this(failure, sentence, null);
    }

    public CmpException(FailureInfo failure, String sentence, @Nullable Throwable cause) {
        this(failure, sentence, Optional.empty(), cause);
    }

    private CmpException(FailureInfo failure, String sentence, Optional<CmpHeader> header, @Nullable Throwable cause) {
        super(sentence, cause);
        this.failure = failure;
        this.header = header;
    }

    /** A refusal in ACME's words, said in CMP's: the problem's own sentence. */
    public static CmpException of(AcmeException refused) {
        return new CmpException(
                FailureInfo.of(refused.problem().type()), refused.problem().detail(), refused);
    }

    /** Why, as a bit. */
    public FailureInfo failure() {
        return failure;
    }

    /** Why, for the peer's people: never a secret, a stack trace or an internal message. */
    public String sentence() {
        return String.valueOf(getMessage());
    }

    /**
     * The header of the message that could not be read, if so much of it could: an answer repeats its {@code transactionID}. Without
     * one there is no CMP answer, and HTTP says that the request is bad (RFC 9811 §3.1). Empty also where the caller
     * has the message.
     */
    public Optional<CmpHeader> header() {
        return header;
    }

    /** The same about a message of which the header could be read. */
    CmpException in(CmpHeader of) {
        return new CmpException(failure, sentence(), Optional.of(of), getCause());
    }
}
