package org.bailiwick.ca;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.bailiwick.acme.DnsIdentifier;
import org.bailiwick.hsm.SignatureScheme;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What another CA may give for a request, and what is refused whatever it says. */
class IssuedCheckTest {

    private static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");
    private static final OtherCa CA = new OtherCa();
    private static final OtherCa.Request REQUEST = OtherCa.request("host.corp", "www.corp");
    private static final IssuedCheck CHECK = new IssuedCheck(
            KeyFingerprint.of(REQUEST.key().getPublic().getEncoded()),
            List.of(new DnsIdentifier("host.corp"), new DnsIdentifier("www.corp")),
            CertificateProfile.tlsserver(),
            NOW);

    @Test
    void whatWasAskedForIsTaken() {
        assertThat(CHECK.findings(CA.issue(REQUEST, NOW, "host.corp", "www.corp")))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource
    void lessIsTakenToo(UnaryOperator<OtherCa.Made> change) {
        assertThat(CHECK.findings(change.apply(sound()).build())).isEmpty();
    }

    static Stream<UnaryOperator<OtherCa.Made>> lessIsTakenToo() {
        return Stream.of(
                made -> made.subject(""),
                made -> made.subject("O=Example,CN=www.corp"),
                made -> made.valid(NOW.minus(Duration.ofMinutes(1)), NOW.plus(Duration.ofDays(1))),
                // the other CA's clock is a little ahead
                made -> made.valid(NOW.plus(Duration.ofMinutes(4)), NOW.plus(Duration.ofDays(1))),
                made -> made.names(OtherCa.dnsName("www.corp"), OtherCa.dnsName("host.corp")),
                made -> made.without(Extension.basicConstraints));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource
    void whatElseItIsIsRefused(UnaryOperator<OtherCa.Made> change, String finding) {
        assertThat(CHECK.findings(change.apply(sound()).build()))
                .anySatisfy(found -> assertThat(found).contains(finding));
    }

    static Stream<Arguments> whatElseItIsIsRefused() {
        return Stream.of(
                refused(made -> made.key(SoftwareSigner.of(SignatureScheme.ECDSA_P256_SHA256)), "another key"),
                refused(made -> made.names(OtherCa.dnsName("host.corp")), "lacks \"www.corp\""),
                refused(
                        made -> made.names(
                                OtherCa.dnsName("host.corp"),
                                OtherCa.dnsName("www.corp"),
                                OtherCa.dnsName("bank.corp")),
                        "has \"bank.corp\", which was not asked for"),
                refused(
                        made -> made.names(OtherCa.dnsName("host.corp"), OtherCa.dnsName("*.corp")),
                        "has \"*.corp\", which was not asked for"),
                refused(
                        made -> made.names(
                                OtherCa.dnsName("host.corp"),
                                OtherCa.dnsName("www.corp"),
                                new GeneralName(GeneralName.iPAddress, "10.1.2.3")),
                        "10.1.2.3"),
                refused(
                        made -> made.names(
                                OtherCa.dnsName("host.corp"),
                                OtherCa.dnsName("www.corp"),
                                new GeneralName(GeneralName.rfc822Name, "root@corp")),
                        "root@corp"),
                refused(made -> made.without(Extension.subjectAlternativeName), "lacks"),
                refused(made -> made.subject("CN=bank.corp"), "common name"),
                refused(made -> made.subject("CN=host.corp,CN=www.corp"), "common name"),
                refused(made -> made.subject("CN=host.corp,E=root@corp"), "e-mail address"),
                refused(made -> made.valid(NOW, NOW.plus(Duration.ofDays(91))), "valid for longer"),
                refused(
                        made -> made.valid(NOW.plus(Duration.ofDays(1)), NOW.plus(Duration.ofDays(2))),
                        "not valid now"),
                refused(
                        made -> made.valid(NOW.minus(Duration.ofDays(2)), NOW.minus(Duration.ofDays(1))),
                        "not valid now"),
                refused(made -> made.with(Extension.basicConstraints, true, new BasicConstraints(true)), "a CA's"),
                refused(made -> made.with(Extension.basicConstraints, true, new BasicConstraints(0)), "a CA's"),
                refused(
                        made -> made.with(
                                Extension.keyUsage,
                                true,
                                new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyCertSign)),
                        "keyUsage"),
                refused(
                        made -> made.with(
                                Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature | KeyUsage.cRLSign)),
                        "keyUsage"),
                refused(made -> made.without(Extension.keyUsage), "no keyUsage"),
                refused(made -> made.without(Extension.extendedKeyUsage), "no extendedKeyUsage"),
                refused(
                        made -> made.with(
                                Extension.extendedKeyUsage,
                                false,
                                new ExtendedKeyUsage(KeyPurposeId.anyExtendedKeyUsage)),
                        "extendedKeyUsage"),
                refused(
                        made -> made.with(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(new KeyPurposeId[] {
                            KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_codeSigning
                        })),
                        "extendedKeyUsage"),
                refused(
                        made -> made.with(
                                Extension.extendedKeyUsage,
                                false,
                                new ExtendedKeyUsage(KeyPurposeId.id_kp_OCSPSigning)),
                        "OCSP responder"),
                refused(made -> made.without(Extension.authorityKeyIdentifier), "which key of its issuer"));
    }

    @Test
    void garbageIsRefused() {
        byte[] sound = CA.issue(REQUEST, NOW, "host.corp", "www.corp");
        byte[] longer = Arrays.copyOf(sound, sound.length + 1);
        assertThat(CHECK.findings(new byte[0])).isNotEmpty();
        assertThat(CHECK.findings(new byte[] {0x30, 0x00})).isNotEmpty();
        assertThat(CHECK.findings(longer)).isNotEmpty();
    }

    private static Arguments refused(UnaryOperator<OtherCa.Made> change, String finding) {
        return Arguments.of(change, finding);
    }

    private static OtherCa.Made sound() {
        return CA.made(REQUEST, NOW, "host.corp", "www.corp");
    }
}
