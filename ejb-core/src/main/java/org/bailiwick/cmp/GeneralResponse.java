package org.bailiwick.cmp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bailiwick.ca.EncodingException;
import org.bailiwick.ca.SequenceReader;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERTaggedObject;

/** {@code genp} (RFC 9810 §5.3.20). Immutable. */
public final class GeneralResponse implements CmpBody {

    /** An item, and what it says. */
    private record Item(String oid, Optional<ASN1Encodable> value) {}

    private final List<Item> items;

    private GeneralResponse(List<Item> items) {
        this.items = List.copyOf(items);
    }

    /** An answer that says nothing; {@code and…} adds to it. */
    public static GeneralResponse empty() {
        return new GeneralResponse(List.of());
    }

    /** And the certificates of the CAs above whoever is asked, the issuing one first; DER. None: an answer without a value. */
    public GeneralResponse andCaCertificates(List<byte[]> certificates) {
        return and(InformationType.CA_CERTIFICATES, sequence(certificates));
    }

    /**
     * And a root's new certificate.
     *
     * @param newWithNew DER
     * @param newWithOld the new key certified by the old one, DER
     * @param oldWithNew the old key certified by the new one, DER
     */
    public GeneralResponse andRootUpdate(byte[] newWithNew, Optional<byte[]> newWithOld, Optional<byte[]> oldWithNew) {
        List<ASN1Encodable> update = new ArrayList<>();
        update.add(Asn1.embedded(newWithNew));
        newWithOld.ifPresent(der -> update.add(new DERTaggedObject(true, 0, Asn1.embedded(der))));
        oldWithNew.ifPresent(der -> update.add(new DERTaggedObject(true, 1, Asn1.embedded(der))));
        return and(InformationType.ROOT_CA_KEY_UPDATE, Optional.of(Asn1.sequence(update)));
    }

    /** And CRLs, DER. None: an answer without a value, as nothing is newer. */
    public GeneralResponse andCrls(List<byte[]> crls) {
        return and(InformationType.CRLS, sequence(crls));
    }

    /** And the present CRL, DER, in the older way. */
    public GeneralResponse andCurrentCrl(byte[] crl) {
        return and(InformationType.CURRENT_CRL, Optional.of(Asn1.embedded(crl)));
    }

    /** And that a question has no answer (RFC 9483 §4.3): the type of the answer alone. */
    public GeneralResponse andNothingAbout(GeneralMessage.Question question) {
        String oid = question.type().map(type -> type.answeredBy().oid()).orElse(question.oid());
        return and(new Item(oid, Optional.empty()));
    }

    private GeneralResponse and(InformationType type, Optional<ASN1Encodable> value) {
        return and(new Item(type.oid(), value));
    }

    private GeneralResponse and(Item item) {
        List<Item> more = new ArrayList<>(items);
        more.add(item);
        return new GeneralResponse(more);
    }

    private static Optional<ASN1Encodable> sequence(List<byte[]> elements) {
        return elements.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        Asn1.sequence(elements.stream().map(Asn1::embedded).toList()));
    }

    @Override
    public BodyKind kind() {
        return BodyKind.GENP;
    }

    /** What came as CA_CERTIFICATES, DER: to be believed no more than any other certificate. */
    public List<byte[]> caCertificates() {
        return values(InformationType.CA_CERTIFICATES)
                .flatMap(GeneralResponse::elements)
                .map(Asn1::der)
                .toList();
    }

    /** What came as CRLS or CURRENT_CRL, DER, unverified. */
    public List<byte[]> crls() {
        return Stream.concat(
                        values(InformationType.CRLS).flatMap(GeneralResponse::elements),
                        values(InformationType.CURRENT_CRL))
                .map(Asn1::der)
                .toList();
    }

    /** The first certificate of what came as ROOT_CA_KEY_UPDATE, DER, unverified. */
    public Optional<byte[]> newRoot() {
        return values(InformationType.ROOT_CA_KEY_UPDATE)
                .flatMap(GeneralResponse::elements)
                .findFirst()
                .map(Asn1::der);
    }

    private Stream<ASN1Encodable> values(InformationType type) {
        return items.stream().filter(item -> item.oid().equals(type.oid())).flatMap(item -> item.value().stream());
    }

    private static Stream<ASN1Encodable> elements(ASN1Encodable sequence) {
        return sequence instanceof ASN1Sequence elements ? Stream.of(elements.toArray()) : Stream.empty();
    }

    static GeneralResponse read(ASN1Encodable value) throws EncodingException {
        SequenceReader content = SequenceReader.of(value);
        if (content.size() > GeneralMessage.MOST_QUESTIONS) {
            throw new EncodingException("a genp has %d answers".formatted(content.size()));
        }
        List<Item> items = new ArrayList<>();
        while (!content.atEnd()) {
            SequenceReader item = SequenceReader.of(content.next());
            String oid = item.next(ASN1ObjectIdentifier.class).getId();
            Optional<ASN1Encodable> information = item.atEnd() ? Optional.empty() : Optional.of(item.next());
            item.requireEnd();
            items.add(new Item(oid, information));
        }
        return new GeneralResponse(items);
    }

    ASN1Encodable asn1() {
        return Asn1.sequence(items.stream().map(GeneralResponse::said).toList());
    }

    private static ASN1Encodable said(Item item) {
        List<ASN1Encodable> content = new ArrayList<>();
        content.add(new ASN1ObjectIdentifier(item.oid()));
        item.value().ifPresent(content::add);
        return Asn1.sequence(content);
    }
}
