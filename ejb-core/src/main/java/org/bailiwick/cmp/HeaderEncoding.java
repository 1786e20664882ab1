package org.bailiwick.cmp;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.security.auth.x500.X500Principal;
import org.bailiwick.ca.EncodingException;
import org.bailiwick.ca.SequenceReader;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1UTF8String;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * {@code PKIHeader} (RFC 9810 §5.1.1) as ASN.1.
 *
 * @param header what it says
 * @param algorithm that of the protection; null if there is none
 */
record HeaderEncoding(CmpHeader header, @Nullable AlgorithmIdentifier algorithm) {

    private static final int LONGEST_OCTETS = 64;
    private static final int SHORTEST_TRANSACTION = 8;
    private static final int SHORTEST_NONCE = 16;
    private static final int MOST_ITEMS = 20;

    private static final ASN1ObjectIdentifier IMPLICIT_CONFIRM = new ASN1ObjectIdentifier("1.3.6.1.5.5.7.4.13");
    private static final ASN1ObjectIdentifier CONFIRM_WAIT_TIME = new ASN1ObjectIdentifier("1.3.6.1.5.5.7.4.14");
    private static final ASN1ObjectIdentifier PROFILE = new ASN1ObjectIdentifier("1.3.6.1.5.5.7.4.21");

    /** Our own, as X.667 gives everybody some: UTF8String of a UUID. */
    private static final ASN1ObjectIdentifier ORDER =
            new ASN1ObjectIdentifier("2.25.197426514837176726029835243104641812454");

    /** Our own likewise: OCTET STRING of JSON in UTF-8. */
    private static final ASN1ObjectIdentifier EVIDENCE =
            new ASN1ObjectIdentifier("2.25.128589186621357753083551669543100057500");

    private static final Octets NONE = new Octets("");

    /**
     * Reads a header. What it says is not judged yet.
     *
     * @throws EncodingException if there is not even a transaction to answer in
     */
    static HeaderEncoding read(ASN1Encodable value) throws EncodingException {
        SequenceReader header = SequenceReader.of(value);
        int version = Asn1.number(header.next(ASN1Integer.class));
        X500Principal sender = Asn1.ofDirectoryName(header.next());
        X500Principal recipient = recipient(header.next());
        Optional<ASN1Encodable> time = header.nextTagged(0);
        Optional<ASN1Encodable> algorithm = header.nextTagged(1);
        Optional<Octets> senderKeyId = octets(header.nextTagged(2));
        octets(header.nextTagged(3)); // recipKID
        Octets transactionId = octets(header.nextTagged(4))
                .orElseThrow(() -> new EncodingException("it has no transactionID (RFC 9483 §3.1)"));
        Optional<Octets> senderNonce = octets(header.nextTagged(5));
        Optional<Octets> recipientNonce = octets(header.nextTagged(6));
        Optional<ASN1Encodable> freeText = header.nextTagged(7);
        if (freeText.isPresent()) {
            FreeText.read(freeText.get());
        }
        Map<ASN1ObjectIdentifier, Optional<ASN1Encodable>> items = items(header.nextTagged(8));
        header.requireEnd();
        return new HeaderEncoding(
                new CmpHeader(
                        version,
                        sender,
                        recipient,
                        time.isPresent() ? Optional.of(Asn1.moment(time.get())) : Optional.empty(),
                        senderKeyId,
                        transactionId,
                        senderNonce.orElse(NONE),
                        recipientNonce,
                        items.containsKey(IMPLICIT_CONFIRM),
                        confirmWaitTime(items),
                        profile(items),
                        orderId(items),
                        evidence(items)),
                algorithm.isPresent() ? algorithm(algorithm.get()) : null);
    }

    /**
     * Demands that a header says what RFC 9483 §3.1 has it say.
     *
     * @throws CmpException if not; it can be answered
     */
    HeaderEncoding requireSound() throws CmpException {
        if (header.version() != CmpHeader.CMP_2000 && header.version() != CmpHeader.CMP_2021) {
            throw new CmpException(
                    FailureInfo.UNSUPPORTED_VERSION,
                    "The version of CMP is %d; 2 and 3 are understood here.".formatted(header.version()));
        }
        if (header.transactionId().length() < SHORTEST_TRANSACTION) {
            throw new CmpException(
                    FailureInfo.BAD_REQUEST,
                    "The transactionID is shorter than %d octets.".formatted(SHORTEST_TRANSACTION));
        }
        if (header.senderNonce().length() < SHORTEST_NONCE) {
            throw new CmpException(
                    FailureInfo.BAD_SENDER_NONCE,
                    "The senderNonce is missing or shorter than %d octets.".formatted(SHORTEST_NONCE));
        }
        return this;
    }

    DERSequence asn1() {
        List<ASN1Encodable> fields = new ArrayList<>();
        fields.add(new ASN1Integer(header.version()));
        fields.add(Asn1.directoryName(header.sender()));
        fields.add(Asn1.directoryName(header.recipient()));
        header.messageTime().ifPresent(time -> fields.add(tagged(0, Asn1.generalizedTime(time))));
        if (algorithm != null) {
            fields.add(tagged(1, algorithm));
        }
        header.senderKeyId().ifPresent(id -> fields.add(tagged(2, id)));
        fields.add(tagged(4, header.transactionId()));
        fields.add(tagged(5, header.senderNonce()));
        header.recipientNonce().ifPresent(nonce -> fields.add(tagged(6, nonce)));
        List<ASN1Encodable> items = items();
        if (!items.isEmpty()) {
            fields.add(tagged(8, Asn1.sequence(items)));
        }
        return Asn1.sequence(fields);
    }

    private List<ASN1Encodable> items() {
        List<ASN1Encodable> items = new ArrayList<>();
        if (header.implicitConfirm()) {
            items.add(Asn1.sequence(IMPLICIT_CONFIRM, DERNull.INSTANCE));
        }
        header.confirmWaitTime()
                .ifPresent(end -> items.add(Asn1.sequence(CONFIRM_WAIT_TIME, Asn1.generalizedTime(end))));
        header.profile().ifPresent(name -> items.add(Asn1.sequence(PROFILE, Asn1.sequence(new DERUTF8String(name)))));
        header.orderId().ifPresent(order -> items.add(Asn1.sequence(ORDER, new DERUTF8String(order.toString()))));
        header.evidence()
                .ifPresent(json ->
                        items.add(Asn1.sequence(EVIDENCE, new DEROctetString(json.getBytes(StandardCharsets.UTF_8)))));
        return items;
    }

    private static DERTaggedObject tagged(int number, Octets octets) {
        return tagged(number, new DEROctetString(octets.toArray()));
    }

    private static DERTaggedObject tagged(int number, ASN1Encodable value) {
        return new DERTaggedObject(true, number, value);
    }

    /** Whom a message was meant for is not looked at, so another kind of name is none. */
    private static X500Principal recipient(ASN1Encodable name) {
        try {
            return Asn1.ofDirectoryName(name);
        } catch (EncodingException another) {
            return CmpHeader.NOBODY;
        }
    }

    private static AlgorithmIdentifier algorithm(ASN1Encodable value) throws EncodingException {
        SequenceReader.of(value);
        return AlgorithmIdentifier.getInstance(value);
    }

    private static Optional<Octets> octets(Optional<ASN1Encodable> value) throws EncodingException {
        return value.isPresent() ? Optional.of(Asn1.octets(value.get(), LONGEST_OCTETS)) : Optional.empty();
    }

    private static Map<ASN1ObjectIdentifier, Optional<ASN1Encodable>> items(Optional<ASN1Encodable> value)
            throws EncodingException {
        Map<ASN1ObjectIdentifier, Optional<ASN1Encodable>> items = new HashMap<>();
        if (value.isPresent()) {
            SequenceReader all = SequenceReader.of(value.get());
            if (all.size() > MOST_ITEMS) {
                throw new EncodingException(
                        "its generalInfo has %d items, more than %d".formatted(all.size(), MOST_ITEMS));
            }
            while (!all.atEnd()) {
                SequenceReader item = SequenceReader.of(all.next());
                ASN1ObjectIdentifier type = item.next(ASN1ObjectIdentifier.class);
                Optional<ASN1Encodable> information = item.atEnd() ? Optional.empty() : Optional.of(item.next());
                item.requireEnd();
                if (items.put(type, information) != null) {
                    throw new EncodingException("its generalInfo has the item %s twice".formatted(type));
                }
            }
        }
        return items;
    }

    private static Optional<ASN1Encodable> item(
            Map<ASN1ObjectIdentifier, Optional<ASN1Encodable>> items, ASN1ObjectIdentifier type) {
        return items.getOrDefault(type, Optional.empty());
    }

    private static Optional<Instant> confirmWaitTime(Map<ASN1ObjectIdentifier, Optional<ASN1Encodable>> items)
            throws EncodingException {
        Optional<ASN1Encodable> end = item(items, CONFIRM_WAIT_TIME);
        return end.isPresent() ? Optional.of(Asn1.moment(end.get())) : Optional.empty();
    }

    /** RFC 9810 §5.1.1.4: one name for each certificate asked for, and here that is one. */
    private static Optional<String> profile(Map<ASN1ObjectIdentifier, Optional<ASN1Encodable>> items)
            throws EncodingException {
        Optional<ASN1Encodable> names = item(items, PROFILE);
        if (names.isEmpty()) {
            return Optional.empty();
        }
        if (names.get() instanceof ASN1Sequence one
                && one.size() == 1
                && one.getObjectAt(0) instanceof ASN1UTF8String name
                && name.getString().length() <= CmpHeader.LONGEST_PROFILE) {
            return Optional.of(name.getString());
        }
        throw new EncodingException(
                "its certProfile is not one name of at most %d characters".formatted(CmpHeader.LONGEST_PROFILE));
    }

    private static Optional<UUID> orderId(Map<ASN1ObjectIdentifier, Optional<ASN1Encodable>> items)
            throws EncodingException {
        Optional<ASN1Encodable> order = item(items, ORDER);
        if (order.isEmpty()) {
            return Optional.empty();
        }
        if (order.get() instanceof ASN1UTF8String text) {
            try {
                UUID id = UUID.fromString(text.getString());
                if (id.toString().equals(text.getString())) {
                    return Optional.of(id);
                }
            } catch (IllegalArgumentException noUuid) {
                throw new EncodingException("its order is no UUID", noUuid);
            }
        }
        throw new EncodingException("its order is no UUID in lower case");
    }

    private static Optional<String> evidence(Map<ASN1ObjectIdentifier, Optional<ASN1Encodable>> items)
            throws EncodingException {
        Optional<ASN1Encodable> evidence = item(items, EVIDENCE);
        if (evidence.isEmpty()) {
            return Optional.empty();
        }
        if (evidence.get() instanceof ASN1OctetString octets
                && octets.getOctetsLength() <= CmpHeader.LONGEST_EVIDENCE) {
            try {
                return Optional.of(StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(octets.getOctets()))
                        .toString());
            } catch (CharacterCodingException noUtf8) {
                throw new EncodingException("its evidence is not in UTF-8", noUtf8);
            }
        }
        throw new EncodingException(
                "its evidence has more than %d octets, or is no OCTET STRING".formatted(CmpHeader.LONGEST_EVIDENCE));
    }
}
