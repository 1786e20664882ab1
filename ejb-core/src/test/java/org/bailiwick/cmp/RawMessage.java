package org.bailiwick.cmp;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERGeneralizedTime;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.GeneralName;

/** Messages, right ones and wrong ones, piece by piece; none of it by the code that is tested. */
final class RawMessage {

    static final byte[] TRANSACTION = Moments.utf8("a transaction id");
    static final ASN1ObjectIdentifier IMPLICIT_CONFIRM = new ASN1ObjectIdentifier("1.3.6.1.5.5.7.4.13");

    private ASN1Encodable version = new ASN1Integer(2);
    private ASN1Encodable sender = new GeneralName(new X500Name("CN=ra"));
    private final Map<Integer, ASN1Encodable> header = new TreeMap<>();
    private ASN1Encodable body = tagged(21, new DERSequence());
    private final List<ASN1Encodable> items = new ArrayList<>();
    private final List<ASN1Encodable> behind = new ArrayList<>();

    RawMessage() {
        ASN1GeneralizedTime time = new DERGeneralizedTime("20260301120000Z");
        header.put(0, time);
        header.put(4, new DEROctetString(TRANSACTION));
        header.put(5, new DEROctetString(new byte[16]));
    }

    static RawMessage of(int tag, ASN1Encodable content) {
        return new RawMessage().body(tagged(tag, content));
    }

    RawMessage version(long value) {
        version = new ASN1Integer(value);
        return this;
    }

    RawMessage sender(ASN1Encodable name) {
        sender = name;
        return this;
    }

    RawMessage field(int tag, ASN1Encodable value) {
        header.put(tag, value);
        return this;
    }

    RawMessage without(int tag) {
        header.remove(tag);
        return this;
    }

    RawMessage item(ASN1Encodable... typeAndValue) {
        items.add(new DERSequence(typeAndValue));
        return this;
    }

    RawMessage body(ASN1Encodable value) {
        body = value;
        return this;
    }

    RawMessage protection(AlgorithmIdentifier algorithm, byte[] octets) {
        header.put(1, algorithm);
        return behind(tagged(0, new DERBitString(octets)));
    }

    RawMessage behind(ASN1Encodable element) {
        behind.add(element);
        return this;
    }

    byte[] der() {
        if (!items.isEmpty()) {
            header.put(8, new DERSequence(items.toArray(ASN1Encodable[]::new)));
        }
        List<ASN1Encodable> fields = new ArrayList<>();
        fields.add(version);
        fields.add(sender);
        fields.add(new GeneralName(new X500Name("CN=ca")));
        header.forEach((tag, value) -> fields.add(tagged(tag, value)));
        List<ASN1Encodable> message = new ArrayList<>();
        message.add(new DERSequence(fields.toArray(ASN1Encodable[]::new)));
        message.add(body);
        message.addAll(behind);
        return Asn1.der(new DERSequence(message.toArray(ASN1Encodable[]::new)));
    }

    CmpMessage request() throws CmpException {
        return CmpMessage.parseRequest(der());
    }

    CmpMessage response() throws CmpException {
        return CmpMessage.parseResponse(der());
    }

    static ASN1Encodable tagged(int tag, ASN1Encodable value) {
        return new DERTaggedObject(true, tag, value);
    }

    static ASN1Encodable implicit(int tag, ASN1Encodable value) {
        return new DERTaggedObject(false, tag, value);
    }

    static ASN1Encodable sequence(ASN1Encodable... elements) {
        return new DERSequence(elements);
    }

    static ASN1Encodable nothing() {
        return DERNull.INSTANCE;
    }
}
