package org.bailiwick.ca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.security.KeyPair;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.ProblemType;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.DERBMPString;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERT61String;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.DLSet;
import org.bouncycastle.asn1.DLTaggedObject;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code finalize} must answer with {@code badCSR}, one row each. */
class BadCertificationRequestTest {

    private static final KeyPair P256 = SoftwareSigner.ellipticCurve("secp256r1");
    private static final KeyPair RSA = SoftwareSigner.rsa(2048);

    static Stream<Arguments> badNames() {
        return Stream.of(
                bad("no name at all", new RequestBuilder(), "no name"),
                bad("empty subjectAltName", new RequestBuilder().alternativeNames(), "empty"),
                bad("common name elsewhere", RequestBuilder.forNames("a.corp").subject("CN=b.corp"), "not among"),
                bad("wildcard common name", RequestBuilder.forNames("a.corp").subject("CN=*.corp"), "not among"),
                bad("words as common name", RequestBuilder.forNames("a.corp").subject("CN=My Server"), "common name"),
                bad("empty common name", RequestBuilder.forNames("a.corp").subject(commonName("")), "is empty"),
                bad("address as common name", new RequestBuilder().subject("CN=10.0.0.1"), "RFC 8738"),
                bad("IPv6 address as common name", new RequestBuilder().subject("CN=fd00::1"), "RFC 8738"),
                bad("65 characters", new RequestBuilder().subject(commonName("a".repeat(60) + ".corp")), "64"),
                bad("NUL in the common name", new RequestBuilder().subject(commonName("a.corp\0.evil")), "DNS name"),
                bad("comma in the common name", new RequestBuilder().subject(commonName("a.corp,CN=b")), "DNS name"),
                bad("fullwidth common name", new RequestBuilder().subject(commonName("\uff41.corp")), "DNS name"),
                bad("two common names", new RequestBuilder().subject("CN=a.corp,CN=a.corp"), "two common names"),
                bad("two in one RDN", new RequestBuilder().subject("CN=a.corp+CN=b.corp"), "two common names"),
                bad("BMPString", new RequestBuilder().subject(name(new DERBMPString("a.corp"))), "UTF8String"),
                bad("TeletexString", new RequestBuilder().subject(name(new DERT61String("a.corp"))), "UTF8String"),
                bad("IA5String", new RequestBuilder().subject(name(new DERIA5String("a.corp"))), "UTF8String"),
                bad("number", new RequestBuilder().subject(name(DERNull.INSTANCE)), "UTF8String"),
                bad("e-mail", other(1, new DERIA5String("root@a.corp")), "rfc822Name"),
                bad("URI", other(6, new DERIA5String("https://a.corp/")), "uniformResourceIdentifier"),
                bad("directory name", other(4, new X500Name("CN=a.corp")), "directoryName"),
                bad("registered ID", other(8, new ASN1ObjectIdentifier("1.2.3")), "registeredID"),
                bad(
                        "UPN",
                        other(0, new DERSequence(new ASN1Encodable[] {
                            new ASN1ObjectIdentifier("1.3.6.1.4.1.311.20.2.3"),
                            new DERTaggedObject(true, 0, new DERUTF8String("root@corp"))
                        })),
                        "otherName"),
                bad("x400Address", other(3, new DERSequence()), "x400Address"),
                bad("ediPartyName", other(5, new DERSequence()), "ediPartyName"),
                bad("unknown kind", other(9, new DERIA5String("a.corp")), "unknown kind"),
                bad("not a tag", new RequestBuilder().alternativeNames(new DERIA5String("a.corp")), "RFC 2986"),
                bad("3 octets of address", with(RequestBuilder.ipAddress(10, 0, 1)), "4 or 16 octets"),
                bad("5 octets of address", with(RequestBuilder.ipAddress(10, 0, 0, 1, 0)), "4 or 16 octets"),
                bad("address and mask", with(RequestBuilder.ipAddress(10, 0, 0, 1, 255, 0, 0, 0)), "4 or 16 octets"),
                bad("no octets of address", with(RequestBuilder.ipAddress()), "4 or 16 octets"),
                bad(
                        "mapped address",
                        with(RequestBuilder.ipAddress(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 10, 0, 0, 1)),
                        "wraps an IPv4 address"),
                bad("address as DNS name", RequestBuilder.forNames("10.0.0.1"), "address"),
                bad("empty DNS name", RequestBuilder.forNames(""), "empty"),
                bad("underscore", RequestBuilder.forNames("a_b.corp"), "underscore"),
                bad("NUL in a DNS name", RequestBuilder.forNames("a.corp\0.evil"), "DNS name"),
                bad("space in a DNS name", RequestBuilder.forNames(" a.corp"), "DNS name"),
                bad("two stars", RequestBuilder.forNames("*.*.corp"), "wildcard"),
                bad("a lone star", RequestBuilder.forNames("*"), "wildcard"),
                bad("empty label", RequestBuilder.forNames("a..corp"), "empty label"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badNames")
    void aNameThatCannotBeIssuedIsRefused(String what, RequestBuilder request, String because) {
        assertThat(refusal(request.build())).as(what).contains(because);
    }

    static Stream<Arguments> badStructures() {
        ASN1TaggedObject unordered = new DLTaggedObject(false, 0, new DLSet(new ASN1Encodable[] {
            new DERSequence(new ASN1Encodable[] {new ASN1ObjectIdentifier("1.2.4"), new DERSet()}),
            new DERSequence(new ASN1Encodable[] {new ASN1ObjectIdentifier("1.2.3"), new DERSet()})
        }));
        return Stream.of(
                bad("version 1", RequestBuilder.forNames("a.corp").version(1), "version"),
                bad("version -1", RequestBuilder.forNames("a.corp").version(-1), "version"),
                bad("no attributes", new RequestBuilder().subject("CN=a.corp").withoutAttributes(), "RFC 2986"),
                bad("attributes of another tag", attributes(new DERTaggedObject(false, 1, new DERSequence())), "2986"),
                bad("primitive attributes", attributes(new DERTaggedObject(false, 0, DERNull.INSTANCE)), "RFC 2986"),
                bad("attributes out of order", attributes(unordered), "ascending order"),
                bad(
                        "attribute of one part",
                        good().anyAttribute(new DERSequence(new ASN1ObjectIdentifier("1.2"))),
                        "type"),
                bad("attribute that is none", good().anyAttribute(DERNull.INSTANCE), "RFC 2986"),
                bad(
                        "second extension request",
                        good().attribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, new DERSequence()),
                        "extension request"),
                bad(
                        "extension request without value",
                        new RequestBuilder().attribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest),
                        "extension request"),
                bad(
                        "extension request that is no sequence",
                        new RequestBuilder()
                                .attribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, DERNull.INSTANCE),
                        "RFC 2986"),
                bad("second subjectAltName", good().dnsNames("b.corp"), "twice"),
                bad("same subjectAltName again", good().dnsNames("a.corp"), "twice"),
                bad("extension without value", good().extension(new DERSequence()), "not an extension"),
                bad(
                        "extension of another shape",
                        good().extension(new DERSequence(new ASN1Encodable[] {
                            Extension.keyUsage, DERNull.INSTANCE, new DEROctetString(new byte[0])
                        })),
                        "not an extension"),
                bad(
                        "extension value that is no octets",
                        good().extension(new DERSequence(new ASN1Encodable[] {Extension.keyUsage, DERNull.INSTANCE})),
                        "RFC 2986"),
                bad(
                        "CA",
                        good().extension(Extension.basicConstraints, true, new BasicConstraints(true)),
                        "asks for a CA certificate"),
                bad(
                        "CA with path length",
                        good().extension(Extension.basicConstraints, false, new BasicConstraints(7)),
                        "asks for a CA certificate"),
                bad(
                        "nonsense constraints",
                        good().extension(Extension.basicConstraints, true, DERNull.INSTANCE),
                        "2986"),
                bad(
                        "subjectAltName in BER",
                        new RequestBuilder()
                                .extension(new Extension(
                                        Extension.subjectAlternativeName, false, hex("30808206612e636f72700000"))),
                        "indefinite"),
                bad(
                        "dNSName in pieces",
                        new RequestBuilder()
                                .extension(new Extension(
                                        Extension.subjectAlternativeName, false, hex("300aa2081606612e636f7270"))),
                        "constructed"),
                bad(
                        "octets behind the subjectAltName",
                        new RequestBuilder()
                                .extension(new Extension(
                                        Extension.subjectAlternativeName, false, hex("30088206612e636f727000"))),
                        "follow its end"),
                bad(
                        "nest in the subjectAltName",
                        new RequestBuilder()
                                .extension(new Extension(Extension.subjectAlternativeName, false, nest(5000))),
                        "nests deeper"),
                bad(
                        "nest in the attributes",
                        new RequestBuilder().wholeAttributes(Asn1.read(nest(30))),
                        "nests deeper"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badStructures")
    void aStructureThatIsNotPkcs10IsRefused(String what, RequestBuilder request, String because) {
        assertThat(refusal(request.build())).as(what).contains(because);
    }

    static Stream<Arguments> badSignatures() {
        byte[] ofAnother = SoftwareSigner.sign(
                SoftwareSigner.pair("Ed25519"),
                "Ed25519",
                RequestBuilder.forNames("a.corp").info());
        return Stream.of(
                bad("another key's", good().signature(ofAnother), "signature is not by"),
                bad("none", good().signature(new byte[0]), "signature is not by"),
                bad("zeros", good().signature(new byte[64]), "signature is not by"),
                bad("psychic r = s = 0", ecdsa().signature(hex("3006020100020100")), "signature is not by"),
                bad("r = s = 1", ecdsa().signature(hex("3006020101020101")), "signature is not by"),
                bad("r = 0", ecdsa().signature(hex("3006020100020101")), "signature is not by"),
                bad("negative s", ecdsa().signature(hex("30060201010201ff")), "signature is not by"),
                bad("r in BER", ecdsa().signature(hex("300702020001020101")), "signature is not by"),
                bad("SHA-1 with ECDSA", good().key(P256, "SHA1withECDSA"), "signature algorithm"),
                bad("SHA-1 with RSA", good().key(RSA, "SHA1withRSA"), "signature algorithm"),
                bad("MD5 with RSA", good().key(RSA, "MD5withRSA"), "signature algorithm"),
                bad("SHA-1 with PSS", good().key(RSA, "SHA1withRSAandMGF1"), "signature algorithm"),
                bad(
                        "RSA algorithm, EC key",
                        ecdsa().algorithmIdentifier(algorithm("1.2.840.113549.1.1.11")),
                        "does not fit its key"),
                bad(
                        "EC algorithm, Ed25519 key",
                        good().algorithmIdentifier(algorithm("1.2.840.10045.4.3.2")),
                        "does not fit its key"),
                bad("PSS without parameters", pss(null), "signature algorithm"),
                bad("PSS with its defaults", pss(new DERSequence()), "signature algorithm"),
                bad("PSS with nonsense", pss(new DERSequence(DERNull.INSTANCE)), "CSR cannot be used"),
                bad("PSS with NULL", pss(DERNull.INSTANCE), "CSR cannot be used"),
                bad(
                        "ECDSA with parameters",
                        ecdsa().algorithmIdentifier(new AlgorithmIdentifier(
                                new ASN1ObjectIdentifier("1.2.840.10045.4.3.2"), DERNull.INSTANCE)),
                        "signature algorithm"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badSignatures")
    void aSignatureThatProvesNothingIsRefused(String what, RequestBuilder request, String because) {
        assertThat(refusal(request.build())).as(what).contains(because);
    }

    @Test
    void everyCutAndEveryChangedOctetIsRefused() {
        byte[] good = RequestBuilder.forNames("a.corp", "b.corp").build();
        for (int i = 0; i < good.length; i++) {
            assertThat(refusal(Arrays.copyOf(good, i))).isNotBlank();
            for (int change : new int[] {0x01, 0x80, 0xff}) {
                byte[] bad = good.clone();
                bad[i] ^= (byte) change;
                assertThat(refusal(bad)).as("octet %d", i).isNotBlank();
            }
        }
    }

    private static String refusal(byte[] request) {
        AcmeException refused = catchThrowableOfType(AcmeException.class, () -> CertificationRequest.parse(request));
        assertThat(refused).isNotNull();
        assertThat(refused.problem().type()).isEqualTo(ProblemType.BAD_CSR);
        return refused.problem().detail();
    }

    private static Arguments bad(String what, RequestBuilder request, String because) {
        return Arguments.of(what, request, because);
    }

    private static RequestBuilder good() {
        return RequestBuilder.forNames("a.corp");
    }

    private static RequestBuilder ecdsa() {
        return good().key(P256, "SHA256withECDSA");
    }

    private static RequestBuilder pss(@Nullable ASN1Encodable parameters) {
        return good().key(RSA, "SHA256withRSAandMGF1")
                .algorithmIdentifier(new AlgorithmIdentifier(PKCSObjectIdentifiers.id_RSASSA_PSS, parameters));
    }

    private static AlgorithmIdentifier algorithm(String oid) {
        return new AlgorithmIdentifier(new ASN1ObjectIdentifier(oid));
    }

    private static RequestBuilder attributes(ASN1Encodable value) {
        return new RequestBuilder().subject("CN=a.corp").wholeAttributes(value);
    }

    private static RequestBuilder with(ASN1Encodable name) {
        return new RequestBuilder().alternativeNames(RequestBuilder.dnsName("a.corp"), name);
    }

    private static RequestBuilder other(int tag, ASN1Encodable value) {
        return with(new DERTaggedObject(tag == GeneralName.directoryName, tag, value));
    }

    private static X500Name commonName(String text) {
        return name(new DERUTF8String(text));
    }

    private static X500Name name(ASN1Encodable value) {
        return new X500Name(new RDN[] {new RDN(new AttributeTypeAndValue(BCStyle.CN, value))});
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    private static byte[] nest(int levels) {
        byte[] nest = new byte[0];
        for (int level = 0; level < levels; level++) {
            nest = RequestBuilder.sequence(nest);
        }
        return nest;
    }
}
