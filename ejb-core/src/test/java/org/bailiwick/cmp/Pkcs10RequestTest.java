package org.bailiwick.cmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import org.bailiwick.acme.Identifier;
import org.bailiwick.ca.CertificationRequest;
import org.bailiwick.ca.KeyRequirements;
import org.bailiwick.ca.SoftwareSigner;
import org.bailiwick.hsm.SignatureScheme;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.pkcs.PKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.Test;

/** RFC 9483 §4.1.4. */
class Pkcs10RequestTest {

    private static final KeyRequirements KEYS = KeyRequirements.ofCertificateKeys();
    private static final Peer RA = Peer.of("CN=ra");
    private static final SoftwareSigner KEY = SoftwareSigner.of(SignatureScheme.ECDSA_P256_SHA256);

    @Test
    void aRequestIsRelayedOctetForOctet() throws Exception {
        byte[] csr = csr(KEY, KEY);
        Pkcs10Request read = (Pkcs10Request) RA.request(Pkcs10Request.of(csr)).body();
        assertThat(read.csr()).isEqualTo(csr);
        CertificationRequest asked = read.certification(KEYS);
        assertThat(asked.identifiers()).containsExactly(Identifier.parse("dns", "a.corp"));
    }

    @Test
    void aSignatureByAnotherKeyIsNoProof() throws Exception {
        SoftwareSigner another = SoftwareSigner.of(SignatureScheme.ECDSA_P256_SHA256);
        assertRefused(FailureInfo.BAD_POP, csr(KEY, another));
    }

    @Test
    void whatIsNoRequestIsNoTemplate() {
        assertRefused(FailureInfo.BAD_CERT_TEMPLATE, Asn1.der(new DERSequence()));
    }

    @Test
    void aWeakKeyIsNoTemplate() throws Exception {
        SoftwareSigner weak = new SoftwareSigner(SoftwareSigner.rsa(1024), SignatureScheme.RSA_PKCS1_SHA256);
        assertRefused(FailureInfo.BAD_CERT_TEMPLATE, csr(weak, weak));
    }

    private static byte[] csr(SoftwareSigner key, SoftwareSigner signer) throws IOException {
        return new PKCS10CertificationRequestBuilder(
                        new X500Name("CN=a.corp"),
                        SubjectPublicKeyInfo.getInstance(key.publicKey().getEncoded()))
                .build(Peer.contentSigner(signer))
                .getEncoded();
    }

    private static void assertRefused(FailureInfo failure, byte[] csr) {
        CmpException refused = catchThrowableOfType(
                CmpException.class, () -> Pkcs10Request.of(csr).certification(KEYS));
        assertThat(refused).isNotNull();
        assertThat(refused.failure()).isEqualTo(failure);
        assertThat(refused.sentence()).isNotBlank();
    }
}
