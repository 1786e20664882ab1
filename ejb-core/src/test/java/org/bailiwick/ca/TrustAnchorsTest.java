package org.bailiwick.ca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.bailiwick.hsm.SignatureScheme;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;

class TrustAnchorsTest {

    private static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");
    private static final OtherCa CA = new OtherCa();
    private static final OtherCa STRANGER = new OtherCa();
    private static final OtherCa.Request REQUEST = OtherCa.request("host.corp");
    private static final ASN1ObjectIdentifier UNKNOWN = new ASN1ObjectIdentifier("1.3.6.1.4.1.32473.1");
    private static final DEROctetString LONG = new DEROctetString(new byte[45_000]);
    private static final TrustAnchors ROOT = TrustAnchors.parse(CA.chain().rootPem());

    @Test
    void aPathLeadsFromACertificateUpToTheRoot() {
        byte[] certificate = CA.issue(REQUEST, NOW, "host.corp");
        CertificateChain path = ROOT.pathFrom(certificate, CA.others(), NOW);
        assertThat(path.firstDer()).isEqualTo(certificate);
        assertThat(path.certificates()).hasSize(3);
        assertThat(path.highest()).isEqualTo(CA.chain().highest());
    }

    @Test
    void anIssuingCaMayBeTheAnchorItself() {
        TrustAnchors issuing = TrustAnchors.parse(CA.chain().firstPem());
        assertThat(issuing.pathFrom(CA.issue(REQUEST, NOW, "host.corp"), List.of(), NOW)
                        .certificates())
                .hasSize(2);
    }

    @Test
    void whatElseIsSentAlongDoesNoHarm() {
        List<byte[]> others = List.of(
                STRANGER.chain().firstDer(),
                new byte[] {1, 2, 3},
                CA.chain().firstDer(),
                CA.chain().rootDer());
        assertThat(ROOT.pathFrom(CA.issue(REQUEST, NOW, "host.corp"), others, NOW)
                        .certificates())
                .hasSize(3);
    }

    /** Who has one of the issuer's name with another kind of key, or somebody else's key, has signed nothing. */
    @Test
    void certificatesOfTheIssuersNameWithOtherKeysArePassedOver() {
        byte[] certificate = CA.issue(REQUEST, NOW, "host.corp");
        List<byte[]> others = List.of(
                withKeyOfAnotherKind(CA.chain().firstDer()),
                CA.made(OtherCa.request("other"), NOW, "other")
                        .subject(nameOfCa())
                        .build(),
                CA.chain().firstDer());
        for (int times = 0; times < 2; times++) {
            assertThat(ROOT.pathFrom(certificate, others, NOW).certificates()).hasSize(3);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ROOT.pathFrom(certificate, others.subList(0, 2), NOW))
                    .withMessageContaining("does not lead up");
        }
    }

    /** The last octet of id-ecPublicKey (RFC 5480 §2.1.1) is another, so that nobody knows what kind it is. */
    private static byte[] withKeyOfAnotherKind(byte[] certificate) {
        String hexadecimal = HexFormat.of().formatHex(certificate);
        assertThat(hexadecimal).contains("06072a8648ce3d0201");
        return HexFormat.of().parseHex(hexadecimal.replace("06072a8648ce3d0201", "06072a8648ce3d027f"));
    }

    private static String nameOfCa() {
        return X500Name.getInstance(CA.chain().first().getSubjectX500Principal().getEncoded())
                .toString();
    }

    @Test
    void aRootThatIsSentIsNotTrustedForThat() {
        List<byte[]> others =
                List.of(STRANGER.chain().firstDer(), STRANGER.chain().rootDer());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ROOT.pathFrom(STRANGER.issue(REQUEST, NOW, "host.corp"), others, NOW))
                .withMessageContaining("does not lead up to a trust anchor");
    }

    @Test
    void aSignatureOfAnotherKeyLeadsNowhere() {
        byte[] forged = CA.made(REQUEST, NOW, "host.corp")
                .signedBy(SoftwareSigner.of(SignatureScheme.ECDSA_P256_SHA256))
                .build();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ROOT.pathFrom(forged, CA.others(), NOW))
                .withMessageContaining("does not lead up");
    }

    @Test
    void aMissingLinkIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ROOT.pathFrom(CA.issue(REQUEST, NOW, "host.corp"), List.of(), NOW))
                .withMessageContaining("host.corp");
    }

    @Test
    void whatHasEndedIsRefused() {
        byte[] certificate = CA.issue(REQUEST, NOW, "host.corp");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ROOT.pathFrom(certificate, CA.others(), NOW.plus(Duration.ofDays(100))));
    }

    /** Not every CA lets its certificates be valid from before, and no two clocks are the same. */
    @Test
    void aCaWhoseClockIsAheadIsNotRefusedForThat() {
        byte[] fresh = CA.made(REQUEST, NOW, "host.corp")
                .valid(NOW.plus(Duration.ofMinutes(4)), NOW.plus(Duration.ofDays(1)))
                .build();
        assertThat(ROOT.pathFrom(fresh, CA.others(), NOW).firstDer()).isEqualTo(fresh);
        byte[] tomorrows = CA.made(REQUEST, NOW, "host.corp")
                .valid(NOW.plus(Duration.ofMinutes(6)), NOW.plus(Duration.ofDays(1)))
                .build();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ROOT.pathFrom(tomorrows, CA.others(), NOW))
                .withMessageContaining("is valid from");
    }

    /** A certificate of an end entity signs nothing below it, whoever has its key. */
    @Test
    void anEndEntityIsNoCa() {
        byte[] host = CA.issue(REQUEST, NOW, "host.corp");
        byte[] below = CA.made(OtherCa.request("bank.corp"), NOW, "bank.corp")
                .signedBy(REQUEST.signer())
                .build();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ROOT.pathFrom(below, List.of(host, CA.chain().firstDer()), NOW));
    }

    @Test
    void aCaSpeaksForItself() {
        X509Certificate speaker = ROOT.requireSpeaker(CA.chain().firstDer(), List.of(), NOW);
        assertThat(speaker).isEqualTo(CA.chain().first());
    }

    @Test
    void whoIsThereForItsMessagesSpeaksForIt() {
        byte[] speaker = CA.made(REQUEST, NOW, "host.corp")
                .with(
                        Extension.extendedKeyUsage,
                        false,
                        new ExtendedKeyUsage(KeyPurposeId.getInstance(new ASN1ObjectIdentifier("1.3.6.1.5.5.7.3.27"))))
                .build();
        assertThat(ROOT.requireSpeaker(speaker, CA.others(), NOW)).isNotNull();
    }

    @Test
    void anAnchorSpeaksWhateverItIs() {
        byte[] pinned = CA.issue(REQUEST, NOW, "host.corp");
        TrustAnchors anchors = TrustAnchors.parse(
                CA.chain().rootPem() + CertificateChain.ofDer(List.of(pinned)).firstPem());
        assertThat(anchors.requireSpeaker(pinned, List.of(), NOW)).isNotNull();
    }

    /** Every TLS server has such a certificate. */
    @Test
    void anyOtherHolderOfACertificateDoesNot() {
        byte[] host = CA.issue(REQUEST, NOW, "host.corp");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ROOT.requireSpeaker(host, CA.others(), NOW))
                .withMessageContaining("neither a CA's");
    }

    @Test
    void tooManyAreNotLookedAt() {
        List<byte[]> others = Collections.nCopies(21, CA.chain().firstDer());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ROOT.pathFrom(CA.issue(REQUEST, NOW, "host.corp"), others, NOW))
                .withMessageContaining("more than 20");
    }

    /** It could not be stored. */
    @Test
    void aChainThatIsTooLongIsRefused() {
        OtherCa.Request next = OtherCa.request("next");
        byte[] between = CA.made(next, NOW, "next")
                .subject(nameOfCa())
                .with(Extension.basicConstraints, true, new BasicConstraints(true))
                .with(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign))
                .with(UNKNOWN, false, LONG)
                .build();
        byte[] certificate = CA.made(REQUEST, NOW, "host.corp")
                .signedBy(next.signer())
                .with(UNKNOWN, false, LONG)
                .build();
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        ROOT.pathFrom(certificate, List.of(between, CA.chain().firstDer()), NOW))
                .withMessageContaining("more than 100000 characters");
    }
}
