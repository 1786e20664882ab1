package org.bailiwick.ca;

import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;

/** Reads the elements of a SEQUENCE in their order, each of the type that it must have; for one thread. */
public final class SequenceReader {

    private final ASN1Sequence sequence;
    private int at;

    private SequenceReader(ASN1Sequence sequence) {
        this.sequence = sequence;
    }

    /**
     * A reader of a SEQUENCE.
     *
     * @throws EncodingException if it is none
     */
    public static SequenceReader of(ASN1Encodable value) throws EncodingException {
        if (value.toASN1Primitive() instanceof ASN1Sequence sequence) {
            return new SequenceReader(sequence);
        }
        throw new EncodingException("something is no SEQUENCE and should be one");
    }

    /** Whether all of its elements were read. */
    public boolean atEnd() {
        return at == sequence.size();
    }

    /** How many elements it has, read or not. */
    public int size() {
        return sequence.size();
    }

    /** The next element, whatever it is. */
    public ASN1Encodable next() throws EncodingException {
        if (atEnd()) {
            throw new EncodingException("an element of a SEQUENCE is missing");
        }
        return sequence.getObjectAt(at++);
    }

    /** The next element, which must be of a type. */
    public <T> T next(Class<T> type) throws EncodingException {
        if (type.isInstance(next().toASN1Primitive())) {
            return type.cast(sequence.getObjectAt(at - 1).toASN1Primitive());
        }
        throw new EncodingException("an element of a SEQUENCE is of another type");
    }

    /** The next element if it is of a type. */
    public <T> Optional<T> nextIf(Class<T> type) throws EncodingException {
        return !atEnd() && type.isInstance(sequence.getObjectAt(at).toASN1Primitive())
                ? Optional.of(next(type))
                : Optional.empty();
    }

    /** What is in the next element if that is tagged, explicitly, by a number. */
    public Optional<ASN1Encodable> nextTagged(int number) throws EncodingException {
        if (!atEnd() && sequence.getObjectAt(at) instanceof ASN1TaggedObject tagged && tagged.hasContextTag(number)) {
            at++;
            if (!tagged.isExplicit()) {
                throw new EncodingException("the element [%d] does not hold one value".formatted(number));
            }
            return Optional.of(tagged.getExplicitBaseObject());
        }
        return Optional.empty();
    }

    /**
     * The next element if it is tagged by a number, explicitly or not: {@code getInstance(tagged, false)} of the type that it
     * must have reads it where it is not.
     */
    public Optional<ASN1TaggedObject> nextTaggedAs(int number) {
        if (!atEnd() && sequence.getObjectAt(at) instanceof ASN1TaggedObject tagged && tagged.hasContextTag(number)) {
            at++;
            return Optional.of(tagged);
        }
        return Optional.empty();
    }

    /**
     * Demands that all was read.
     *
     * @throws EncodingException if there is more
     */
    public void requireEnd() throws EncodingException {
        if (!atEnd()) {
            throw new EncodingException("a SEQUENCE has an element too many, or one in the wrong place");
        }
    }
}
