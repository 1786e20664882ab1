package org.bailiwick.ca;

import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bailiwick.hsm.SignatureScheme;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;

/** A CA that is not ours, and makes whatever it likes of a request. */
public final class OtherCa {

    private final TestAuthority authority = TestAuthority.of(SignatureScheme.ECDSA_P256_SHA256);

    /**
     * What a client asks by.
     *
     * @param key the client's
     * @param csr DER
     */
    @SuppressWarnings("ArrayRecordComponent") // read only
    public record Request(KeyPair key, byte[] csr) {

        SoftwareSigner signer() {
            return new SoftwareSigner(key, SignatureScheme.ECDSA_P256_SHA256);
        }
    }

    /** A request for names. */
    public static Request request(String... names) {
        KeyPair key = SoftwareSigner.ellipticCurve("secp256r1");
        return new Request(
                key, RequestBuilder.forNames(names).key(key, "SHA256withECDSA").build());
    }

    /** Its issuing certificate and root. */
    public CertificateChain chain() {
        return authority.chain();
    }

    /** The key that it issues with. */
    public SoftwareSigner signer() {
        return authority.signer();
    }

    /** A certificate that is just what was asked for, DER. */
    public byte[] issue(Request request, Instant now, String... names) {
        return new Made(request, now, names).build();
    }

    /** A certificate that is valid for longer than anybody asked for, DER. */
    public byte[] issueForYears(Request request, Instant now, String... names) {
        return new Made(request, now, names)
                .valid(now, now.plus(Duration.ofDays(1_000)))
                .build();
    }

    Made made(Request request, Instant now, String... names) {
        return new Made(request, now, names);
    }

    /** A certificate with the pieces that a test wants otherwise. */
    final class Made {

        private SoftwareSigner key;
        private X500Name subject;
        private Instant notBefore;
        private Instant notAfter;
        private SoftwareSigner issuerKey = authority.signer();
        private X500Name issuer = X500Name.getInstance(
                authority.chain().first().getSubjectX500Principal().getEncoded());
        private final Map<ASN1ObjectIdentifier, Extension> extensions = new LinkedHashMap<>();

        private Made(Request request, Instant now, String... names) {
            key = request.signer();
            subject = new X500Name("CN=" + names[0]);
            notBefore = now.minus(Duration.ofHours(1));
            notAfter = now.plus(Duration.ofDays(80));
            with(Extension.basicConstraints, true, new BasicConstraints(false));
            with(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            with(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
            names(Arrays.stream(names).map(OtherCa::dnsName).toArray(GeneralName[]::new));
            with(Extension.subjectKeyIdentifier, false, TestAuthority.keyIdentifier(key));
            with(
                    Extension.authorityKeyIdentifier,
                    false,
                    new AuthorityKeyIdentifier(
                            TestAuthority.keyIdentifier(issuerKey).getKeyIdentifier()));
        }

        Made with(ASN1ObjectIdentifier type, boolean critical, ASN1Encodable value) {
            extensions.put(type, Asn1.extension(type, critical, value));
            return this;
        }

        Made without(ASN1ObjectIdentifier type) {
            extensions.remove(type);
            return this;
        }

        Made names(GeneralName... names) {
            return with(Extension.subjectAlternativeName, false, new GeneralNames(names));
        }

        Made subject(String name) {
            subject = new X500Name(name);
            return this;
        }

        Made key(SoftwareSigner other) {
            key = other;
            return this;
        }

        Made valid(Instant from, Instant to) {
            notBefore = from;
            notAfter = to;
            return this;
        }

        /** As its own name says, but by a key that is not its own. */
        Made signedBy(SoftwareSigner other) {
            issuerKey = other;
            return this;
        }

        byte[] build() {
            return CertificateChain.encoded(TestAuthority.certificate(
                    subject, issuer, key, issuerKey, notBefore, notAfter, new ArrayList<>(extensions.values())));
        }
    }

    static GeneralName dnsName(String name) {
        return new GeneralName(GeneralName.dNSName, name);
    }

    /** What it sends along: its issuing certificate, DER. */
    public List<byte[]> others() {
        return Stream.of(authority.chain().firstDer()).toList();
    }
}
