package org.bailiwick.cmp;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.bailiwick.ca.EncodingException;
import org.bailiwick.ca.RequestedValidity;
import org.bailiwick.ca.SequenceReader;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.DERTaggedObject;

/**
 * {@code CertTemplate} (RFC 4211 §5), as far as somebody looks at it: version, signingAlg and the unique identifiers are for the
 * CA to choose.
 *
 * @param serial of rr: the certificate's number
 * @param issuer of rr: the certificate's issuer
 * @param validity what is asked for
 * @param subject DER of a {@code Name}
 * @param publicKey DER of a {@code SubjectPublicKeyInfo}
 * @param extensions DER of {@code Extensions}
 */
record CertificateTemplate(
        Optional<BigInteger> serial,
        Optional<X500Principal> issuer,
        RequestedValidity validity,
        Optional<byte[]> subject,
        Optional<byte[]> publicKey,
        Optional<byte[]> extensions) {

    /** The module of RFC 4211 has implicit tags; a {@code Name} is a CHOICE, so that its tags are explicit nevertheless. */
    static CertificateTemplate read(ASN1Encodable value) throws EncodingException {
        SequenceReader template = SequenceReader.of(value);
        template.nextTaggedAs(0); // version
        Optional<ASN1TaggedObject> serial = template.nextTaggedAs(1);
        template.nextTaggedAs(2); // signingAlg
        Optional<ASN1Encodable> issuer = template.nextTagged(3);
        Optional<ASN1TaggedObject> validity = template.nextTaggedAs(4);
        Optional<ASN1Encodable> subject = template.nextTagged(5);
        Optional<ASN1TaggedObject> publicKey = template.nextTaggedAs(6);
        template.nextTaggedAs(7); // issuerUID
        template.nextTaggedAs(8); // subjectUID
        Optional<ASN1TaggedObject> extensions = template.nextTaggedAs(9);
        template.requireEnd();
        return new CertificateTemplate(
                serial.isPresent()
                        ? Optional.of(Asn1.serial(ASN1Integer.getInstance(serial.get(), false)))
                        : Optional.empty(),
                issuer.isPresent() ? Optional.of(Asn1.principal(issuer.get())) : Optional.empty(),
                validity.isPresent() ? validity(validity.get()) : RequestedValidity.NONE,
                subject.map(Asn1::der),
                publicKey.map(CertificateTemplate::sequence),
                extensions.map(CertificateTemplate::sequence));
    }

    /** What a request for a certificate has. */
    static ASN1Encodable forKey(X500Principal subject, byte[] subjectPublicKeyInfo) {
        List<ASN1Encodable> fields = new ArrayList<>();
        fields.add(new DERTaggedObject(true, 5, Asn1.name(subject)));
        fields.add(new DERTaggedObject(false, 6, Asn1.embedded(subjectPublicKeyInfo)));
        return Asn1.sequence(fields);
    }

    /** What a request for a revocation has. */
    static ASN1Encodable of(CertificateName certificate) {
        List<ASN1Encodable> fields = new ArrayList<>();
        fields.add(new DERTaggedObject(false, 1, new ASN1Integer(certificate.serial())));
        fields.add(new DERTaggedObject(true, 3, Asn1.name(certificate.issuer())));
        return Asn1.sequence(fields);
    }

    private static byte[] sequence(ASN1TaggedObject tagged) {
        return Asn1.der(ASN1Sequence.getInstance(tagged, false));
    }

    private static RequestedValidity validity(ASN1TaggedObject tagged) throws EncodingException {
        SequenceReader validity = SequenceReader.of(ASN1Sequence.getInstance(tagged, false));
        Optional<Instant> notBefore = time(validity.nextTagged(0));
        Optional<Instant> notAfter = time(validity.nextTagged(1));
        validity.requireEnd();
        return new RequestedValidity(notBefore, notAfter);
    }

    private static Optional<Instant> time(Optional<ASN1Encodable> value) throws EncodingException {
        return value.isPresent() ? Optional.of(Asn1.timeOfCertificate(value.get())) : Optional.empty();
    }
}
