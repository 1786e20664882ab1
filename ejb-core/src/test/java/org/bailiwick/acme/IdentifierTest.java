package org.bailiwick.acme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentifierTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"", "DNS", "Dns", "IP", "dns ", "email", "uri", "permanent-identifier", "\u0000", "d\u00f1s"})
    void anyOtherTypeIsUnsupported(String type) {
        AcmeException refusal = catchThrowableOfType(AcmeException.class, () -> Identifier.parse(type, "web.corp"));
        assertThat(refusal.problem().type()).isEqualTo(ProblemType.UNSUPPORTED_IDENTIFIER);
        assertThat(refusal.problem().detail()).contains("use \"dns\" or \"ip\"");
    }
}
