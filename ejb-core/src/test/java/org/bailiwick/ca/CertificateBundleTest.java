package org.bailiwick.ca;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.bailiwick.hash.Sha256;
import org.bailiwick.hsm.SignatureScheme;
import org.junit.jupiter.api.Test;

class CertificateBundleTest {

    /** By the platform's parser: certificates are equal if their octets are. */
    @Test
    void theWholeChainIsInIt() throws GeneralSecurityException {
        CertificateChain chain =
                TestAuthority.of(SignatureScheme.ECDSA_P256_SHA256).chain();
        byte[] bundle = CertificateBundle.of(chain);
        assertThat(fingerprints(
                        CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(bundle))))
                .containsExactlyInAnyOrderElementsOf(fingerprints(chain.certificates()));
        assertThat(chain.firstDer()).isEqualTo(chain.first().getEncoded());
        assertThat(CertificateChain.parse(chain.firstPem()).first()).isEqualTo(chain.first());
    }

    private static List<String> fingerprints(Collection<? extends Certificate> certificates)
            throws CertificateEncodingException {
        List<String> fingerprints = new ArrayList<>();
        for (Certificate certificate : certificates) {
            fingerprints.add(Sha256.hexadecimal(certificate.getEncoded()));
        }
        return fingerprints;
    }
}
