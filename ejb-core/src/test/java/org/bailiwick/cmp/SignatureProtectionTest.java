package org.bailiwick.cmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.security.PublicKey;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.bailiwick.ca.SoftwareSigner;
import org.bailiwick.hsm.CaSigner;
import org.bailiwick.hsm.SignatureScheme;
import org.bailiwick.hsm.TokenException.SignatureFailed;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.cmp.GeneralPKIMessage;
import org.bouncycastle.cert.cmp.ProtectedPKIMessage;
import org.bouncycastle.cert.cmp.ProtectedPKIMessageBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** RFC 9483 §3.2 and §3.5 (ABUSE M1, M8). */
class SignatureProtectionTest {

    private static final Peer RA = Peer.of("CN=ra");
    private static final byte[] SIGNED = RA.protection().protect(Moments.header(), new PollRequest(0));

    /** Behind header, body and signature come certificates, which nothing protects. */
    private static final int PROTECTED_OCTETS = SIGNED.length - RA.der().length - 16;

    @ParameterizedTest
    @EnumSource(SignatureScheme.class)
    void whoHasTheKeyIsBelieved(SignatureScheme scheme) throws CmpException {
        Peer peer = Peer.of(scheme);
        CmpMessage message = peer.request(new PollRequest(0));
        SignatureProtection.verify(message, peer.certificate());
        assertThat(message.protectedBy()).isEqualTo(CmpMessage.ProtectedBy.SIGNATURE);
        assertThat(message.header().sender()).isEqualTo(peer.certificate().getSubjectX500Principal());
        assertThat(message.header().senderKeyId()).contains(peer.keyId());
    }

    @ParameterizedTest
    @EnumSource(SignatureScheme.class)
    void bouncyCastleBelievesOurs(SignatureScheme scheme) throws Exception {
        Peer peer = Peer.of(scheme);
        byte[] signed = peer.protection().protect(Moments.header(), new PollRequest(0));
        ProtectedPKIMessage read = new ProtectedPKIMessage(new GeneralPKIMessage(signed));
        assertThat(read.verify(new JcaContentVerifierProviderBuilder()
                        .setProvider(new BouncyCastleProvider())
                        .build(new X509CertificateHolder(peer.der()))))
                .isTrue();
        assertThat(read.getCertificates()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(SignatureScheme.class)
    void oursBelievesBouncyCastle(SignatureScheme scheme) throws Exception {
        Peer peer = Peer.of(scheme);
        CmpMessage message = CmpMessage.parseRequest(bouncyCastles(peer, "CN=peer", peer.keyId()));
        SignatureProtection.verify(message, peer.certificate());
    }

    @Property(tries = 300)
    void whateverIsAlteredIsRefused(@ForAll @IntRange(max = 100_000) int at, @ForAll @IntRange(max = 7) int bit) {
        byte[] altered = SIGNED.clone();
        altered[at % PROTECTED_OCTETS] ^= (byte) (1 << bit);
        assertThatThrownBy(() -> SignatureProtection.verify(CmpMessage.parseRequest(altered), RA.certificate()))
                .isInstanceOf(CmpException.class);
    }

    @Test
    void anotherKeyOfTheSameNameIsNotBelieved() throws CmpException {
        CmpMessage message = Peer.of("CN=ra").request(new PollRequest(0));
        assertRefused(FailureInfo.BAD_MESSAGE_CHECK, message, RA);
    }

    @Test
    void theCertificateThatComesAlongProvesNothing() throws CmpException {
        Peer stranger = Peer.of("CN=stranger");
        CmpMessage message = stranger.request(new PollRequest(0));
        assertThat(message.signer()).contains(stranger.certificate());
        assertRefused(FailureInfo.SIGNER_NOT_TRUSTED, message, RA);
    }

    @Test
    void aBodyOfAnotherMessageIsNotBelieved() throws CmpException {
        CmpMessage message = RA.request(new PollRequest(0));
        byte[] signature = message.protection();
        assertThat(signature).isNotNull();
        CmpMessage other = new RawMessage()
                .protection(AlgorithmIdentifier.getInstance(RA.key().scheme().algorithmIdentifier()), signature)
                .request();
        assertRefused(FailureInfo.BAD_MESSAGE_CHECK, other, RA);
    }

    @Test
    void theSenderMustBeTheSubject() throws Exception {
        assertRefused(
                FailureInfo.SIGNER_NOT_TRUSTED,
                CmpMessage.parseRequest(bouncyCastles(RA, "CN=another", RA.keyId())),
                RA);
    }

    @Test
    void theKeyIdentifierMustBeThatOfTheCertificate() throws Exception {
        assertRefused(
                FailureInfo.SIGNER_NOT_TRUSTED,
                CmpMessage.parseRequest(bouncyCastles(RA, "CN=ra", Octets.random())),
                RA);
    }

    @Test
    void aKeyThatIsNotForSignaturesIsNotBelieved() throws CmpException {
        SoftwareSigner key = SoftwareSigner.of(SignatureScheme.ECDSA_P256_SHA256);
        Peer enciphers = Peer.of("CN=ra", key, KeyUsage.keyEncipherment, false);
        assertRefused(FailureInfo.SIGNER_NOT_TRUSTED, enciphers.request(new PollRequest(0)), enciphers);
        Peer notAuthority = Peer.of("CN=ra", key, KeyUsage.keyCertSign, false);
        assertRefused(FailureInfo.SIGNER_NOT_TRUSTED, notAuthority.request(new PollRequest(0)), notAuthority);
    }

    @Test
    void aKeyOfACaIs() throws CmpException {
        Peer authority = Peer.of(
                "CN=ca",
                SoftwareSigner.of(SignatureScheme.ECDSA_P256_SHA256),
                KeyUsage.keyCertSign | KeyUsage.cRLSign,
                true);
        SignatureProtection.verify(authority.response(new Confirmed()), authority.certificate());
    }

    static Stream<AlgorithmIdentifier> weak() {
        return Stream.of(
                new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA1),
                new AlgorithmIdentifier(PKCSObjectIdentifiers.sha1WithRSAEncryption, DERNull.INSTANCE),
                new AlgorithmIdentifier(PKCSObjectIdentifiers.md5WithRSAEncryption, DERNull.INSTANCE),
                // by default SHA-1 (RFC 4055 §3.1)
                new AlgorithmIdentifier(PKCSObjectIdentifiers.id_RSASSA_PSS, new DERSequence()),
                new AlgorithmIdentifier(PKCSObjectIdentifiers.id_RSASSA_PSS),
                new AlgorithmIdentifier(
                        PKCSObjectIdentifiers.id_RSASSA_PSS,
                        RawMessage.sequence(
                                RawMessage.tagged(0, new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256)),
                                RawMessage.tagged(1, new AlgorithmIdentifier(PKCSObjectIdentifiers.id_mgf1)))),
                new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256, new DEROctetString(new byte[3])));
    }

    @ParameterizedTest
    @MethodSource("weak")
    void algorithmsThatAreNotTakenAreRefused(AlgorithmIdentifier algorithm) throws CmpException {
        CmpMessage message =
                new RawMessage().protection(algorithm, new byte[64]).request();
        assertThat(message.protectedBy()).isEqualTo(CmpMessage.ProtectedBy.SOMETHING_ELSE);
        assertRefused(FailureInfo.BAD_ALG, message, RA);
    }

    @Test
    void anAlgorithmOfAnotherKindOfKeyIsRefused() throws CmpException {
        CmpMessage message = new RawMessage()
                .protection(
                        new AlgorithmIdentifier(PKCSObjectIdentifiers.sha256WithRSAEncryption, DERNull.INSTANCE),
                        new byte[256])
                .request();
        assertRefused(FailureInfo.BAD_ALG, message, RA);
    }

    @Test
    void signaturesThatAreNoneAreWrong() throws CmpException {
        AlgorithmIdentifier algorithm =
                AlgorithmIdentifier.getInstance(RA.key().scheme().algorithmIdentifier());
        for (byte[] signature : List.of(new byte[0], new byte[1], new byte[64], Asn1.der(new DERSequence()))) {
            assertRefused(
                    FailureInfo.BAD_MESSAGE_CHECK,
                    new RawMessage().protection(algorithm, signature).request(),
                    RA);
        }
    }

    @Test
    void whatIsProtectedBySomethingElseIsNotBelieved() throws CmpException {
        assertRefused(FailureInfo.WRONG_INTEGRITY, new RawMessage().request(), RA);
        CmpMessage byMac =
                CmpMessage.parseRequest(Peer.passwordBased("secret").protect(Moments.header(), new PollRequest(0)));
        assertRefused(FailureInfo.WRONG_INTEGRITY, byMac, RA);
        AlgorithmIdentifier announced =
                AlgorithmIdentifier.getInstance(RA.key().scheme().algorithmIdentifier());
        assertRefused(
                FailureInfo.WRONG_INTEGRITY,
                new RawMessage().field(1, announced).request(),
                RA);
    }

    @Test
    void keyAndCertificateBelongTogether() {
        SoftwareSigner another = SoftwareSigner.of(SignatureScheme.ECDSA_P256_SHA256);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SignatureProtection(List.of(RA.certificate()), another));
        assertThatIllegalArgumentException().isThrownBy(() -> new SignatureProtection(List.of(), another));
    }

    @Test
    void whatABrokenTokenSignsIsSeenByNobody() {
        SoftwareSigner another = SoftwareSigner.of(SignatureScheme.ECDSA_P256_SHA256);
        SignatureProtection broken =
                new SignatureProtection(List.of(RA.certificate()), new BrokenSigner(RA.key(), another));
        assertThatThrownBy(() -> broken.protect(Moments.header(), new PollRequest(0)))
                .isInstanceOf(SignatureFailed.class);
    }

    /** Shows one key and signs by another. */
    private record BrokenSigner(SoftwareSigner shown, SoftwareSigner used) implements CaSigner {

        @Override
        public PublicKey publicKey() {
            return shown.publicKey();
        }

        @Override
        public SignatureScheme scheme() {
            return shown.scheme();
        }

        @Override
        public byte[] sign(byte[] completeTbs) {
            return used.sign(completeTbs);
        }
    }

    private static byte[] bouncyCastles(Peer peer, String sender, Octets keyId) throws Exception {
        return Asn1.der(new ProtectedPKIMessageBuilder(
                        new GeneralName(new X500Name(sender)), new GeneralName(new X500Name("CN=ca")))
                .setMessageTime(Date.from(Moments.NOW))
                .setTransactionID(RawMessage.TRANSACTION)
                .setSenderNonce(new byte[16])
                .setSenderKID(keyId.toArray())
                .setBody(new PKIBody(PKIBody.TYPE_CONFIRM, DERNull.INSTANCE))
                .addCMPCertificate(new X509CertificateHolder(peer.der()))
                .build(Peer.contentSigner(peer.key()))
                .toASN1Structure());
    }

    private static void assertRefused(FailureInfo failure, CmpMessage message, Peer signer) {
        CmpException refused = catchThrowableOfType(
                CmpException.class, () -> SignatureProtection.verify(message, signer.certificate()));
        assertThat(Optional.ofNullable(refused).map(CmpException::failure)).contains(failure);
    }
}
