package org.bailiwick.acme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProblemTypeTest {

    /** The table of RFC 8555 §6.7, in its order; alreadyReplaced is RFC 9773 §7.4's, invalidProfile that of profiles. */
    private static final List<String> RFCS = List.of(
            "accountDoesNotExist",
            "alreadyReplaced",
            "alreadyRevoked",
            "badCSR",
            "badNonce",
            "badPublicKey",
            "badRevocationReason",
            "badSignatureAlgorithm",
            "caa",
            "compound",
            "connection",
            "dns",
            "externalAccountRequired",
            "incorrectResponse",
            "invalidContact",
            "invalidProfile",
            "malformed",
            "orderNotReady",
            "rateLimited",
            "rejectedIdentifier",
            "serverInternal",
            "tls",
            "unauthorized",
            "unsupportedContact",
            "unsupportedIdentifier",
            "userActionRequired");

    @Test
    void theTypesAreThoseOfTheRfcs() {
        assertThat(Arrays.stream(ProblemType.values()).map(ProblemType::rfcName))
                .containsExactlyElementsOf(RFCS);
    }

    @ParameterizedTest
    @EnumSource
    void aTypeIsFoundByItsUrn(ProblemType type) {
        assertThat(type.urn()).isEqualTo("urn:ietf:params:acme:error:" + type.rfcName());
        assertThat(ProblemType.ofUrn(type.urn())).isEqualTo(type);
    }

    @ParameterizedTest
    @EnumSource
    void theConstantIsTheRfcName(ProblemType type) {
        String constant = type.rfcName().replace("CSR", "Csr").replaceAll("([A-Z])", "_$1");
        assertThat(type.name()).isEqualTo(constant.toUpperCase(Locale.ROOT));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "malformed",
                "about:blank",
                "urn:ietf:params:acme:error:",
                "urn:ietf:params:acme:error:Malformed",
                "urn:acme:error:malformed",
                "urn:ietf:params:acme:error:alreadyrevoked",
            })
    void anotherUrnIsNoType(String urn) {
        assertThatIllegalArgumentException().isThrownBy(() -> ProblemType.ofUrn(urn));
    }
}
