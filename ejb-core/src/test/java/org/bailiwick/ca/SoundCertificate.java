package org.bailiwick.ca;

import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bailiwick.acme.DnsIdentifier;
import org.bailiwick.acme.Identifier;
import org.bailiwick.hsm.SignatureScheme;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;

/** A TBSCertificate without faults, its parts, and the checks that it passes: for tests to spoil. */
final class SoundCertificate {

    static final int VERSION = 0;
    static final int SERIAL = 1;
    static final int SIGNATURE = 2;
    static final int ISSUER = 3;
    static final int VALIDITY = 4;
    static final int SUBJECT = 5;
    static final int KEY = 6;
    static final int EXTENSIONS = 7;

    static final List<Identifier> NAMES = List.of(new DnsIdentifier("a.corp"), new DnsIdentifier("b.corp"));
    static final CertificateProfile PROFILE = new ProfileBuilder()
            .policies(new CertificatePolicy(
                    new ObjectIdentifier("1.3.6.1.4.1.32473.1"), Optional.of(URI.create("https://pki.corp/cps"))))
            .urls(List.of(URI.create("http://pki.corp/1.crl")), List.of(URI.create("http://ocsp.corp/")), List.of())
            .build();
    static final TestAuthority AUTHORITY = TestAuthority.of(SignatureScheme.ECDSA_P256_SHA256);
    static final TbsCertificateChecks CHECKS = new TbsCertificateChecks(
            IssuerFields.of(
                    AUTHORITY.chain().first(),
                    AlgorithmIdentifier.getInstance(SignatureScheme.ECDSA_P256_SHA256.algorithmIdentifier())),
            KeyRequirements.ofCertificateKeys());
    static final byte[] SOUND = AUTHORITY
            .issuer()
            .prepare(
                    PROFILE,
                    NAMES,
                    RequestBuilder.KEY.getPublic(),
                    RequestedValidity.NONE,
                    SerialNumber.random(),
                    Instant.parse("2026-03-01T12:00:00Z"))
            .tbs();

    private SoundCertificate() {}

    static ASN1Encodable[] elements() {
        return ASN1Sequence.getInstance(Asn1.read(SOUND)).toArray();
    }

    static byte[] with(int index, ASN1Encodable value) {
        ASN1Encodable[] all = elements();
        all[index] = value;
        return Asn1.der(new DERSequence(all));
    }

    static List<Extension> extensions() {
        Extensions all = Extensions.getInstance(
                ASN1TaggedObject.getInstance(elements()[EXTENSIONS]).getExplicitBaseObject());
        return Arrays.stream(all.getExtensionOIDs()).map(all::getExtension).toList();
    }

    static ASN1Encodable tagged(List<Extension> extensions) {
        return new DERTaggedObject(true, 3, new DERSequence(extensions.toArray(ASN1Encodable[]::new)));
    }
}
