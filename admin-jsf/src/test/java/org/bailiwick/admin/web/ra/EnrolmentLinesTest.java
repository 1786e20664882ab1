package org.bailiwick.admin.web.ra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.bailiwick.admin.AdminException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnrolmentLinesTest {

    private static final String SECRET = "Zm9v_-x";

    private static EnrolmentLines lines(String url) {
        return new EnrolmentLines(url, "plant-a", SECRET);
    }

    @Test
    void anotherServerOfThisKindIsToldWhereAndByWhatItEnrols() {
        EnrolmentLines lines = lines("https://ca.corp.internal:8443/cmp/internal/plant-a");
        assertThat(lines.settings().lines())
                .containsExactly(
                        "BAILIWICK_UPSTREAM_URL=https://ca.corp.internal:8443/cmp/internal/plant-a",
                        "BAILIWICK_UPSTREAM_TRUST=/etc/bailiwick/upstream-root.pem",
                        "BAILIWICK_UPSTREAM_SECRET_FILE=/etc/bailiwick/upstream-secret");
        assertThat(lines.file()).isEqualTo("(umask 077; printf %s 'Zm9v_-x' > /etc/bailiwick/upstream-secret)");
    }

    /** Who lists the processes of that machine does not see it. */
    @Test
    void theSecretIsNoArgumentOfAProgram() {
        EnrolmentLines lines = lines("https://ca.corp.internal/cmp/internal/plant-a");
        assertThat(lines.openSsl())
                .contains("-secret file:/etc/bailiwick/upstream-secret")
                .doesNotContain(SECRET);
        assertThat(lines.settings()).doesNotContain(SECRET);
    }

    @ParameterizedTest
    @CsvSource({
        "https://ca.corp/cmp/a/plant-a, -server ca.corp:443 -path cmp/a/plant-a -tls_used",
        "https://ca.corp:8443/cmp/a/plant-a, -server ca.corp:8443 -path cmp/a/plant-a -tls_used",
        "https://[fd00::1]:8443/cmp/a/plant-a, -server [fd00::1]:8443 -path cmp/a/plant-a -tls_used"
    })
    void opensslIsToldHostPortAndPath(String url, String arguments) {
        assertThat(lines(url).openSsl()).contains(arguments, "-ref plant-a", "-newkey plant-a.key");
    }

    @Test
    void withoutTlsThereIsNothingToTrustForIt() {
        assertThat(lines("http://ca.corp/cmp/a/plant-a").openSsl())
                .contains("-server ca.corp:80 -path cmp/a/plant-a \\\n")
                .doesNotContain("tls");
    }

    @Test
    void aRateIsANumberOrNothing() {
        assertThat(Rate.read(" 600 ")).contains(600);
        assertThat(Rate.read("  ")).isEmpty();
        assertThat(Rate.write(null)).isEmpty();
        assertThat(Rate.write(600)).isEqualTo("600");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "0", "many", "1.5", "100001", "1000000", "<svg>"})
    void everythingElseIsASentence(String typed) {
        assertThatExceptionOfType(AdminException.class)
                .isThrownBy(() -> Rate.read(typed))
                .withMessageContaining("as a number from 1 to 100000");
    }
}
