package org.bailiwick.governance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.bailiwick.policy.PolicyLevel;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PolicySubjectTest {

    @ParameterizedTest
    @EnumSource
    void eachIsReadAsItIsWritten(PolicyLevel level) {
        PolicySubject subject = new PolicySubject(level, new UUID(0x0199e2a47c1b7d60L, 0xb9a23f6b0c1d2e4fL));
        assertThat(PolicySubject.parse(level.member(), subject.text())).contains(subject);
    }

    @ParameterizedTest
    @CsvSource({
        "authority,0-0-0-0-0",
        "authority,0199E2A4-7C1B-7D60-B9A2-3F6B0C1D2E4F",
        "provisioner,AAAAAAAAAAAAAAAAAAAAAA",
        "account,0199e2a4-7c1b-7d60-b9a2-3f6b0c1d2e4f",
        "account,''",
        "team,0199e2a4-7c1b-7d60-b9a2-3f6b0c1d2e4f",
        "'',AAAAAAAAAAAAAAAAAAAAAA"
    })
    void whatIsNoneIsNone(String level, String id) {
        assertThat(PolicySubject.parse(level, id)).isEmpty();
    }
}
