package org.bailiwick.cmp;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.bailiwick.ca.EncodingException;
import org.bailiwick.ca.SequenceReader;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERBitString;

/**
 * {@code PKIStatusInfo} (RFC 9810 §5.2.3).
 *
 * @param status how it went
 * @param text for people; of a peer, what is printable of it: at most 10 lines of at most 500 characters
 * @param failures why it went wrong; usually one or none
 */
public record StatusInfo(PkiStatus status, List<String> text, Set<FailureInfo> failures) {

    /** All is well. */
    public static final StatusInfo ACCEPTED = new StatusInfo(PkiStatus.ACCEPTED, List.of(), Set.of());

    public StatusInfo {
        text = List.copyOf(text);
        EnumSet<FailureInfo> sorted = EnumSet.noneOf(FailureInfo.class);
        sorted.addAll(failures);
        failures = Collections.unmodifiableSet(sorted);
    }

    /** Nothing was given, for a reason. */
    public static StatusInfo rejection(FailureInfo failure, String sentence) {
        return new StatusInfo(PkiStatus.REJECTION, List.of(sentence), Set.of(failure));
    }

    /** Nothing was given, since a message or what it asked for was refused. */
    public static StatusInfo rejection(CmpException refused) {
        return rejection(refused.failure(), refused.sentence());
    }

    /** The answer is not there yet. */
    public static StatusInfo waiting() {
        return new StatusInfo(PkiStatus.WAITING, List.of(), Set.of());
    }

    /** Whether what was asked for was given: {@code accepted} or {@code grantedWithMods}. */
    public boolean isGranted() {
        return status == PkiStatus.ACCEPTED || status == PkiStatus.GRANTED_WITH_MODS;
    }

    /** The first reason in the order of the bits; empty if none is given. */
    public Optional<FailureInfo> failure() {
        return failures.stream().findFirst();
    }

    /** For a log line or a problem's sentence: {@code rejection (badPOP): the text}. */
    public String words() {
        String reasons = failures.isEmpty()
                ? ""
                : failures.stream().map(FailureInfo::rfcName).collect(Collectors.joining(", ", " (", ")"));
        return status.rfcName() + reasons + (text.isEmpty() ? "" : ": " + String.join(" ", text));
    }

    static StatusInfo read(ASN1Encodable value) throws EncodingException {
        SequenceReader info = SequenceReader.of(value);
        int number = Asn1.number(info.next(ASN1Integer.class));
        PkiStatus status = PkiStatus.ofNumber(number)
                .orElseThrow(() -> new EncodingException("a PKIStatus has the number %d".formatted(number)));
        Optional<ASN1Sequence> lines = info.nextIf(ASN1Sequence.class);
        List<String> text = lines.isPresent() ? FreeText.read(lines.get()) : List.of();
        Set<FailureInfo> failures =
                info.nextIf(ASN1BitString.class).map(StatusInfo::defined).orElseGet(Set::of);
        info.requireEnd();
        return new StatusInfo(status, text, failures);
    }

    ASN1Encodable asn1() {
        List<ASN1Encodable> info = new ArrayList<>();
        info.add(new ASN1Integer(status.number()));
        if (!text.isEmpty()) {
            info.add(FreeText.asn1(text));
        }
        if (!failures.isEmpty()) {
            info.add(bits());
        }
        return Asn1.sequence(info);
    }

    /** Bits that nobody defined say nothing. */
    private static Set<FailureInfo> defined(ASN1BitString bits) {
        Set<FailureInfo> defined = EnumSet.noneOf(FailureInfo.class);
        byte[] octets = bits.getBytes();
        for (FailureInfo failure : FailureInfo.values()) {
            int octet = failure.bit() / Byte.SIZE;
            if (octet < octets.length && (octets[octet] & mask(failure)) != 0) {
                defined.add(failure);
            }
        }
        return defined;
    }

    /** X.690 §11.2.2: a list of named bits ends with its last one. */
    private DERBitString bits() {
        int last = failures.stream().mapToInt(FailureInfo::bit).max().orElseThrow();
        byte[] octets = new byte[last / Byte.SIZE + 1];
        for (FailureInfo failure : failures) {
            octets[failure.bit() / Byte.SIZE] |= (byte) mask(failure);
        }
        return new DERBitString(octets, Byte.SIZE - 1 - last % Byte.SIZE);
    }

    private static int mask(FailureInfo failure) {
        return 0x80 >>> (failure.bit() % Byte.SIZE);
    }
}
