package org.bailiwick.ca;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.DnsIdentifier;
import org.bailiwick.acme.Identifier;
import org.bailiwick.acme.ProblemType;
import org.bailiwick.hsm.SignatureScheme;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/** Whatever a request asks for: the certificate has the order's names and the request's key, and nothing else of it. */
class CertificateIssuerPropertiesTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final CertificateIssuer ISSUER =
            TestAuthority.of(SignatureScheme.ECDSA_P256_SHA256).issuer();

    private static final List<String> NAMES = List.of("a.corp", "b.corp", "*.corp", "host", "x.y.z");

    /** What a request may ask for beside names. */
    private static final List<Extension> EXTENSIONS = List.of(
            Asn1.extension(Extension.keyUsage, true, new org.bouncycastle.asn1.x509.KeyUsage(0xff)),
            Asn1.extension(
                    Extension.extendedKeyUsage,
                    true,
                    new org.bouncycastle.asn1.x509.ExtendedKeyUsage(KeyPurposeId.id_kp_codeSigning)),
            Asn1.extension(Extension.basicConstraints, true, new BasicConstraints(false)),
            Asn1.extension(Extension.basicConstraints, true, new BasicConstraints(true)),
            Asn1.extension(Extension.certificatePolicies, false, new DERSequence()),
            Asn1.extension(Extension.cRLDistributionPoints, false, new DERSequence()),
            Asn1.extension(Extension.nameConstraints, true, new DERSequence()),
            Asn1.extension(new ASN1ObjectIdentifier("1.2.3.4"), true, new DERSequence()));

    /** What somebody asks for. */
    record Request(
            Set<String> names,
            boolean upperCase,
            boolean asOrdered,
            int foreignName,
            List<String> commonNames,
            Set<Extension> extensions) {

        Request with(Set<String> other) {
            return new Request(other, upperCase, asOrdered, foreignName, commonNames, extensions);
        }
    }

    @Provide
    Arbitrary<Set<String>> orders() {
        return Arbitraries.of(NAMES).set().ofMinSize(1);
    }

    @Provide
    Arbitrary<Request> requests() {
        return Combinators.combine(
                        Arbitraries.of(NAMES).set(),
                        Arbitraries.of(true, false),
                        Arbitraries.of(true, false),
                        // mostly none; else the tag of a kind of name that nobody validated
                        Arbitraries.frequencyOf(
                                Tuple.of(9, Arbitraries.just(-1)), Tuple.of(1, Arbitraries.of(0, 1, 3, 4, 5, 6, 8))),
                        Arbitraries.of(NAMES).list().ofMaxSize(2),
                        Arbitraries.of(EXTENSIONS).set().ofMaxSize(3))
                .as(Request::new);
    }

    @Property(tries = 10_000)
    void theCertificateHasTheOrdersNamesAndTheRequestsKeyOnly(
            @ForAll("orders") Set<String> order, @ForAll("requests") Request any) throws CertificateParsingException {
        Request request = any.asOrdered() ? any.with(order) : any;
        List<Identifier> identifiers = new ArrayList<>();
        order.forEach(name -> identifiers.add(new DnsIdentifier(name)));
        byte[] csr = csr(request);
        CertificationRequest parsed;
        try {
            parsed = CertificationRequest.parse(csr);
            parsed.requireIdentifiers(identifiers);
        } catch (AcmeException refused) {
            assertThat(refused.problem().type()).isEqualTo(ProblemType.BAD_CSR);
            assertThat(isWhatWasOrdered(order, request)).isFalse();
            Statistics.collect("refused");
            return;
        }
        assertThat(isWhatWasOrdered(order, request)).isTrue();
        SerialNumber serial = SerialNumber.random();
        PreparedCertificate prepared = ISSUER.prepare(
                CertificateProfile.tlsserver(), identifiers, parsed.publicKey(), RequestedValidity.NONE, serial, NOW);
        requireNothingElse(
                CertificateChain.ofDer(List.of(ISSUER.issue(prepared).der())).first(), order);
        PreparedCertificate withoutRequest = ISSUER.prepare(
                CertificateProfile.tlsserver(),
                identifiers,
                RequestBuilder.KEY.getPublic(),
                RequestedValidity.NONE,
                serial,
                NOW);
        assertThat(prepared.tbs()).isEqualTo(withoutRequest.tbs());
        Statistics.collect("issued");
        Statistics.coverage(answers -> answers.check("issued").percentage(share -> share > 10));
    }

    private static void requireNothingElse(X509Certificate certificate, Set<String> order)
            throws CertificateParsingException {
        List<String> names = new ArrayList<>();
        for (Collection<?> name : certificate.getSubjectAlternativeNames()) {
            names.add(name.toArray()[1].toString());
        }
        assertThat(names).containsExactlyElementsOf(order);
        assertThat(certificate.getSubjectX500Principal().getName())
                .isEqualTo("CN=" + order.iterator().next());
        assertThat(certificate.getPublicKey().getEncoded())
                .isEqualTo(RequestBuilder.KEY.getPublic().getEncoded());
        assertThat(certificate.getBasicConstraints()).isEqualTo(-1);
        assertThat(certificate.getKeyUsage())
                .containsExactly(true, false, false, false, false, false, false, false, false);
        assertThat(certificate.getExtendedKeyUsage()).containsExactly(KeyPurposeId.id_kp_serverAuth.getId());
        assertThat(certificate.getCriticalExtensionOIDs()).hasSize(2);
        assertThat(certificate.getNonCriticalExtensionOIDs()).hasSize(4);
    }

    /** What RFC 8555 §7.4 and we say of such a request, in other words than the code. */
    private static boolean isWhatWasOrdered(Set<String> order, Request request) {
        Set<String> asked = new HashSet<>(request.names());
        asked.addAll(request.commonNames());
        boolean commonNameIsThere = request.names().isEmpty() || request.names().containsAll(request.commonNames());
        return asked.equals(order)
                && commonNameIsThere
                && request.commonNames().size() < 2
                && request.foreignName() < 0
                && request.extensions().stream().noneMatch(EXTENSIONS.get(3)::equals)
                && request.extensions().stream()
                                .map(Extension::getExtnId)
                                .distinct()
                                .count()
                        == request.extensions().size();
    }

    private static byte[] csr(Request request) {
        RequestBuilder builder = new RequestBuilder().subject(subject(request));
        List<ASN1Encodable> names = new ArrayList<>();
        request.names()
                .forEach(name ->
                        names.add(RequestBuilder.dnsName(request.upperCase() ? name.toUpperCase(Locale.ROOT) : name)));
        if (request.foreignName() >= 0) {
            names.add(new DERTaggedObject(false, request.foreignName(), new DERIA5String("a.corp")));
        }
        if (!names.isEmpty()) {
            builder.alternativeNames(names.toArray(ASN1Encodable[]::new));
        }
        request.extensions().forEach(builder::extension);
        return builder.build();
    }

    private static X500Name subject(Request request) {
        X500NameBuilder subject = new X500NameBuilder()
                .addRDN(BCStyle.O, new DERUTF8String("Evil"))
                .addRDN(BCStyle.EmailAddress, new DERIA5String("root@evil.example"))
                .addRDN(BCStyle.SERIALNUMBER, new DERUTF8String("1"));
        request.commonNames().forEach(name -> subject.addRDN(BCStyle.CN, new DERUTF8String(name)));
        return subject.build();
    }
}
