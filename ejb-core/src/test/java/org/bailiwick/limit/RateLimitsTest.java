package org.bailiwick.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import org.bailiwick.limit.RateLimits.Allowance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RateLimitsTest {

    @ParameterizedTest
    @EnumSource
    void offCountsNothingAndThePresetsCountAll(RateLimit limit) {
        assertThat(RateLimits.parse("off").of(limit)).isEmpty();
        Allowance standard = RateLimits.parse(" standard ").of(limit).orElseThrow();
        Allowance strict = RateLimits.parse("strict").of(limit).orElseThrow();
        assertThat(strict.count()).isLessThan(standard.count());
    }

    @Test
    void limitsAreReadOneByOne() {
        RateLimits limits = RateLimits.parse("new-account=20/1h, name=50/7d,new-order=1/90s , provisioner=2/3m");

        assertThat(limits.of(RateLimit.NEW_ACCOUNT)).contains(new Allowance(20, Duration.ofHours(1)));
        assertThat(limits.of(RateLimit.NAME)).contains(new Allowance(50, Duration.ofDays(7)));
        assertThat(limits.of(RateLimit.NEW_ORDER)).contains(new Allowance(1, Duration.ofSeconds(90)));
        assertThat(limits.of(RateLimit.PROVISIONER)).contains(new Allowance(2, Duration.ofMinutes(3)));
        assertThat(limits.of(RateLimit.FAILED_VALIDATION)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|is not off",
                "on|is not off",
                "new-account|is not off",
                "new-account=20|is not off",
                "new-account=20/1w|is not off",
                "new-account=-1/1h|is not off",
                "new-account=20/1h,|is not off",
                "off, new-account=20/1h|is not off",
                "new-account=99999999/1h|is not off",
                "new-accounts=20/1h|there is no limit",
                "name=1/1h, name=2/1h|is given twice",
                "name=0/1h|at least one",
                "name=1/0h|at least one",
            })
    void whatIsNoLimitIsRefusedWithTheReason(String text, String reason) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RateLimits.parse(text))
                .withMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource({
        "10.1.2.3, 10.1.2.3",
        "::ffff:10.1.2.3, 10.1.2.3",
        "fd00:1:2:3:4:5:6:7, fd00:0001:0002:0003::/64",
        "fd00:1:2:3:ffff::, fd00:0001:0002:0003::/64",
    })
    void aClientIsItsIpv4AddressOrItsIpv6Network(String address, String network) throws UnknownHostException {
        assertThat(ClientNetwork.of(InetAddress.getByName(address))).isEqualTo(network);
    }
}
