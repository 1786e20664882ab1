package org.bailiwick.person;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** With few iterations, but where it says otherwise: what is slow on purpose need not be so here. */
class PasswordHashTest {

    private static final byte[] SALT = "salt".getBytes(StandardCharsets.US_ASCII);

    /** Made with another implementation: Python's hashlib.pbkdf2_hmac("sha512", b"password", b"salt", 1000, 32). */
    @Test
    void itIsPbkdf2() {
        assertThat(PasswordHash.of("password", 1000, SALT))
                .isEqualTo("pbkdf2-sha512$1000$c2FsdA==$r+bFUweFtsxrHGRTOEcxvV7kMu5Un9QvtmlXea2KHFs=");
    }

    @Test
    void itMatchesThePasswordAndNoOther() {
        String kept = PasswordHash.of("correct horse", 10, SALT);
        assertThat(PasswordHash.matches(kept, "correct horse")).isTrue();
        for (String other : new String[] {"", "correct hors", "Correct horse", "correct horse "}) {
            assertThat(PasswordHash.matches(kept, other)).as(other).isFalse();
        }
    }

    @Test
    void eachHasASaltOfItsOwnAndAllTheIterations() {
        String one = PasswordHash.of("the same");
        assertThat(one).startsWith("pbkdf2-sha512$210000$").isNotEqualTo(PasswordHash.of("the same"));
        assertThat(one.length()).isLessThan(300);
    }

    /** Whoever tries a name that there is not must not be told by the time that it takes. */
    @Test
    void thatOfNobodyIsOfTheSameFormAndNothingMatchesIt() {
        String nobodys = PasswordHash.ofNobody();
        assertThat(nobodys).startsWith("pbkdf2-sha512$210000$").hasSameSizeAs(PasswordHash.of("somebody's"));
        assertThat(nobodys).isNotEqualTo(PasswordHash.ofNobody());
        assertThat(PasswordHash.matches(nobodys, "nobody's")).isFalse();
    }

    @Test
    void whatIsKeptOtherwiseIsAFaultAndLetsNobodyIn() {
        for (String kept :
                new String[] {"", "secret", "pbkdf2-sha512$0$c2FsdA==$AAAA", "pbkdf2-sha512$x$c2FsdA==$AAAA"}) {
            assertThatIllegalStateException().isThrownBy(() -> PasswordHash.matches(kept, kept));
        }
    }
}
