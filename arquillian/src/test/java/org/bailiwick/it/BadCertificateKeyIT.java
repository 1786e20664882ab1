package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.stream.Stream;
import org.bailiwick.it.AcmeClient.Answer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Keys and signatures of CSRs that finalize must not take (RFC 8555 §7.4, §11.1). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadCertificateKeyIT {

    private static final String NAME = "key.localhost";

    private static final String ACCOUNT_KEY =
            "RFC 8555 §11.1: MUST verify that a CSR submitted in a finalize request does not contain a public key for any known account key pair";
    private static final String REJECT = "RFC 8555 §6.7: badCSR: The CSR is unacceptable (e.g., due to a short key)";
    private static final String BY_NAME = "RFC 5480 §2.1.1: implicitCurve and specifiedCurve MUST NOT be used in PKIX";
    private static final String POSSESSION =
            "RFC 2986 §3: The CertificationRequestInfo value is signed with the subject entity's private key";

    private static final BouncyCastleProvider BOUNCY_CASTLE = new BouncyCastleProvider();

    private final AcmeClient client;
    private ChallengeResponder responder;
    private String order;
    private String finalizeUrl;

    BadCertificateKeyIT() throws IOException, InterruptedException {
        client = Clients.registered();
    }

    /** One order that all rows want to finalize, and none may. */
    @BeforeAll
    void makeOrderReady() throws IOException, InterruptedException {
        responder = new ChallengeResponder(SharedServer.get().settings().http01Port());
        order = Clients.readyOrder(client, responder, NAME);
        finalizeUrl = Clients.finalizeUrl(client, order);
    }

    @AfterAll
    void stopAnswering() {
        responder.close();
    }

    /** What the rows change is all that is wrong with them. */
    @Test
    void theSameWithoutTheFaultIsAccepted() throws IOException, InterruptedException, GeneralSecurityException {
        for (byte[] good : new byte[][] {
            signed(AcmeClient.newKey(), "SHA256withECDSA"),
            signed(curve("secp384r1"), "SHA384withECDSA"),
            signed(rsa(2048, 65537), "SHA256withRSA"),
            signed(AccountKeys.ed25519().pair(), "Ed25519")
        }) {
            String another = Clients.readyOrder(client, responder, NAME);
            Answer finalized = client.post(Clients.finalizeUrl(client, another), CraftedCsr.payload(good));
            assertThat(finalized.status()).as(finalized.body()).isEqualTo(200);
        }
    }

    static Stream<BadRequest<BadCertificateKeyIT>> accountKeys() {
        return Stream.of(
                bad(ACCOUNT_KEY, "the account's own", test -> signed(test.client.key(), "SHA256withECDSA")),
                bad(
                        ACCOUNT_KEY,
                        "another account's",
                        test -> signed(Clients.registered().key(), "SHA256withECDSA")),
                bad(ACCOUNT_KEY, "a deactivated account's", test -> {
                    AcmeClient gone = Clients.registered();
                    gone.post(gone.account(), "{\"status\":\"deactivated\"}");
                    return signed(gone.key(), "SHA256withECDSA");
                }),
                bad(ACCOUNT_KEY, "an account's of another directory", test -> {
                    AcmeClient other = NewOrders.strangerAtAnotherDirectory();
                    assertThat(other.newAccount().status()).isEqualTo(201);
                    return signed(other.key(), "SHA256withECDSA");
                }));
    }

    static Stream<BadRequest<BadCertificateKeyIT>> keys() {
        return Stream.of(
                bad(REJECT, "RSA of 1024 bits", test -> signed(rsa(1024, 65537), "SHA256withRSA")),
                bad(
                        REJECT,
                        "RSA of 2047 bits",
                        test -> unsigned(rsaKey(BigInteger.ONE.shiftLeft(2046).setBit(0), 65537))),
                bad(
                        REJECT,
                        "RSA of 16384 bits",
                        test -> unsigned(rsaKey(BigInteger.ONE.shiftLeft(16384).subtract(BigInteger.ONE), 65537))),
                bad(REJECT, "an RSA exponent of 3", test -> signed(rsa(2048, 3), "SHA256withRSA")),
                bad(
                        REJECT,
                        "an RSA exponent of 1",
                        test -> unsigned(rsaKey(BigInteger.ONE.shiftLeft(2047).setBit(0), 1))),
                bad(
                        REJECT,
                        "an even RSA exponent",
                        test -> unsigned(rsaKey(BigInteger.ONE.shiftLeft(2047).setBit(0), 65538))),
                bad(REJECT, "an even RSA modulus", test -> unsigned(rsaKey(BigInteger.ONE.shiftLeft(2047), 65537))),
                bad(
                        REJECT,
                        "a negative RSA modulus",
                        test -> unsigned(
                                rsaKey(BigInteger.ONE.shiftLeft(2047).negate().setBit(0), 65537))),
                bad(REJECT, "an RSA modulus that is a square", test -> unsigned(rsaKey(square(), 65537))),
                bad(REJECT, "P-192", test -> signed(curve("secp192r1"), "SHA256withECDSA")),
                bad(REJECT, "P-224", test -> signed(curve("secp224r1"), "SHA256withECDSA")),
                bad(REJECT, "secp256k1", test -> signed(curve("secp256k1"), "SHA256withECDSA")),
                bad(REJECT, "brainpoolP256r1", test -> signed(curve("brainpoolP256r1"), "SHA256withECDSA")),
                bad(REJECT, "a binary curve", test -> signed(curve("sect283r1"), "SHA256withECDSA")),
                bad(REJECT, "Ed448", test -> signed(pair("Ed448"), "Ed448")),
                bad(
                        REJECT,
                        "X25519, with any signature",
                        test -> unsigned(SubjectPublicKeyInfo.getInstance(
                                pair("X25519").getPublic().getEncoded()))),
                bad(
                        BY_NAME,
                        "no parameters",
                        test -> unsigned(new SubjectPublicKeyInfo(
                                new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey), new byte[65]))),
                bad(
                        BY_NAME,
                        "implicitCurve",
                        test -> unsigned(new SubjectPublicKeyInfo(
                                new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, DERNull.INSTANCE),
                                new byte[65]))),
                bad(
                        BY_NAME,
                        "the point at infinity",
                        test -> unsigned(new SubjectPublicKeyInfo(
                                new AlgorithmIdentifier(
                                        X9ObjectIdentifiers.id_ecPublicKey, X9ObjectIdentifiers.prime256v1),
                                new byte[1]))),
                bad(
                        BY_NAME,
                        "a point that is not on the curve",
                        test -> unsigned(new SubjectPublicKeyInfo(
                                new AlgorithmIdentifier(
                                        X9ObjectIdentifiers.id_ecPublicKey, X9ObjectIdentifiers.prime256v1),
                                filled(65)))),
                bad(
                        REJECT,
                        "an algorithm that nobody knows",
                        test -> unsigned(new SubjectPublicKeyInfo(
                                new AlgorithmIdentifier(new ASN1ObjectIdentifier("1.3.6.1.4.1.32473.2")),
                                new byte[65]))));
    }

    static Stream<BadRequest<BadCertificateKeyIT>> signatures() {
        return Stream.of(
                bad(
                        POSSESSION,
                        "by another key",
                        test -> CraftedCsr.signedBy(
                                AcmeClient.newKey(), AcmeClient.newKey().getPublic(), NAME)),
                bad(
                        POSSESSION,
                        "by the account's key",
                        test -> CraftedCsr.signedBy(
                                test.client.key(), AcmeClient.newKey().getPublic(), NAME)),
                bad(
                        POSSESSION,
                        "for the issuing CA's key, by another",
                        test -> CraftedCsr.signedBy(AcmeClient.newKey(), test.issuingKey(), NAME)),
                bad(POSSESSION, "one bit changed", test -> flipped(signed(AcmeClient.newKey(), "SHA256withECDSA"))),
                bad(
                        POSSESSION,
                        "empty",
                        test -> unsigned(SubjectPublicKeyInfo.getInstance(
                                AcmeClient.newKey().getPublic().getEncoded()))),
                bad(REJECT, "SHA-1 with RSA", test -> signed(rsa(2048, 65537), "SHA1withRSA")),
                bad(REJECT, "SHA-1 with ECDSA", test -> signed(AcmeClient.newKey(), "SHA1withECDSA")),
                bad(REJECT, "MD5 with RSA", test -> signed(rsa(2048, 65537), "MD5withRSA")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"accountKeys", "keys", "signatures"})
    void isRefused(BadRequest<BadCertificateKeyIT> bad)
            throws IOException, InterruptedException, GeneralSecurityException {
        bad.assertRefused(client, this);

        assertThat(Clients.status(client, order)).isEqualTo("ready");
    }

    /** Makes a request. */
    interface Making {
        byte[] by(BadCertificateKeyIT test) throws IOException, InterruptedException, GeneralSecurityException;
    }

    private static BadRequest<BadCertificateKeyIT> bad(String sentence, String how, Making making) {
        return new BadRequest<>(
                sentence,
                how,
                400,
                "badCSR",
                test -> test.client.post(test.finalizeUrl, CraftedCsr.payload(making.by(test))));
    }

    private static byte[] signed(KeyPair key, String algorithm) {
        return CraftedCsr.of(key, algorithm, "", CraftedCsr.dns(NAME));
    }

    /** For keys that cannot sign: with a signature of no octets. */
    private static byte[] unsigned(SubjectPublicKeyInfo key) throws IOException {
        return CraftedCsr.unsigned(key, NAME);
    }

    /** The key of the CA that issues, out of a certificate's chain. */
    private java.security.PublicKey issuingKey() throws IOException, InterruptedException, GeneralSecurityException {
        Certified certified = Certified.get(client, responder, NAME);
        return Chains.all(certified.pem()).get(1).getPublicKey();
    }

    private static KeyPair rsa(int bits, long exponent) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(new RSAKeyGenParameterSpec(bits, BigInteger.valueOf(exponent)));
        return generator.generateKeyPair();
    }

    private static SubjectPublicKeyInfo rsaKey(BigInteger modulus, long exponent) throws IOException {
        return new SubjectPublicKeyInfo(
                new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
                new RSAPublicKey(modulus, BigInteger.valueOf(exponent)));
    }

    /** The square of 2^1024 - 105, the largest prime below 2^1024. */
    private static BigInteger square() {
        return BigInteger.ONE.shiftLeft(1024).subtract(BigInteger.valueOf(105)).pow(2);
    }

    /** Java has no longer the curves that this is about. */
    private static KeyPair curve(String name) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", BOUNCY_CASTLE);
        generator.initialize(new ECGenParameterSpec(name));
        return generator.generateKeyPair();
    }

    private static KeyPair pair(String algorithm) throws GeneralSecurityException {
        return KeyPairGenerator.getInstance(algorithm, BOUNCY_CASTLE).generateKeyPair();
    }

    private static byte[] filled(int length) {
        byte[] octets = new byte[length];
        java.util.Arrays.fill(octets, (byte) 4);
        return octets;
    }

    private static byte[] flipped(byte[] csr) {
        csr[csr.length - 1] ^= 1;
        return csr;
    }
}
