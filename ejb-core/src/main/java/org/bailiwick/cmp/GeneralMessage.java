package org.bailiwick.cmp;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bailiwick.ca.EncodingException;
import org.bailiwick.ca.SequenceReader;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;

/**
 * {@code genm} (RFC 9810 §5.3.19).
 *
 * @param questions at most {@value #MOST_QUESTIONS}; none in a message that only asks whether somebody is there
 */
public record GeneralMessage(List<Question> questions) implements CmpBody {

    static final int MOST_QUESTIONS = 10;

    /** At most as many questions as are read. */
    public GeneralMessage {
        if (questions.size() > MOST_QUESTIONS) {
            throw new IllegalArgumentException("more than %d questions".formatted(MOST_QUESTIONS));
        }
        questions = List.copyOf(questions);
    }

    /**
     * One question.
     *
     * @param oid the type, dotted
     * @param type the same, if it is known here
     * @param rootCertificate of ROOT_CA_CERTIFICATE: the one that is known, DER
     * @param knownSince of CRL_STATUS_LIST: {@code thisUpdate} of the CRL that is known, to the second; a newer one is asked for.
     *     Which CRL that is, is not looked at: an issuer has one
     */
    public record Question(
            String oid,
            Optional<InformationType> type,
            Optional<byte[]> rootCertificate,
            Optional<Instant> knownSince) {}

    /**
     * A question without a value.
     *
     * @param type CA_CERTIFICATES or CURRENT_CRL
     */
    public static GeneralMessage asking(InformationType type) {
        return new GeneralMessage(
                List.of(new Question(type.oid(), Optional.of(type), Optional.empty(), Optional.empty())));
    }

    /**
     * Is there a newer root certificate?
     *
     * @param known DER
     */
    public static GeneralMessage askingForRoot(byte[] known) {
        return new GeneralMessage(List.of(new Question(
                InformationType.ROOT_CA_CERTIFICATE.oid(),
                Optional.of(InformationType.ROOT_CA_CERTIFICATE),
                Optional.of(known.clone()),
                Optional.empty())));
    }

    @Override
    public BodyKind kind() {
        return BodyKind.GENM;
    }

    static GeneralMessage read(ASN1Encodable value) throws EncodingException, CmpException {
        SequenceReader content = SequenceReader.of(value);
        if (content.size() > MOST_QUESTIONS) {
            throw new CmpException(
                    FailureInfo.BAD_REQUEST,
                    "The genm has %d questions, more than %d.".formatted(content.size(), MOST_QUESTIONS));
        }
        List<Question> questions = new ArrayList<>();
        while (!content.atEnd()) {
            SequenceReader item = SequenceReader.of(content.next());
            String oid = item.next(ASN1ObjectIdentifier.class).getId();
            Optional<ASN1Encodable> information = item.atEnd() ? Optional.empty() : Optional.of(item.next());
            item.requireEnd();
            questions.add(question(oid, information));
        }
        return new GeneralMessage(questions);
    }

    private static Question question(String oid, Optional<ASN1Encodable> value) throws EncodingException {
        Optional<InformationType> type = InformationType.ofOid(oid);
        Optional<byte[]> root = Optional.empty();
        Optional<Instant> known = Optional.empty();
        if (type.equals(Optional.of(InformationType.ROOT_CA_CERTIFICATE)) && value.isPresent()) {
            if (!(value.get() instanceof ASN1Sequence certificate)) {
                throw new EncodingException("a root certificate is none");
            }
            root = Optional.of(Asn1.der(certificate));
        } else if (type.equals(Optional.of(InformationType.CRL_STATUS_LIST)) && value.isPresent()) {
            known = knownSince(value.get());
        }
        return new Question(oid, type, root, known);
    }

    /** {@code CRLStatus} (RFC 9810 §5.3.19.17): where a CRL is from, and of when the one is that the asker has. */
    private static Optional<Instant> knownSince(ASN1Encodable value) throws EncodingException {
        SequenceReader list = SequenceReader.of(value);
        SequenceReader status = SequenceReader.of(list.next());
        list.requireEnd();
        status.next(); // source
        Optional<Instant> thisUpdate =
                status.atEnd() ? Optional.empty() : Optional.of(Asn1.timeOfCertificate(status.next()));
        status.requireEnd();
        return thisUpdate;
    }

    ASN1Encodable asn1() {
        return Asn1.sequence(questions.stream().map(GeneralMessage::item).toList());
    }

    private static ASN1Encodable item(Question question) {
        List<ASN1Encodable> item = new ArrayList<>();
        item.add(new ASN1ObjectIdentifier(question.oid()));
        question.rootCertificate().ifPresent(der -> item.add(Asn1.embedded(der)));
        return Asn1.sequence(item);
    }
}
