package org.bailiwick.issuance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Optional;
import java.util.UUID;
import org.bailiwick.admin.AdminException;
import org.bailiwick.authority.Issuers;
import org.bailiwick.authority.NoActiveIssuerException;
import org.bailiwick.ca.RequestedValidity;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@SuppressWarnings("UnnecessaryAssignment") // no container here that would inject
class ManualIssuanceTest {

    @ParameterizedTest
    @CsvSource({"true, it issues no more", "false, it cannot issue yet"})
    void whoCannotIssueSaysWhetherThatWillChange(boolean retired, String clause) {
        ManualIssuance issuance = new ManualIssuance();
        issuance.issuers = new Issuers() {
            @Override
            public ReadyIssuer activeOf(UUID authority) {
                throw new NoActiveIssuerException(retired);
            }
        };
        UUID some = UUID.randomUUID();
        assertThatExceptionOfType(AdminException.class)
                .isThrownBy(() -> issuance.issue(
                        new ManualApplication(some, some, Optional.empty(), RequestedValidity.NONE), some, new byte[0]))
                .withMessageContaining(clause)
                .satisfies(refused -> assertThat(refused.refusal()).isEqualTo(AdminException.Refusal.CONFLICT));
    }
}
