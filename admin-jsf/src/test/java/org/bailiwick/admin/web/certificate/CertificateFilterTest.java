package org.bailiwick.admin.web.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.bailiwick.admin.AdminException;
import org.bailiwick.certificate.CertificateCriteria;
import org.bailiwick.certificate.CertificateState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertificateFilterTest {

    private static final String SHA256 = "0123456789abcdef".repeat(4);

    @Test
    void nothingIsAllCertificates() {
        assertThat(filter("", "").criteria()).isEqualTo(CertificateCriteria.ALL);
        assertThat(filter("", "").isEmpty()).isTrue();
        assertThat(filter("", "x").isEmpty()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"Host.Corp, host.corp", "**.corp, corp", ".corp, corp", "*.corp, *.corp", "cafe, cafe"})
    void aDomainIsWrittenInSeveralWays(String typed, String domain) {
        CertificateCriteria criteria = filter("below", typed).criteria();
        assertThat(criteria.below()).contains(domain);
        assertThat(criteria.name()).isEmpty();
        assertThat(criteria.serial()).isEmpty();
    }

    @Test
    void namesAndBeginningsAreWhatTheyAre() {
        assertThat(filter("name", "*.corp").criteria().name()).contains("*.corp");
        assertThat(filter("beginning", "Db-").criteria().beginning()).contains("db-");
    }

    @Test
    void serialsAndHashesAreTakenAsOtherProgramsShowThem() {
        assertThat(filter("serial", "00:0A:bc:1").criteria().serial()).contains("abc1");
        assertThat(filter("serial", "abc").criteria().serial()).contains("0abc");
        assertThat(filter("sha256", SHA256.toUpperCase(Locale.ROOT)).criteria().sha256())
                .contains(SHA256);
        // whoever pastes one does not look at the list beside it
        assertThat(filter("below", SHA256).criteria().sha256()).contains(SHA256);
        assertThat(filter("below", "ab".repeat(20)).criteria().serial()).contains("ab".repeat(20));
    }

    @ParameterizedTest
    @CsvSource({"serial, xyz", "serial, <script>", "sha256, abc", "sha256, host.corp"})
    void whatIsNoneIsRefused(String by, String typed) {
        assertThatThrownBy(() -> filter(by, typed).criteria()).isInstanceOf(AdminException.class);
    }

    @Test
    void stateAndDateAreRead() {
        CertificateCriteria criteria = new CertificateFilter(
                        "",
                        "",
                        "revoked",
                        "2027-06-01",
                        "",
                        "",
                        "00000000-0000-0001-0000-000000000002",
                        "00000000-0000-0003-0000-000000000004")
                .criteria();
        assertThat(criteria.state()).contains(CertificateState.REVOKED);
        assertThat(criteria.authority()).contains(new UUID(1, 2));
        assertThat(criteria.registrationAuthority()).contains(new UUID(3, 4));
        assertThat(criteria.expiresBefore()).contains(Instant.parse("2027-06-01T00:00:00Z"));
        for (String date : new String[] {"2027-02-30", "tomorrow", "+12345-01-01"}) {
            assertThatThrownBy(() -> new CertificateFilter("", "", "", date, "", "", "", "").criteria())
                    .as(date)
                    .isInstanceOf(AdminException.class);
        }
        assertThatThrownBy(() -> new CertificateFilter("", "", "", "", "no id", "", "", "").criteria())
                .isInstanceOf(AdminException.class);
    }

    private static CertificateFilter filter(String by, String text) {
        return new CertificateFilter(by, text, "", "", "", "", "", "");
    }
}
