package org.bailiwick.cmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.bailiwick.acme.Identifier;
import org.bailiwick.ca.CertificationRequest;
import org.bailiwick.ca.KeyRequirements;
import org.bailiwick.ca.SoftwareSigner;
import org.bailiwick.hsm.SignatureScheme;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.cmp.PKIMessage;
import org.bouncycastle.asn1.crmf.CRMFObjectIdentifiers;
import org.bouncycastle.asn1.crmf.CertReqMessages;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.crmf.CRMFException;
import org.bouncycastle.cert.crmf.CertificateRequestMessage;
import org.bouncycastle.cert.crmf.CertificateRequestMessageBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 4211, RFC 9483 §4.1 (ABUSE M8: proofs of possession). */
class CertificateRequestTest {

    private static final Peer RA = Peer.of("CN=ra");
    private static final SoftwareSigner KEY = SoftwareSigner.of(SignatureScheme.ECDSA_P256_SHA256);
    private static final X500Principal SUBJECT = new X500Principal("CN=ra,O=Example");
    private static final KeyRequirements KEYS = KeyRequirements.ofCertificateKeys();
    private static final AlgorithmIdentifier ALGORITHM =
            AlgorithmIdentifier.getInstance(KEY.scheme().algorithmIdentifier());

    @ParameterizedTest
    @EnumSource(SignatureScheme.class)
    void aFirstRequestShowsThatItsSenderHasTheKey(SignatureScheme scheme) throws CmpException {
        SoftwareSigner key = Peer.of(scheme).key();
        CertificateRequest read = read(CertificateRequest.initial(SUBJECT, key));
        assertThat(read.kind()).isEqualTo(BodyKind.IR);
        assertThat(read.requestId()).isZero();
        assertThat(read.subject()).isEqualTo(SUBJECT);
        assertThat(read.oldCertificate()).isEmpty();
        assertThat(read.provenKey(KEYS).getEncoded()).isEqualTo(key.publicKey().getEncoded());
    }

    @Test
    void anUpdateNamesWhatItReplaces() throws CmpException {
        CertificateRequest read = read(CertificateRequest.update(SUBJECT, RA.name(), KEY));
        assertThat(read.kind()).isEqualTo(BodyKind.KUR);
        assertThat(read.oldCertificate()).contains(RA.name());
        assertThat(read.provenKey(KEYS).getEncoded()).isEqualTo(KEY.publicKey().getEncoded());
    }

    @Test
    void bouncyCastleUnderstandsOurs() throws Exception {
        byte[] der = RA.protection().protect(Moments.header(), CertificateRequest.initial(SUBJECT, KEY));
        PKIBody body = PKIMessage.getInstance(der).getBody();
        assertThat(body.getType()).isEqualTo(PKIBody.TYPE_INIT_REQ);
        CertificateRequestMessage read = new CertificateRequestMessage(
                CertReqMessages.getInstance(body.getContent()).toCertReqMsgArray()[0]);
        assertThat(read.isValidSigningKeyPOP(new JcaContentVerifierProviderBuilder()
                        .setProvider(new BouncyCastleProvider())
                        .build(KEY.publicKey())))
                .isTrue();
    }

    @Test
    void namesAreReadAsThoseOfAPkcs10Request() throws Exception {
        CertificateRequest read = request(bouncyCastles()
                .setSubject(new X500Name("CN=a.corp"))
                .addExtension(Extension.subjectAlternativeName, false, names("a.corp", "b.corp")));
        CertificationRequest asked = read.certification(KEYS);
        assertThat(asked.identifiers()).containsExactlyInAnyOrder(dns("a.corp"), dns("b.corp"));
        assertThat(asked.subjectPublicKeyInfo()).isEqualTo(KEY.publicKey().getEncoded());
    }

    @Test
    void theCommonNameIsTakenIfThereIsNoOtherName() throws Exception {
        assertThat(request(bouncyCastles().setSubject(new X500Name("O=Example,CN=a.corp")))
                        .certification(KEYS)
                        .identifiers())
                .containsExactly(dns("a.corp"));
    }

    @Test
    void theValidityAskedForIsRead() throws Exception {
        Instant from = Instant.parse("2026-03-01T00:00:00Z");
        Instant to = Instant.parse("2055-03-01T00:00:00Z");
        CertificateRequest both = request(bouncyCastles().setValidity(Date.from(from), Date.from(to)));
        assertThat(both.validity().notBefore()).contains(from);
        assertThat(both.validity().notAfter()).contains(to);
        assertThat(request(bouncyCastles()).validity().notAfter()).isEmpty();
    }

    @Test
    void whatHasNoNameOrAForbiddenOneIsNoTemplate() throws Exception {
        assertRefused(FailureInfo.BAD_CERT_TEMPLATE, request(bouncyCastles()));
        assertRefused(
                FailureInfo.BAD_CERT_TEMPLATE,
                request(bouncyCastles()
                        .addExtension(
                                Extension.subjectAlternativeName,
                                false,
                                new GeneralNames(new GeneralName(GeneralName.rfc822Name, "a@corp")))));
        assertRefused(
                FailureInfo.BAD_CERT_TEMPLATE,
                request(bouncyCastles()
                        .setSubject(new X500Name("CN=c.corp"))
                        .addExtension(Extension.subjectAlternativeName, false, names("a.corp"))));
    }

    @Test
    void nobodyBecomesACa() throws Exception {
        assertRefused(
                FailureInfo.BAD_CERT_TEMPLATE,
                request(bouncyCastles()
                        .addExtension(Extension.subjectAlternativeName, false, names("a.corp"))
                        .addExtension(Extension.basicConstraints, true, new BasicConstraints(true))));
    }

    @Test
    void aProofByAnotherKeyIsNone() throws Exception {
        SoftwareSigner another = SoftwareSigner.of(SignatureScheme.ECDSA_P256_SHA256);
        CertificateRequestMessageBuilder builder = new CertificateRequestMessageBuilder(BigInteger.ZERO)
                .setPublicKey(SubjectPublicKeyInfo.getInstance(KEY.publicKey().getEncoded()))
                .setSubject(new X500Name("CN=a.corp"))
                .setProofOfPossessionSigningKeySigner(Peer.contentSigner(another));
        assertRefused(FailureInfo.BAD_POP, request(builder));
    }

    @Test
    void aProofOfAnotherRequestIsNone() throws CmpException {
        ASN1Sequence one = only(CertificateRequest.initial(SUBJECT, KEY));
        ASN1Sequence other = only(CertificateRequest.initial(new X500Principal("CN=another"), KEY));
        ASN1Encodable mixed = RawMessage.sequence(one.getObjectAt(0), other.getObjectAt(1));
        CmpMessage message =
                RawMessage.of(BodyKind.IR.tag(), RawMessage.sequence(mixed)).request();
        assertRefused(FailureInfo.BAD_POP, (CertificateRequest) message.body());
    }

    private static ASN1Sequence only(CertificateRequest request) {
        ASN1Sequence messages = ASN1Sequence.getInstance(Asn1.der(request.asn1()));
        return ASN1Sequence.getInstance(messages.getObjectAt(0));
    }

    @Test
    void nobodyVouchesForAnother() throws Exception {
        assertUnreadable(FailureInfo.BAD_POP, bouncyCastles(KEY).setProofOfPossessionRaVerified());
    }

    @Test
    void withoutAProofThereIsNoRequest() {
        RawMessage message = RawMessage.of(
                BodyKind.IR.tag(), RawMessage.sequence(RawMessage.sequence(certRequest(template(key())))));
        assertFailure(FailureInfo.BAD_POP, catchThrowableOfType(CmpException.class, message::request));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void keysThatDoNotSignAreRefused(int kind) {
        assertUnreadable(
                FailureInfo.BAD_POP,
                certRequest(template(key())),
                RawMessage.tagged(kind, RawMessage.implicit(1, new ASN1Integer(0))));
    }

    @Test
    void aProofOverSomethingElseIsRefused() {
        ASN1Encodable input = RawMessage.implicit(0, RawMessage.sequence(RawMessage.sequence(), RawMessage.sequence()));
        assertUnreadable(
                FailureInfo.BAD_POP,
                certRequest(template(key())),
                RawMessage.implicit(1, RawMessage.sequence(input, ALGORITHM, new DERBitString(new byte[64]))));
    }

    @Test
    void aTemplateHasAKey() {
        assertUnreadable(FailureInfo.BAD_CERT_TEMPLATE, certRequest(template()), proof());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.3.6.1.5.5.7.5.1.1", "1.3.6.1.5.5.7.5.1.3", "1.3.6.1.5.5.7.5.1.4", "1.2.3"})
    void whoWantsMoreThanACertificateIsRefused(String control) {
        ASN1Encodable controls =
                RawMessage.sequence(RawMessage.sequence(new ASN1ObjectIdentifier(control), DERNull.INSTANCE));
        assertUnreadable(FailureInfo.BAD_REQUEST, certRequest(template(key()), controls), proof());
    }

    @Test
    void onlyAnUpdateReplaces() {
        ASN1Encodable controls = RawMessage.sequence(RawMessage.sequence(
                CRMFObjectIdentifiers.id_regCtrl_oldCertID,
                RawMessage.sequence(new GeneralName(new X500Name("CN=ca")), new ASN1Integer(1))));
        assertUnreadable(FailureInfo.BAD_REQUEST, certRequest(template(key()), controls), proof());
    }

    @Test
    void thereIsOneRequestInAMessage() {
        ASN1Encodable one = RawMessage.sequence(certRequest(template(key())), proof());
        for (ASN1Encodable content : List.of(RawMessage.sequence(), RawMessage.sequence(one, one))) {
            CmpException refused =
                    catchThrowableOfType(CmpException.class, () -> RawMessage.of(BodyKind.CR.tag(), content)
                            .request());
            assertThat(refused).isNotNull();
            assertThat(refused.failure()).isEqualTo(FailureInfo.BAD_REQUEST);
        }
    }

    @Test
    void aWeakKeyIsRefusedBeforeItsProofIsLookedAt() throws CmpException {
        SoftwareSigner weak = new SoftwareSigner(SoftwareSigner.rsa(1024), SignatureScheme.RSA_PKCS1_SHA256);
        ASN1Encodable info = Asn1.embedded(weak.publicKey().getEncoded());
        ASN1Encodable request = certRequest(template(RawMessage.implicit(6, info)));
        CmpMessage message = RawMessage.of(
                        BodyKind.IR.tag(), RawMessage.sequence(RawMessage.sequence(request, proof())))
                .request();
        assertRefused(FailureInfo.BAD_CERT_TEMPLATE, (CertificateRequest) message.body());
    }

    @Test
    void aProofByAWeakAlgorithmIsNotTaken() throws CmpException {
        ASN1Encodable sha1 = new AlgorithmIdentifier(new ASN1ObjectIdentifier("1.2.840.10045.4.1"));
        ASN1Encodable proof = RawMessage.implicit(1, RawMessage.sequence(sha1, new DERBitString(new byte[64])));
        CmpMessage message = RawMessage.of(
                        BodyKind.IR.tag(),
                        RawMessage.sequence(RawMessage.sequence(certRequest(template(key())), proof)))
                .request();
        assertRefused(FailureInfo.BAD_ALG, (CertificateRequest) message.body());
    }

    private static CertificateRequest read(CertificateRequest built) throws CmpException {
        return (CertificateRequest) RA.request(built).body();
    }

    private static CertificateRequest request(CertificateRequestMessageBuilder builder)
            throws CRMFException, CmpException {
        CmpMessage message = RawMessage.of(
                        BodyKind.CR.tag(), new DERSequence(builder.build().toASN1Structure()))
                .request();
        return (CertificateRequest) message.body();
    }

    private static CertificateRequestMessageBuilder bouncyCastles() {
        return bouncyCastles(KEY).setProofOfPossessionSigningKeySigner(Peer.contentSigner(KEY));
    }

    private static CertificateRequestMessageBuilder bouncyCastles(SoftwareSigner key) {
        // with a subject and a key in the template there is no poposkInput (RFC 4211 §4.1)
        return new CertificateRequestMessageBuilder(BigInteger.ZERO)
                .setSubject(new X500Name("O=Example"))
                .setPublicKey(SubjectPublicKeyInfo.getInstance(key.publicKey().getEncoded()));
    }

    private static ASN1Encodable names(String... names) {
        GeneralName[] all = new GeneralName[names.length];
        for (int i = 0; i < names.length; i++) {
            all[i] = new GeneralName(GeneralName.dNSName, names[i]);
        }
        return new GeneralNames(all);
    }

    private static Identifier dns(String name) {
        return Identifier.parse("dns", name);
    }

    private static ASN1Encodable key() {
        return RawMessage.implicit(6, Asn1.embedded(KEY.publicKey().getEncoded()));
    }

    private static ASN1Encodable template(ASN1Encodable... fields) {
        return RawMessage.sequence(fields);
    }

    private static ASN1Encodable certRequest(ASN1Encodable template, ASN1Encodable... controls) {
        ASN1Encodable id = new ASN1Integer(0);
        return controls.length == 0
                ? RawMessage.sequence(id, template)
                : RawMessage.sequence(id, template, controls[0]);
    }

    private static ASN1Encodable proof() {
        return RawMessage.implicit(1, RawMessage.sequence(ALGORITHM, new DERBitString(new byte[64])));
    }

    private static void assertUnreadable(FailureInfo failure, ASN1Encodable certRequest, ASN1Encodable proof) {
        RawMessage message =
                RawMessage.of(BodyKind.IR.tag(), RawMessage.sequence(RawMessage.sequence(certRequest, proof)));
        assertFailure(failure, catchThrowableOfType(CmpException.class, message::request));
    }

    private static void assertUnreadable(FailureInfo failure, CertificateRequestMessageBuilder builder)
            throws CRMFException {
        RawMessage message =
                RawMessage.of(BodyKind.IR.tag(), new DERSequence(builder.build().toASN1Structure()));
        assertFailure(failure, catchThrowableOfType(CmpException.class, message::request));
    }

    private static void assertRefused(FailureInfo failure, CertificateRequest request) {
        assertFailure(failure, catchThrowableOfType(CmpException.class, () -> request.certification(KEYS)));
    }

    private static void assertFailure(FailureInfo failure, CmpException refused) {
        assertThat(Optional.ofNullable(refused).map(CmpException::failure)).contains(failure);
    }
}
