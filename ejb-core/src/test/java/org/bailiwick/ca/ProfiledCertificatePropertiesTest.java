package org.bailiwick.ca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.DnsIdentifier;
import org.bailiwick.acme.Identifier;
import org.bailiwick.acme.IpIdentifier;
import org.bailiwick.ca.KeyTypes.RsaSizes;
import org.bailiwick.hsm.SignatureScheme;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;

/** Of whatever profile: what is prepared passes the checks, and two parsers find in it what the profile says. */
class ProfiledCertificatePropertiesTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final CertificateIssuer ISSUER =
            TestAuthority.of(SignatureScheme.ECDSA_P256_SHA256).issuer();
    private static final Map<String, KeyPair> KEYS = Map.of(
            "P-256", SoftwareSigner.ellipticCurve("secp256r1"),
            "P-384", SoftwareSigner.ellipticCurve("secp384r1"),
            "Ed25519", SoftwareSigner.pair("Ed25519"),
            "RSA", SoftwareSigner.rsa(2048));
    private static final List<Identifier> NAMES =
            List.of(new DnsIdentifier("a.corp"), new DnsIdentifier("*.b.corp"), new IpIdentifier("10.0.0.1"));
    private static final List<URI> URLS =
            List.of(URI.create("http://pki.corp/1"), URI.create("http://pki.corp:8080/2"));

    @Provide
    Arbitrary<CertificateProfile> profiles() {
        Arbitrary<ProfileBuilder> times = Arbitraries.of(
                        Duration.ofMinutes(10), Duration.ofHours(36), Duration.ofDays(90), Duration.ofDays(36_500))
                .flatMap(validity -> Arbitraries.of(0, 1, 300)
                        .map(seconds -> new ProfileBuilder().validity(validity, Duration.ofSeconds(seconds))));
        Arbitrary<Optional<KeyTypes>> keys = Arbitraries.of(
                Optional.empty(),
                Optional.of(new KeyTypes(Set.of(EllipticCurve.P_256), true, Optional.empty())),
                Optional.of(new KeyTypes(Set.of(), false, Optional.of(new RsaSizes(2048, 3072)))));
        return times.flatMap(
                        builder -> keys.map(types -> types.map(builder::keys).orElse(builder)))
                .flatMap(builder -> Arbitraries.of(
                                ExtendedKeyUsage.SERVER_AUTH,
                                ExtendedKeyUsage.CLIENT_AUTH,
                                ExtendedKeyUsage.IPSEC_IKE,
                                ExtendedKeyUsage.parse("1.3.6.1.4.1.32473.7"))
                        .set()
                        .ofMinSize(1)
                        .map(some -> builder.purposes(some.toArray(ExtendedKeyUsage[]::new))))
                .flatMap(builder -> Arbitraries.of(KeyUsage.values()).set().map(some -> {
                    EnumSet<KeyUsage> usages = EnumSet.of(KeyUsage.DIGITAL_SIGNATURE);
                    usages.addAll(some);
                    return builder.keyUsages(usages);
                }))
                .flatMap(builder -> Arbitraries.of(CommonNameChoice.values())
                        .map(choice -> builder.names(EnumSet.allOf(NameKind.class), choice)))
                .flatMap(builder -> Arbitraries.of(0, 1, 2)
                        .map(count -> builder.policies(policies().limit(count).toArray(CertificatePolicy[]::new))))
                .flatMap(builder -> Arbitraries.of(-1, 0, 1, 2)
                        .map(count -> count < 0
                                ? builder.build()
                                : builder.urls(URLS.subList(0, count), URLS.subList(0, 2 - count), URLS)
                                        .build()));
    }

    private static Stream<CertificatePolicy> policies() {
        return Stream.of(
                new CertificatePolicy(
                        new ObjectIdentifier("1.3.6.1.4.1.32473.1"), Optional.of(URI.create("https://pki.corp/cps"))),
                new CertificatePolicy(
                        new ObjectIdentifier("2.25.329800735698586629295641978511506172918"), Optional.empty()));
    }

    @Provide
    Arbitrary<String> keys() {
        return Arbitraries.of(KEYS.keySet());
    }

    @Property(tries = 1_000)
    void aCertificateIsWhatItsProfileSays(@ForAll("profiles") CertificateProfile profile, @ForAll("keys") String kind)
            throws GeneralSecurityException {
        KeyPair key = KEYS.getOrDefault(kind, RequestBuilder.KEY);
        if (!takes(profile.keys(), kind)) {
            assertThatExceptionOfType(AcmeException.class)
                    .isThrownBy(() -> prepare(profile, key))
                    .withMessageContaining("takes these keys only");
            Statistics.collect("refused");
            return;
        }
        IssuedCertificate issued = ISSUER.issue(prepare(profile, key));
        X509Certificate certificate = (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(issued.der()));
        assertThat(certificate.getExtendedKeyUsage())
                .containsExactlyInAnyOrderElementsOf(profile.extendedKeyUsages().stream()
                        .map(usage -> usage.purpose().dotted())
                        .toList());
        assertThat(certificate.getKeyUsage()[0]).isTrue();
        assertThat(certificate.getSubjectX500Principal().getName())
                .isEqualTo(profile.commonName() == CommonNameChoice.NONE ? "" : "CN=a.corp");
        assertThat(certificate.getSubjectAlternativeNames()).hasSize(NAMES.size());
        assertThat(certificate.getNotBefore().toInstant()).isEqualTo(NOW.minus(profile.backdate()));
        assertThat(Duration.between(
                                certificate.getNotBefore().toInstant(),
                                certificate.getNotAfter().toInstant())
                        .plusSeconds(1))
                .isLessThanOrEqualTo(profile.validity());
        requireExtensions(new JcaX509CertificateHolder(certificate), profile);
        Statistics.collect("issued");
        Statistics.coverage(answers -> answers.check("issued").percentage(share -> share > 10));
    }

    private static PreparedCertificate prepare(CertificateProfile profile, KeyPair key) {
        return ISSUER.prepare(profile, NAMES, key.getPublic(), RequestedValidity.NONE, SerialNumber.random(), NOW);
    }

    /** What the profile has, in other words than the code's. */
    private static void requireExtensions(X509CertificateHolder holder, CertificateProfile profile) {
        assertThat(holder.getExtension(Extension.cRLDistributionPoints) == null)
                .isEqualTo(profile.crlUrls().orElse(List.of()).isEmpty());
        List<String> seen = new ArrayList<>();
        if (holder.getExtension(Extension.certificatePolicies) != null) {
            Stream.of(CertificatePolicies.fromExtensions(holder.getExtensions()).getPolicyInformation())
                    .forEach(policy -> seen.add(policy.getPolicyIdentifier().getId()
                            + (policy.getPolicyQualifiers() == null ? "" : policy.getPolicyQualifiers())));
        }
        assertThat(seen)
                .isEqualTo(profile.policies().stream()
                        .map(policy -> policy.id().dotted()
                                + policy.statement()
                                        .map(url -> "[[1.3.6.1.5.5.7.2.1, %s]]".formatted(url))
                                        .orElse(""))
                        .collect(Collectors.toList()));
    }

    private static boolean takes(KeyTypes types, String kind) {
        return switch (kind) {
            case "Ed25519" -> types.ed25519();
            case "RSA" -> types.rsa().isPresent();
            default -> types.curves().stream().anyMatch(curve -> curve.word().equals(kind));
        };
    }
}
