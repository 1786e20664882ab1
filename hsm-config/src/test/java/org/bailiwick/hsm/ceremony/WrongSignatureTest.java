package org.bailiwick.hsm.ceremony;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.Period;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bailiwick.hsm.TokenException.SignatureFailed;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A token that gives a wrong signature: nothing of what it signed leaves the ceremony. */
class WrongSignatureTest {

    private static final Instant NOW = Instant.parse("2027-03-01T09:30:15Z");
    private static final X500Principal ROOT = new X500Principal("CN=Root");
    private static final X500Principal ISSUING = new X500Principal("CN=Issuing");

    private static final SoftwareSigner KEY = SoftwareSigner.create();
    private static final X509Certificate ISSUER = CaCertificate.root(KEY, ROOT, Validity.of(NOW, Period.ofYears(20)));

    static Stream<UnaryOperator<byte[]>> faults() {
        SoftwareSigner other = SoftwareSigner.create();
        return Stream.of(
                signature -> changed(signature, signature.length - 1),
                signature -> changed(signature, 0),
                signature -> new byte[0],
                signature -> new byte[signature.length],
                signature -> other.sign(new byte[] {1}));
    }

    private static byte[] changed(byte[] signature, int octet) {
        byte[] changed = signature.clone();
        changed[octet] ^= 1;
        return changed;
    }

    @ParameterizedTest
    @MethodSource("faults")
    void nothingThatIsSignedWrongIsKept(UnaryOperator<byte[]> fault) {
        SoftwareSigner broken = KEY.broken(fault);
        Validity validity = Validity.of(NOW, Period.ofYears(1));
        assertWithheld(() -> CaCertificate.root(broken, ROOT, validity));
        assertWithheld(() -> CaCertificate.placeholder(broken, ROOT, validity));
        assertWithheld(() -> CaCertificate.audit(broken, ROOT, validity));
        assertWithheld(() -> CaCertificate.subordinate(
                broken,
                ISSUER,
                SoftwareSigner.create().publicKey(),
                ISSUING,
                SubordinateTerms.of(0, Period.ofYears(1)),
                validity));
        assertWithheld(() -> CaRequest.sign(broken, ISSUING));
        assertWithheld(() -> new NextCrl(Optional.empty(), Optional.of(BigInteger.ONE), List.of(), Period.ofMonths(7))
                .sign(broken, ISSUER, NOW));
    }

    private static void assertWithheld(ThrowingCallable signing) {
        assertThatExceptionOfType(SignatureFailed.class).isThrownBy(signing).withMessageContaining("wrong signature");
    }
}
