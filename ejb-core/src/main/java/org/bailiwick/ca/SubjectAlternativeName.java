package org.bailiwick.ca;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.Identifier;
import org.bailiwick.acme.IpIdentifier;
import org.bailiwick.acme.SubjectName;
import org.bailiwick.acme.UnsupportedName;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.BERTags;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.x509.GeneralName;

/** Identifiers as {@code GeneralNames} (RFC 5280 §4.2.1.6) and back: {@code dNSName} and {@code iPAddress} only. */
final class SubjectAlternativeName {

    private static final List<String> KINDS = List.of(
            "otherName",
            "rfc822Name",
            "dNSName",
            "x400Address",
            "directoryName",
            "ediPartyName",
            "uniformResourceIdentifier",
            "iPAddress",
            "registeredID");

    private SubjectAlternativeName() {}

    /** The extension's value for these identifiers, in their order. */
    static byte[] encode(List<Identifier> identifiers) {
        ASN1Encodable[] names =
                identifiers.stream().map(SubjectAlternativeName::generalName).toArray(ASN1Encodable[]::new);
        try {
            return new DERSequence(names).getEncoded(ASN1Encoding.DER);
        } catch (IOException impossible) {
            throw new IllegalStateException("a sequence of strings has a DER encoding", impossible);
        }
    }

    /** One identifier as a {@code GeneralName}. */
    static ASN1TaggedObject generalName(Identifier identifier) {
        if (identifier instanceof IpIdentifier ip) {
            return new DERTaggedObject(
                    false,
                    GeneralName.iPAddress,
                    new DEROctetString(ip.address().getAddress()));
        }
        return new DERTaggedObject(false, GeneralName.dNSName, new DERIA5String(identifier.value()));
    }

    /**
     * The canonical identifiers in an extension's value; names that differ in case only come out equal.
     *
     * @throws EncodingException if it is empty or not DER, or if it has a name of another kind or one that is no name
     */
    static List<Identifier> read(byte[] extensionValue) throws EncodingException {
        ASN1Sequence names = ASN1Sequence.getInstance(DistinguishedEncoding.read(extensionValue));
        if (names.size() == 0) {
            throw new EncodingException("it is empty");
        }
        List<Identifier> identifiers = new ArrayList<>(names.size());
        for (ASN1Encodable name : names) {
            identifiers.add(identifier(ASN1TaggedObject.getInstance(name)));
        }
        return identifiers;
    }

    /**
     * Every name in an extension's value, of whatever kind: one that we do not issue, or that cannot be read, is an
     * {@link UnsupportedName}.
     *
     * @throws EncodingException if it is not DER
     */
    static List<SubjectName> readAll(byte[] extensionValue) throws EncodingException {
        List<SubjectName> names = new ArrayList<>();
        for (ASN1Encodable each : ASN1Sequence.getInstance(DistinguishedEncoding.read(extensionValue))) {
            names.add(anyName(ASN1TaggedObject.getInstance(each)));
        }
        return names;
    }

    private static SubjectName anyName(ASN1TaggedObject name) {
        int kind = name.getTagNo();
        try {
            return switch (kind) {
                case GeneralName.rfc822Name -> SubjectName.parse("email", text(name));
                case GeneralName.uniformResourceIdentifier -> SubjectName.parse("uri", text(name));
                default -> identifier(name);
            };
        } catch (EncodingException | AcmeException | IllegalArgumentException | IllegalStateException notToBeJudged) {
            String known = kind < KINDS.size() ? KINDS.get(kind) : "unknown kind";
            return new UnsupportedName(known, String.valueOf(notToBeJudged.getMessage()));
        }
    }

    private static String text(ASN1TaggedObject name) {
        return ASN1IA5String.getInstance(name, false).getString();
    }

    /** Whether this is how we would write what it says. */
    static boolean isCanonical(byte[] extensionValue) throws EncodingException {
        return Arrays.equals(encode(read(extensionValue)), extensionValue);
    }

    private static Identifier identifier(ASN1TaggedObject name) throws EncodingException {
        int kind = name.getTagNo();
        if (name.getTagClass() != BERTags.CONTEXT_SPECIFIC || kind >= KINDS.size()) {
            throw new EncodingException("it has a name of an unknown kind");
        }
        if (kind != GeneralName.dNSName && kind != GeneralName.iPAddress) {
            throw new EncodingException("it has a name of kind %s, and only dNSName and iPAddress can be issued"
                    .formatted(KINDS.get(kind)));
        }
        if (name.isExplicit()) {
            throw new EncodingException("it has a constructed %s, which is BER, not DER".formatted(KINDS.get(kind)));
        }
        try {
            if (kind == GeneralName.iPAddress) {
                return IpIdentifier.ofOctets(
                        ASN1OctetString.getInstance(name, false).getOctets());
            }
            return Identifier.parse("dns", text(name));
        } catch (AcmeException notAName) {
            throw new EncodingException(withoutFullStop(notAName.problem().detail()), notAName);
        }
    }

    static String withoutFullStop(String sentence) {
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }
}
