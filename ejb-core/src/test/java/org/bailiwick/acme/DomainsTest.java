package org.bailiwick.acme;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DomainsTest {

    @ParameterizedTest
    @CsvSource({
        "a.b.corp,       a.b.corp b.corp corp",
        "*.corp,         *.corp corp",
        "corp,           corp",
        "10.2.3.4,       10.2.3.4",
        "fd00::1,        fd00::1",
        "::ffff:1.2.3.4, ::ffff:1.2.3.4",
        "7.corp,         7.corp corp",
    })
    void aNameIsInEachDomainAboveIt(String name, String domains) {
        assertThat(Domains.of(name)).containsExactlyElementsOf(Arrays.asList(domains.split(" ", -1)));
    }
}
