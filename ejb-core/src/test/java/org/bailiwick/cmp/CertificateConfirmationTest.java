package org.bailiwick.cmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Date;
import org.bailiwick.ca.SoftwareSigner;
import org.bailiwick.hsm.SignatureScheme;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.cmp.PKIMessage;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.cmp.CertificateConfirmationContent;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9810 §5.3.18 and §7 (ABUSE M5). */
class CertificateConfirmationTest {

    private static final Peer RA = Peer.of("CN=ra");

    @ParameterizedTest
    @EnumSource(SignatureScheme.class)
    void aCertificateIsConfirmedByItsOwnHash(SignatureScheme scheme) throws CmpException {
        Peer ee = Peer.of(scheme);
        CmpMessage message = RA.request(CertificateConfirmation.accepting(ee.der(), 0));
        CertificateConfirmation read = (CertificateConfirmation) message.body();
        assertThat(message.header().version()).isEqualTo(CmpHeader.CMP_2000);
        assertThat(read.isOf(ee.der())).isTrue();
        assertThat(read.isOf(RA.der())).isFalse();
        assertThat(read.status()).isEqualTo(StatusInfo.ACCEPTED);
        assertThat(read.requestId()).isZero();
    }

    @ParameterizedTest
    @EnumSource(SignatureScheme.class)
    void bouncyCastleFindsTheSameHash(SignatureScheme scheme) throws Exception {
        Peer ee = Peer.of(scheme);
        byte[] der = RA.protection().protect(Moments.header(), CertificateConfirmation.accepting(ee.der(), 7));
        PKIBody body = PKIMessage.getInstance(der).getBody();
        var status = CertificateConfirmationContent.fromPKIBody(body).getStatusMessages()[0];
        assertThat(status.getCertRequestID()).isEqualTo(7);
        assertThat(status.isVerified(
                        new X509CertificateHolder(ee.der()),
                        new JcaDigestCalculatorProviderBuilder()
                                .setProvider(new BouncyCastleProvider())
                                .build()))
                .isTrue();
    }

    @Test
    void aRejectionSaysWhy() throws CmpException {
        CertificateConfirmation read = (CertificateConfirmation)
                RA.request(CertificateConfirmation.rejecting(RA.der(), -1, "It has a name that nobody asked for."))
                        .body();
        assertThat(read.isOf(RA.der())).isTrue();
        assertThat(read.requestId()).isEqualTo(-1);
        assertThat(read.status().isGranted()).isFalse();
        assertThat(read.status().text()).containsExactly("It has a name that nobody asked for.");
    }

    @Test
    void whereTheSignatureHasNoHashOneIsNamedInTheNewerVersion() throws Exception {
        byte[] ed25519 = ed25519();
        CmpMessage message = RA.request(CertificateConfirmation.accepting(ed25519, 0));
        assertThat(message.header().version()).isEqualTo(CmpHeader.CMP_2021);
        assertThat(((CertificateConfirmation) message.body()).isOf(ed25519)).isTrue();
        assertThat(((CertificateConfirmation) message.body()).isOf(RA.der())).isFalse();
    }

    @Test
    void aHashThatIsNamedCounts() throws Exception {
        byte[] sha512 = MessageDigest.getInstance("SHA-512").digest(RA.der());
        ASN1Encodable algorithm = RawMessage.tagged(0, new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha512));
        CmpMessage message = confirmation(new DEROctetString(sha512), new ASN1Integer(0), algorithm)
                .version(3)
                .request();
        assertThat(((CertificateConfirmation) message.body()).isOf(RA.der())).isTrue();
        // without the name it is one of SHA-256, which this is not
        CmpMessage unnamed =
                confirmation(new DEROctetString(sha512), new ASN1Integer(0)).request();
        assertThat(((CertificateConfirmation) unnamed.body()).isOf(RA.der())).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.3.14.3.2.26", "1.2.840.113549.2.5"})
    void weakHashesAreNotTaken(String oid) {
        ASN1Encodable algorithm = RawMessage.tagged(0, new AlgorithmIdentifier(new ASN1ObjectIdentifier(oid)));
        RawMessage message = confirmation(new DEROctetString(new byte[20]), new ASN1Integer(0), algorithm);
        CmpException refused = catchThrowableOfType(CmpException.class, message::request);
        assertThat(refused).isNotNull();
        assertThat(refused.failure()).isEqualTo(FailureInfo.BAD_ALG);
    }

    @Test
    void aConfirmationOfNothingRejectsEverything() throws CmpException {
        CertificateConfirmation read =
                (CertificateConfirmation) RawMessage.of(BodyKind.CERT_CONF.tag(), RawMessage.sequence())
                        .request()
                        .body();
        assertThat(read.status().isGranted()).isFalse();
        assertThat(read.isOf(RA.der())).isTrue();
    }

    private static RawMessage confirmation(ASN1Encodable... status) {
        return RawMessage.of(BodyKind.CERT_CONF.tag(), RawMessage.sequence(RawMessage.sequence(status)));
    }

    /** No CA of ours signs so, others do. */
    private static byte[] ed25519() throws IOException {
        KeyPair keys = SoftwareSigner.pair("Ed25519");
        X500Name name = new X500Name("CN=ed25519");
        X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                name,
                BigInteger.ONE,
                Date.from(Instant.parse("2020-01-01T00:00:00Z")),
                Date.from(Instant.parse("2060-01-01T00:00:00Z")),
                name,
                SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded()));
        return builder.build(unsigned()).getEncoded();
    }

    /** Nobody looks at the signature here. */
    private static ContentSigner unsigned() {
        return new ContentSigner() {
            @Override
            public AlgorithmIdentifier getAlgorithmIdentifier() {
                return new AlgorithmIdentifier(EdECObjectIdentifiers.id_Ed25519);
            }

            @Override
            public OutputStream getOutputStream() {
                return OutputStream.nullOutputStream();
            }

            @Override
            public byte[] getSignature() {
                return new byte[64];
            }
        };
    }
}
