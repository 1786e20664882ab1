package org.bailiwick.authority.standing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.bailiwick.authority.CaKey;
import org.bailiwick.authority.IssuerUrls;
import org.bailiwick.hsm.SignatureScheme;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IssuerStandingTest {

    private static final Instant NOW = Instant.parse("2027-03-28T01:30:00Z");

    /** A certificate is worth nothing once one above it has ended. */
    @ParameterizedTest
    @CsvSource({"20, 10, CN=Issuing, false", "5, 10, CN=Root, true", "10, 10, CN=Root, false"})
    void itEndsWithTheFirstOfItsChain(int root, int issuing, String first, boolean early) {
        IssuerStanding standing = standing(member("CN=Root", root, false), member("CN=Issuing", issuing, true));
        assertThat(standing.own().subject()).isEqualTo("CN=Issuing");
        assertThat(standing.endsFirst().subject()).isEqualTo(first);
        assertThat(standing.endsEarly()).isEqualTo(early);
    }

    private static ChainMember member(String subject, int days, boolean own) {
        return new ChainMember(
                subject, "01", NOW, Remaining.of(NOW.plus(Duration.ofDays(days)), NOW), "EC 256", !own, own);
    }

    private static IssuerStanding standing(ChainMember... chain) {
        URI url = URI.create("http://pki.test/x");
        return new IssuerStanding(
                new UUID(1, 2),
                "issuing",
                NOW,
                null,
                new CaKey(null, "issuing", null),
                SignatureScheme.ECDSA_P256_SHA256,
                "00",
                List.of(chain),
                null,
                new CrlStanding("missing", 0, null, null, 0),
                OcspStanding.NONE,
                new IssuerUrls(url, url, url),
                "00:01");
    }
}
