package org.bailiwick.acme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Base64;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenTest {

    private static final JwkThumbprint THUMBPRINT = new JwkThumbprint("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");

    /** V23. */
    @Test
    void aThousandTokensAreLongUrlSafeAndUnique() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            String value = Token.random().value();
            assertThat(value).matches("[A-Za-z0-9_-]{32}");
            assertThat(seen.add(value)).isTrue();
        }
    }

    @Test
    void everyBitOfATokenVaries() {
        BitSet ones = new BitSet();
        BitSet zeros = new BitSet();
        for (int i = 0; i < 1000; i++) {
            BitSet bits =
                    BitSet.valueOf(Base64.getUrlDecoder().decode(Token.random().value()));
            ones.or(bits);
            bits.flip(0, 192);
            zeros.or(bits);
        }
        assertThat(ones.cardinality()).isEqualTo(192);
        assertThat(zeros.cardinality()).isEqualTo(192);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "short",
                "aaaaaaaaaaaaaaaaaaaaa",
                "aaaaaaaaaaaaaaaaaaaaaaaa=",
                "aaaaaaaaaaaa+aaaaaaaaaaa",
                "aaaaaaaaaaaa/aaaaaaaaaaa",
                "../../../../../../../../etc",
                "aaaaaaaaaaaa\naaaaaaaaaaa",
                "aaaaaaaaaaaa aaaaaaaaaaa",
                "aaaaaaaaaaaaaaaaaaaaaaaa\n",
            })
    void whatIsNoTokenIsRefused(String value) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Token(value));
    }

    @Test
    void aTokenIsAtMost128CharactersLong() {
        assertThat(new Token("a".repeat(128)).value()).hasSize(128);
        assertThatIllegalArgumentException().isThrownBy(() -> new Token("a".repeat(129)));
    }

    /** The thumbprint of RFC 7638 §3.1. */
    @Test
    void aKeyAuthorizationIsTokenDotThumbprint() {
        Token token = new Token("evaGxfADs6pSRb2LAv9IZf17Dt3juxGJ-PCt92wr-oA");
        assertThat(KeyAuthorization.of(token, THUMBPRINT).value())
                .isEqualTo("evaGxfADs6pSRb2LAv9IZf17Dt3juxGJ-PCt92wr-oA.NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "token", "a.b", " ", "evaGxfADs6pSRb2LAv9IZf17Dt3juxGJ-PCt92wr-oA."})
    void whatIsNoKeyAuthorizationIsRefused(String value) {
        assertThatIllegalArgumentException().isThrownBy(() -> new KeyAuthorization(value));
    }

    @Test
    void aThumbprintHas43Characters() {
        IntStream.of(0, 42, 44).mapToObj("a"::repeat).forEach(value -> assertThatIllegalArgumentException()
                .isThrownBy(() -> new JwkThumbprint(value)));
        assertThatIllegalArgumentException().isThrownBy(() -> new JwkThumbprint("=".repeat(43)));
    }

    @Test
    void challengeTypesHaveTheirRegisteredNames() {
        assertThat(ChallengeType.HTTP_01.wireName()).isEqualTo("http-01");
    }
}
