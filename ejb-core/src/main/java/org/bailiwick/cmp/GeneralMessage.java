package org.bailiwick.cmp;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * {@code genm} (RFC 9810 §5.3.19).
 *
 * @param questions at most {@value #MOST_QUESTIONS}; none in a message that only asks whether somebody is there
 */
public record GeneralMessage(List<Question> questions) implements CmpBody {

    static final int MOST_QUESTIONS = 10;

    public GeneralMessage {
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
            String oid, Optional<InformationType> type, Optional<byte[]> rootCertificate, Optional<Instant> knownSince) {}

    /** A question without a value: CA_CERTIFICATES or CURRENT_CRL. */
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
}
