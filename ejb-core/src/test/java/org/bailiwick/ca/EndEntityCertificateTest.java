package org.bailiwick.ca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.bailiwick.acme.DnsIdentifier;
import org.bailiwick.acme.Identifier;
import org.bailiwick.hsm.SignatureScheme;
import org.junit.jupiter.api.Test;

class EndEntityCertificateTest {

    private static final CertificateIssuer CA =
            TestAuthority.of(SignatureScheme.ECDSA_P256_SHA256).issuer();
    private static final List<Identifier> NAMES = List.of(new DnsIdentifier("a.corp"), new DnsIdentifier("*.b.corp"));
    private static final IssuedCertificate ISSUED = CA.issue(CA.prepare(
            CertificateProfile.tlsserver(),
            NAMES,
            RequestBuilder.KEY.getPublic(),
            RequestedValidity.NONE,
            SerialNumber.random(),
            Instant.parse("2026-03-01T12:00:00Z")));

    @Test
    void whatWasIssuedIsReadAgain() {
        EndEntityCertificate read = EndEntityCertificate.read(ISSUED.der());

        assertThat(read.der()).isEqualTo(ISSUED.der());
        assertThat(read.serial()).isEqualTo(ISSUED.serial());
        assertThat(read.identifiers()).isEqualTo(NAMES);
        assertThat(read.key())
                .isEqualTo(KeyFingerprint.of(RequestBuilder.KEY.getPublic().getEncoded()));
        assertThat(read.id().serial()).isEqualTo(ISSUED.serial());
        // an OCTET STRING in an OCTET STRING: two octets each before what it holds
        byte[] issuerKey = CA.chain().first().getExtensionValue("2.5.29.14");
        assertThat(read.id().keyIdentifier())
                .isEqualTo(java.util.HexFormat.of().formatHex(issuerKey, 4, issuerKey.length));
        assertThat(CertificateId.parse(read.id().toString())).isEqualTo(read.id());
    }

    @Test
    void itsExtensionsTellItsKind() {
        Instant now = Instant.parse("2026-03-01T12:00:00Z");
        IssuedCertificate responder =
                CA.issue(CA.prepareResponder(RequestBuilder.KEY.getPublic(), SerialNumber.random(), now));
        assertThat(EndEntityCertificate.read(ISSUED.der()).kind()).isEqualTo(CertificateKind.END_ENTITY);
        assertThat(EndEntityCertificate.read(responder.der()).kind()).isEqualTo(CertificateKind.OCSP_RESPONDER);
        assertThat(EndEntityCertificate.read(
                                IssuedCertificate.of(CA.chain().first()).der())
                        .kind())
                .isEqualTo(CertificateKind.CA);
    }

    @Test
    void whatIsNoCertificateIsNotRead() {
        byte[] good = ISSUED.der();
        for (byte[] octets : List.of(
                new byte[0],
                new byte[] {1, 2, 3},
                new byte[] {0x30, 0},
                new byte[] {0x30, 3, 2, 1, 1},
                Arrays.copyOf(good, good.length - 1),
                Arrays.copyOf(good, good.length + 1),
                RequestBuilder.forNames("a.corp").build(),
                "-----BEGIN CERTIFICATE-----".getBytes(java.nio.charset.StandardCharsets.US_ASCII))) {
            assertThat(EndEntityCertificate.parse(octets)).isEmpty();
            assertThatIllegalArgumentException().isThrownBy(() -> EndEntityCertificate.read(octets));
        }
    }
}
