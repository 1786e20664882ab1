package org.bailiwick.ca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.ProblemType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WeakRsaKeysTest {

    private static final PublicKey KEY = SoftwareSigner.rsa(2048).getPublic();

    @TempDir
    private Path folder;

    /** Of {@code printf 'Modulus=C0FFEE\n' | sha1sum}: SHA-1 over what {@code openssl rsa -noout -modulus} prints. */
    @Test
    void aLineIsWhatDebiansToolWrites() {
        assertThat(WeakRsaKeys.listed(BigInteger.valueOf(0xc0ffee))).isEqualTo("6149ed99475722f13e18");
    }

    @Test
    void aListedKeyIsRefusedEverywhereAndNoOther() throws IOException {
        String line = WeakRsaKeys.listed(((RSAPublicKey) KEY).getModulus());
        Path some = list("# a comment\n\n0123456789abcdef0123\n%s\n".formatted(line));
        Path whole = list("ABCDEF0123456789ABCD" + line.toUpperCase(java.util.Locale.ROOT));
        for (Path list : List.of(some, whole)) {
            WeakRsaKeys weak = WeakRsaKeys.read(List.of(list));
            KeyRequirements keys = KeyRequirements.ofCertificateKeys().except(weak);
            assertThatExceptionOfType(AcmeException.class)
                    .isThrownBy(() -> keys.require(KEY))
                    .withMessageContaining("CVE-2008-0166")
                    .satisfies(refused -> assertThat(refused.problem().type()).isEqualTo(ProblemType.BAD_CSR));
            keys.require(SoftwareSigner.rsa(2048).getPublic());
            keys.require(RequestBuilder.KEY.getPublic());
            assertThatExceptionOfType(AcmeException.class)
                    .isThrownBy(
                            () -> KeyRequirements.ofAccountKeys().except(weak).require(KEY))
                    .satisfies(refused -> assertThat(refused.problem().type()).isEqualTo(ProblemType.BAD_PUBLIC_KEY));
        }
        assertThat(WeakRsaKeys.read(List.of(some, whole)).size()).isEqualTo(3);
        assertThat(WeakRsaKeys.read(List.of()).size()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0123456789abcdef012", "0123456789abcdef01234", "0123456789abcdef012g", "x", "MD5 (x) = 1"})
    void whatIsNoListIsRefusedWithItsLine(String line) throws IOException {
        Path list = list("0123456789abcdef0123\n" + line);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WeakRsaKeys.read(List.of(list)))
                .withMessageContaining(list.toString())
                .withMessageContaining("line 2");
    }

    @Test
    void aListThatIsNotThereIsTold() {
        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() -> WeakRsaKeys.read(List.of(folder.resolve("none"))));
    }

    private Path list(String text) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "list", ""), text);
    }
}
