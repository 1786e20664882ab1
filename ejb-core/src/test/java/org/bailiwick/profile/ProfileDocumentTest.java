package org.bailiwick.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bailiwick.ca.CertificatePolicy;
import org.bailiwick.ca.CertificateProfile;
import org.bailiwick.ca.CommonNameChoice;
import org.bailiwick.ca.EllipticCurve;
import org.bailiwick.ca.ExtendedKeyUsage;
import org.bailiwick.ca.KeyTypes;
import org.bailiwick.ca.KeyTypes.RsaSizes;
import org.bailiwick.ca.KeyUsage;
import org.bailiwick.ca.KnownProfiles;
import org.bailiwick.ca.NameKind;
import org.bailiwick.ca.ObjectIdentifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProfileDocumentTest {

    private static final String WHOLE =
            """
            {"name":"vpn","description":"VPN gateways","validity":"P30DT12H","backdate":"PT5M",
             "keyUsages":["digitalSignature","keyAgreement"],
             "extendedKeyUsages":["serverAuth","ipsecIKE","1.3.6.1.4.1.32473.7"],
             "names":["dns"],"commonName":"none",
             "keys":{"ec":["P-256","P-384"],"ed25519":false,"rsa":{"minimumBits":3072,"maximumBits":4096}},
             "policies":[{"oid":"1.3.6.1.4.1.32473.1","cps":"https://pki.corp/cps"},{"oid":"1.3.6.1.4.1.32473.2"}],
             "crlUrls":["http://pki.corp/vpn.crl"],"ocspUrls":[],"issuerUrls":["http://pki.corp/ca.cer"]}""";

    @Test
    void everyMemberIsRead() throws MalformedProfileException {
        CertificateProfile vpn = ProfileDocument.read(json(WHOLE));
        assertThat(vpn.name()).isEqualTo("vpn");
        assertThat(vpn.description()).isEqualTo("VPN gateways");
        assertThat(vpn.validity()).isEqualTo(Duration.ofHours(732));
        assertThat(vpn.backdate()).isEqualTo(Duration.ofMinutes(5));
        assertThat(vpn.keyUsages()).containsExactly(KeyUsage.DIGITAL_SIGNATURE, KeyUsage.KEY_AGREEMENT);
        assertThat(vpn.extendedKeyUsages())
                .extracting(ExtendedKeyUsage::word)
                .containsExactlyInAnyOrder("serverAuth", "ipsecIKE", "1.3.6.1.4.1.32473.7");
        assertThat(vpn.names()).containsExactly(NameKind.DNS);
        assertThat(vpn.commonName()).isEqualTo(CommonNameChoice.NONE);
        assertThat(vpn.keys())
                .isEqualTo(new KeyTypes(
                        Set.of(EllipticCurve.P_256, EllipticCurve.P_384),
                        false,
                        Optional.of(new RsaSizes(3072, 4096))));
        assertThat(vpn.policies())
                .containsExactly(
                        new CertificatePolicy(
                                new ObjectIdentifier("1.3.6.1.4.1.32473.1"),
                                Optional.of(URI.create("https://pki.corp/cps"))),
                        new CertificatePolicy(new ObjectIdentifier("1.3.6.1.4.1.32473.2"), Optional.empty()));
        assertThat(vpn.crlUrls()).contains(List.of(URI.create("http://pki.corp/vpn.crl")));
        assertThat(vpn.ocspUrls()).contains(List.of());
        assertThat(vpn.issuerUrls()).contains(List.of(URI.create("http://pki.corp/ca.cer")));
        assertThat(ProfileDocument.read(ProfileDocument.write(vpn))).isEqualTo(vpn);
    }

    @Test
    void whatIsLeftOutIsAsOfTheBuiltInOnes() throws MalformedProfileException {
        CertificateProfile plain = ProfileDocument.read(
                json("{\"name\":\"plain\",\"validity\":\"P90D\",\"extendedKeyUsages\":[\"serverAuth\"]}"));
        JsonObject builtIn = ProfileDocument.write(CertificateProfile.tlsserver());
        JsonObject written = ProfileDocument.write(plain);
        assertThat(written.keySet()).isEqualTo(builtIn.keySet());
        written.forEach((member, value) -> assertThat(member.equals("name") || value.equals(builtIn.get(member)))
                .isTrue());
        assertThat(plain.crlUrls()).isEmpty();
    }

    @Test
    void theBuiltInOnesHaveDocumentsThatGiveThemAgain() throws MalformedProfileException {
        for (CertificateProfile builtIn : KnownProfiles.BUILT_IN.all()) {
            assertThat(ProfileDocument.read(ProfileDocument.write(builtIn))).isEqualTo(builtIn);
        }
    }

    @Test
    void aFingerprintIsOfOneProfileOnly() throws MalformedProfileException {
        CertificateProfile vpn = ProfileDocument.read(json(WHOLE));
        CertificateProfile longer = ProfileDocument.read(json(WHOLE.replace("P30DT12H", "P31D")));
        assertThat(ProfileDocument.fingerprint(vpn))
                .isEqualTo(ProfileDocument.fingerprint(ProfileDocument.read(ProfileDocument.write(vpn))))
                .isNotEqualTo(ProfileDocument.fingerprint(longer));
        assertThat(CustomProfile.version(vpn)).isPositive().isNotEqualTo(CustomProfile.version(longer));
    }

    /** Each row replaces a member of a sound document, or adds one, and says where the fault is found. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    /name | "VPN"
                    /name | 7
                    /name | null
                    /description | "two\\nlines"
                    /description | ""
                    /validity | "30 days"
                    /validity | "P"
                    /validity | "PT"
                    /validity | "P1M"
                    /validity | "P1Y"
                    /validity | "P-1D"
                    /validity | "-P1D"
                    /validity | "P0D"
                    /validity | "PT5M"
                    /validity | "P1.5D"
                    /validity | "P99999D"
                    /validity | "P9999999999D"
                    /validity | 90
                    /backdate | "PT61M"
                    /backdate | "P1D"
                    /backdate | true
                    /keyUsages | []
                    /keyUsages | ["keyEncipherment"]
                    /keyUsages/1 | ["digitalSignature", "keyCertSign"]
                    /keyUsages/1 | ["digitalSignature", "cRLSign"]
                    /keyUsages/1 | ["digitalSignature", "digitalSignature"]
                    /keyUsages | "digitalSignature"
                    /extendedKeyUsages | []
                    /extendedKeyUsages/0 | ["anyExtendedKeyUsage"]
                    /extendedKeyUsages/0 | ["2.5.29.37.0"]
                    /extendedKeyUsages/0 | ["1.3.6.1.5.5.7.3.9"]
                    /extendedKeyUsages/1 | ["serverAuth", "codeSigning"]
                    /extendedKeyUsages/1 | ["serverAuth", "1.3.6.1.5.5.7.3.1"]
                    /extendedKeyUsages/0 | [7]
                    /names | []
                    /names/0 | ["email"]
                    /names/1 | ["dns", "uri"]
                    /commonName | "all"
                    /commonName | null
                    /keys | {}
                    /keys | []
                    /keys/ec/0 | {"ec": ["secp256k1"]}
                    /keys/rsa | {"rsa": true}
                    /keys | {"rsa": {"minimumBits": 1024}}
                    /keys | {"rsa": {"maximumBits": 8192}}
                    /keys | {"rsa": {"minimumBits": 4096, "maximumBits": 3072}}
                    /keys/rsa/minimumBits | {"rsa": {"minimumBits": "3072"}}
                    /keys/rsa/minimumBits | {"rsa": {"minimumBits": 3072.5}}
                    /keys/rsa/bits | {"rsa": {"bits": 3072}}
                    /keys/dsa | {"ec": ["P-256"], "dsa": true}
                    /keys/ed25519 | {"ed25519": 1}
                    /policies | {}
                    /policies/0 | ["1.3.6.1.4.1.32473.1"]
                    /policies/0/oid | [{}]
                    /policies/0/oid | [{"oid": "x"}]
                    /policies | [{"oid": "2.5.29.32.0"}]
                    /policies | [{"oid": "1.2.3", "cps": "ftp://pki.corp/"}]
                    /policies/0/cps | [{"oid": "1.2.3", "cps": "not a URL"}]
                    /policies/0/note | [{"oid": "1.2.3", "note": "x"}]
                    /policies | [{"oid": "1.2.3"}, {"oid": "1.2.3"}]
                    /crlUrls | ["https://pki.corp/ca.crl"]
                    /crlUrls | "http://pki.corp/ca.crl"
                    /crlUrls/0 | ["http://pki corp/"]
                    /crlUrls/1 | ["http://pki.corp/", "http://pki.corp/"]
                    /ocspUrls | ["ldap://pki.corp/"]
                    /ocspUrls | null
                    /issuerUrls/0 | [1]
                    /validty | "P1D"
                    /a~1b~0c | 1
                    """)
    void whatCannotBeIsRefusedWithItsPlace(String place, String value) {
        String member = place.split("/", -1)[1].replace("~1", "/").replace("~0", "~");
        JsonObject document = Json.createObjectBuilder(json(WHOLE))
                .add(member, json("{\"value\":" + value + "}").get("value"))
                .build();
        assertThatExceptionOfType(MalformedProfileException.class)
                .isThrownBy(() -> ProfileDocument.read(document))
                .satisfies(refused ->
                        assertThat(refused.findings()).as(value).anyMatch(finding -> finding.startsWith(place + ": ")));
    }

    @ParameterizedTest
    @CsvSource({"name", "validity", "extendedKeyUsages"})
    void whatMustBeThereIsMissed(String member) {
        JsonObject document =
                Json.createObjectBuilder(json(WHOLE)).remove(member).build();
        assertThatExceptionOfType(MalformedProfileException.class)
                .isThrownBy(() -> ProfileDocument.read(document))
                .satisfies(refused ->
                        assertThat(refused.findings()).containsExactly("/" + member + ": This member is missing."));
    }

    @Test
    void everythingThatIsWrongIsTold() {
        assertThatExceptionOfType(MalformedProfileException.class)
                .isThrownBy(() -> ProfileDocument.read(json("{\"names\":[\"x\",\"y\"],\"keys\":7,\"more\":1}")))
                .satisfies(refused -> assertThat(refused.findings()).hasSize(7));
    }

    private static JsonObject json(String text) {
        return Json.createReader(new StringReader(text)).readObject();
    }
}
