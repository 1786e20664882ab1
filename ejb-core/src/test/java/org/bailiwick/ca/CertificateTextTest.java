package org.bailiwick.ca;

import static org.assertj.core.api.Assertions.assertThat;

import org.bailiwick.account.AccountKey;
import org.bailiwick.certificate.CertificateScene;
import org.bailiwick.hash.Sha256;
import org.bailiwick.hsm.SignatureScheme;
import org.bailiwick.schema.Population;
import org.junit.jupiter.api.Test;

class CertificateTextTest {

    @Test
    void aCertificateIsWrittenForPeople() {
        AccountKey key = Population.key();
        IssuedCertificate issued = CertificateScene.issued(key, "host.corp", "*.corp");
        CertificateText text = CertificateText.of(issued.der());
        assertThat(text.names()).containsExactly("dns: host.corp", "dns: *.corp");
        assertThat(text.key()).isEqualTo("EC, P-256");
        assertThat(text.keySha256()).isEqualTo(Sha256.hexadecimal(key.subjectPublicKeyInfo()));
        assertThat(text.sha256()).isEqualTo(Sha256.hexadecimal(issued.der()));
        assertThat(text.authority()).isFalse();
        assertThat(text.keyUsages()).contains("digitalSignature").doesNotContain("keyCertSign");
        assertThat(text.purposes()).contains("serverAuth");
        assertThat(text.issuer()).isNotBlank();
        assertThat(text.keyIdentifier()).matches("[0-9a-f]{40}");
        assertThat(text.issuerKeyIdentifier()).matches("[0-9a-f]+");
    }

    @Test
    void soIsThatOfACa() {
        byte[] der = TestAuthority.of(SignatureScheme.ECDSA_P256_SHA256).chain().firstDer();
        CertificateText text = CertificateText.of(der);
        assertThat(text.authority()).isTrue();
        assertThat(text.subject()).isNotBlank();
        assertThat(text.names()).isEmpty();
        assertThat(text.keyUsages()).contains("keyCertSign");
    }
}
