package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.stream.Stream;
import org.bailiwick.it.AcmeClient.Answer;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Names and structures of CSRs that finalize must not take (RFC 8555 §7.4, RFC 2986, RFC 5280). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadCsrIT {

    private static final String NAME = "csr.localhost";
    private static final String OTHER = "other." + NAME;

    private static final String EXACT =
            "RFC 8555 §7.4: The CSR MUST indicate the exact same set of requested identifiers as the initial newOrder request";
    private static final String NOT_OTHERS =
            "RFC 8555 §7.4: it MUST NOT issue a certificate with contents other than those requested";
    private static final String PKCS10 =
            "RFC 8555 §7.4: The CSR is sent in the base64url-encoded version of the DER format";
    private static final String DER =
            "RFC 2986 §4.2: The value of the certificationRequestInfo component is DER encoded";

    private final AcmeClient client;
    private final KeyPair key = AcmeClient.newKey();
    private ChallengeResponder responder;
    private String order;
    private String finalizeUrl;

    BadCsrIT() throws IOException, InterruptedException {
        client = Clients.registered();
    }

    /** One order that all rows want to finalize, and none may. */
    @BeforeAll
    void makeOrderReady() throws IOException, InterruptedException {
        responder = new ChallengeResponder(SharedServer.get().settings().http01Port());
        order = Clients.readyOrder(client, responder, NAME, OTHER);
        finalizeUrl = Clients.finalizeUrl(client, order);
    }

    @AfterAll
    void stopAnswering() {
        responder.close();
    }

    /** What the rows change is all that is wrong with them. */
    @Test
    void theSameWithoutTheFaultIsAccepted() throws IOException, InterruptedException {
        for (byte[] good : new byte[][] {
            named("CN=" + NAME),
            named(""),
            named("", dns("OTHER." + NAME), dns(NAME)),
            CraftedCsr.of(key, "SHA512withECDSA", "", both())
        }) {
            String another = Clients.readyOrder(client, responder, NAME, OTHER);
            Answer finalized = client.post(Clients.finalizeUrl(client, another), CraftedCsr.payload(good));
            assertThat(finalized.status()).as(finalized.body()).isEqualTo(200);
        }
    }

    static Stream<BadRequest<BadCsrIT>> names() {
        return Stream.of(
                bad(EXACT, "a name is missing", test -> test.named("", dns(NAME))),
                bad(EXACT, "a name too many", test -> test.named("", dns(NAME), dns(OTHER), dns("evil.localhost"))),
                bad(EXACT, "another name", test -> test.named("", dns(NAME), dns("evil.localhost"))),
                bad(EXACT, "a name below", test -> test.named("", dns(NAME), dns("a." + OTHER))),
                bad(EXACT, "a name above", test -> test.named("", dns(NAME), dns("localhost"))),
                bad(EXACT, "a wildcard for a name", test -> test.named("", dns(NAME), dns("*." + NAME))),
                bad(EXACT, "a wildcard too many", test -> test.named("", dns(NAME), dns(OTHER), dns("*." + NAME))),
                bad(EXACT, "a common name too many", test -> test.named("CN=evil.localhost")),
                bad(EXACT, "a second common name", test -> test.named("CN=" + NAME + ",CN=" + OTHER)),
                bad(EXACT, "a common name and no other", test -> CraftedCsr.of(test.key, ECDSA, "CN=" + NAME)),
                bad(EXACT, "no name at all", test -> CraftedCsr.of(test.key, ECDSA, "O=Corp")),
                bad(EXACT, "a comma in the common name", test -> test.named("CN=csr.localhost\\,CN\\=evil.localhost")),
                bad(EXACT, "NUL in a name", test -> test.named("", dns(NAME), dns(OTHER + "\0.evil.example"))),
                bad(EXACT, "a space before a name", test -> test.named("", dns(NAME), dns(" " + OTHER))),
                bad(EXACT, "an underscore", test -> test.named("", dns(NAME), dns("_other." + NAME))),
                bad(EXACT, "an empty name too many", test -> test.named("", dns(NAME), dns(OTHER), dns(""))),
                bad(EXACT, "an address", test -> test.with(new GeneralName(GeneralName.iPAddress, "127.0.0.1"))),
                bad(EXACT, "an address as dNSName", test -> test.with(dns("127.0.0.1"))),
                bad(
                        "RFC 5280 §4.2.1.6: For IP version 4 … the octet string MUST contain exactly four octets",
                        "address and mask",
                        test -> test.with(address(127, 0, 0, 1, 255, 0, 0, 0))),
                bad(
                        "RFC 5280 §4.2.1.6: For IP version 6 … the octet string MUST contain exactly sixteen octets",
                        "three octets",
                        test -> test.with(address(127, 0, 0))),
                bad(
                        "RFC 5280 §4.2.1.6: the domain name MUST be stored in the dNSName (an IA5String)",
                        "a name of octets beyond ASCII",
                        test -> test.with(new DERTaggedObject(
                                false, GeneralName.dNSName, new DEROctetString(new byte[] {(byte) 0xe4, '.', 'x'})))));
    }

    static Stream<BadRequest<BadCsrIT>> otherNames() {
        return Stream.of(
                bad(
                        NOT_OTHERS,
                        "rfc822Name",
                        test -> test.with(new GeneralName(GeneralName.rfc822Name, "root@" + NAME))),
                bad(
                        NOT_OTHERS,
                        "uniformResourceIdentifier",
                        test -> test.with(new GeneralName(GeneralName.uniformResourceIdentifier, "https://" + NAME))),
                bad(NOT_OTHERS, "directoryName", test -> test.with(new GeneralName(new X500Name("CN=" + NAME)))),
                bad(NOT_OTHERS, "registeredID", test -> test.with(new GeneralName(GeneralName.registeredID, "1.2.3"))),
                bad(NOT_OTHERS, "otherName, a UPN", test -> test.with(otherName("1.3.6.1.4.1.311.20.2.3"))),
                bad(NOT_OTHERS, "otherName, a Kerberos principal", test -> test.with(otherName("1.3.6.1.5.2.2"))),
                bad(NOT_OTHERS, "x400Address", test -> test.with(new DERTaggedObject(false, 3, new DERSequence()))),
                bad(NOT_OTHERS, "ediPartyName", test -> test.with(new DERTaggedObject(false, 5, new DERSequence()))),
                bad(
                        NOT_OTHERS,
                        "a kind that does not exist",
                        test -> test.with(new DERTaggedObject(false, 9, new DERIA5String(NAME)))),
                bad(NOT_OTHERS, "cA TRUE", test -> CraftedCsr.greedy(test.key, NAME, true, "Corp")),
                bad(
                        "RFC 5280 §4.2: A certificate MUST NOT include more than one instance of a particular extension",
                        "two subjectAltNames",
                        test -> CraftedCsr.withTwice(test.key, dns(NAME), dns(OTHER))));
    }

    static Stream<BadRequest<BadCsrIT>> structures() {
        return Stream.of(
                bad(PKCS10, "nothing", test -> new byte[0]),
                bad(PKCS10, "cut off", test -> Arrays.copyOf(test.named(""), 100)),
                bad(PKCS10, "an octet behind", test -> longerBy(1, test.named(""))),
                bad(PKCS10, "two requests", test -> twice(test.named(""))),
                bad(PKCS10, "a certificate", test -> Chains.leaf(java.nio.file.Files.readString(
                                SharedServer.get().root()))
                        .getEncoded()),
                bad(PKCS10, "a public key", test -> test.key.getPublic().getEncoded()),
                bad(PKCS10, "an empty SEQUENCE", test -> new byte[] {0x30, 0}),
                bad(PKCS10, "three empty SEQUENCEs", test -> new byte[] {0x30, 6, 0x30, 0, 0x30, 0, 0x30, 0}),
                bad(PKCS10, "JSON", test -> "{\"csr\":1}".getBytes(java.nio.charset.StandardCharsets.US_ASCII)),
                bad(DER, "indefinite length", test -> indefinite(test.named(""))),
                bad(DER, "a length of more octets than it needs", test -> longer(test.named(""))),
                bad(DER, "a length of 2 GiB", test -> new byte[] {0x30, (byte) 0x84, 0x7f, -1, -1, -1}),
                bad(DER, "a length of 2^64", test -> new byte[] {0x30, (byte) 0x88, -1, -1, -1, -1, -1, -1, -1, -1}),
                bad(DER, "nested 5,000 levels deep", test -> CraftedCsr.nest(5_000)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"names", "otherNames", "structures"})
    void isRefused(BadRequest<BadCsrIT> bad) throws IOException, InterruptedException, GeneralSecurityException {
        bad.assertRefused(client, this);

        assertThat(Clients.status(client, order)).isEqualTo("ready");
    }

    private static final String ECDSA = "SHA256withECDSA";

    /** Makes a request. */
    interface Making {
        byte[] by(BadCsrIT test) throws IOException, GeneralSecurityException;
    }

    private static BadRequest<BadCsrIT> bad(String sentence, String how, Making making) {
        return new BadRequest<>(sentence, how, 400, "badCSR", test -> test.finalizeWith(making.by(test)));
    }

    private Answer finalizeWith(byte[] csr) throws IOException, InterruptedException {
        return client.post(finalizeUrl, CraftedCsr.payload(csr));
    }

    /** A request for these names, or for those of the order. */
    private byte[] named(String subject, GeneralName... names) {
        return CraftedCsr.of(key, ECDSA, subject, names.length == 0 ? both() : names);
    }

    /** A request for the order's names and one more. */
    private byte[] with(ASN1Encodable name) {
        return CraftedCsr.withNames(key, dns(NAME), dns(OTHER), name);
    }

    private static GeneralName[] both() {
        return CraftedCsr.dns(NAME, OTHER);
    }

    private static GeneralName dns(String name) {
        return new GeneralName(GeneralName.dNSName, name);
    }

    private static ASN1Encodable address(int... octets) {
        byte[] address = new byte[octets.length];
        for (int i = 0; i < octets.length; i++) {
            address[i] = (byte) octets[i];
        }
        return new DERTaggedObject(false, GeneralName.iPAddress, new DEROctetString(address));
    }

    private static ASN1Encodable otherName(String type) {
        return new DERTaggedObject(false, GeneralName.otherName, new DERSequence(new ASN1Encodable[] {
            new ASN1ObjectIdentifier(type), new DERTaggedObject(true, 0, new DERUTF8String("root@" + NAME))
        }));
    }

    private static byte[] longerBy(int octets, byte[] csr) {
        return Arrays.copyOf(csr, csr.length + octets);
    }

    private static byte[] twice(byte[] csr) {
        byte[] both = Arrays.copyOf(csr, 2 * csr.length);
        System.arraycopy(csr, 0, both, csr.length, csr.length);
        return both;
    }

    /** The length of a SEQUENCE of 256 to 65,535 octets is in its octets 2 and 3: 30 82 xx xx, or 30 81 xx for shorter ones. */
    private static byte[] indefinite(byte[] csr) {
        int header = csr[1] == (byte) 0x82 ? 4 : 3;
        byte[] ber = new byte[2 + csr.length - header + 2];
        ber[0] = 0x30;
        ber[1] = (byte) 0x80;
        System.arraycopy(csr, header, ber, 2, csr.length - header);
        return ber;
    }

    private static byte[] longer(byte[] csr) {
        int lengthOctets = csr[1] == (byte) 0x82 ? 2 : 1;
        byte[] ber = new byte[csr.length + 1];
        ber[0] = 0x30;
        ber[1] = (byte) (0x80 + lengthOctets + 1);
        System.arraycopy(csr, 2, ber, 3, csr.length - 2);
        return ber;
    }
}
