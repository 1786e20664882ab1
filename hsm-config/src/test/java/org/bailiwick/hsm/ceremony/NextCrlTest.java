package org.bailiwick.hsm.ceremony;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.cert.CRLReason;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.Extension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class NextCrlTest {

    private static final Instant NOW = Instant.parse("2027-03-01T09:30:15Z");
    private static final Instant LATER = NOW.plus(Duration.ofDays(180));
    private static final Period SEVEN_MONTHS = Period.ofMonths(7);
    private static final X500Principal ROOT = new X500Principal("CN=Root,O=Example");
    private static final Revocation ONE = Revocation.of("0A:1B", RevocationReason.CA_COMPROMISE);

    private final SoftwareSigner key = SoftwareSigner.create();
    private final X509Certificate root = CaCertificate.root(key, ROOT, Validity.of(NOW, Period.ofYears(20)));

    @Test
    void firstOneIsAsRfc5280HasIt() throws GeneralSecurityException {
        X509CRL crl = first(List.of());
        crl.verify(root.getPublicKey());
        assertThat(crl.getVersion()).isEqualTo(2);
        assertThat(crl.getIssuerX500Principal()).isEqualTo(ROOT);
        assertThat(crl.getThisUpdate().toInstant()).isEqualTo(NOW);
        assertThat(crl.getNextUpdate().toInstant()).isEqualTo(Instant.parse("2027-10-01T09:30:14Z"));
        assertThat(NextCrl.numberOf(crl)).contains(BigInteger.ONE);
        // absent, not empty: RFC 5280 §5.1.2.6
        assertThat(crl.getRevokedCertificates()).isNull();
        assertThat(crl.getCriticalExtensionOIDs()).isEmpty();
        assertThat(crl.getNonCriticalExtensionOIDs())
                .containsExactlyInAnyOrder(Extension.cRLNumber.getId(), Extension.authorityKeyIdentifier.getId());
        byte[] authority = crl.getExtensionValue(Extension.authorityKeyIdentifier.getId());
        byte[] subject = root.getExtensionValue(Extension.subjectKeyIdentifier.getId());
        assertThat(Arrays.copyOfRange(authority, authority.length - 20, authority.length))
                .isEqualTo(Arrays.copyOfRange(subject, subject.length - 20, subject.length));
    }

    @Test
    void nextOneKeepsTheEntriesAndCountsOn() {
        X509CRL before = first(List.of(ONE));
        X509CRL next = sign(next(before, Revocation.of("2c", RevocationReason.UNSPECIFIED)), LATER);
        assertThat(NextCrl.numberOf(next)).contains(BigInteger.TWO);
        assertThat(next.getRevokedCertificates()).hasSize(2);
        assertThat(next.getRevokedCertificate(ONE.serial())).satisfies(entry -> {
            assertThat(entry.getRevocationDate().toInstant()).isEqualTo(NOW);
            assertThat(entry.getRevocationReason()).isEqualTo(CRLReason.CA_COMPROMISE);
        });
        assertThat(next.getRevokedCertificate(BigInteger.valueOf(0x2c))).satisfies(entry -> {
            assertThat(entry.getRevocationDate().toInstant()).isEqualTo(LATER);
            assertThat(entry.hasExtensions()).isFalse(); // RFC 5280 §5.3.1
        });
        assertThat(NextCrl.numberOf(sign(next(next), LATER))).contains(BigInteger.valueOf(3));
    }

    @ParameterizedTest
    @EnumSource(RevocationReason.class)
    void reasonsAreThoseOfRfc5280(RevocationReason reason) {
        X509CRL crl = first(List.of(Revocation.of("1", reason)));
        CRLReason found = crl.getRevokedCertificate(BigInteger.ONE).getRevocationReason();
        if (reason == RevocationReason.UNSPECIFIED) {
            assertThat(found).isNull();
        } else {
            assertThat(found.name()).isEqualTo(reason.name());
        }
        assertThat(RevocationReason.named(reason.toString())).isEqualTo(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"certificateHold", "removeFromCRL", "KEYCOMPROMISE", ""})
    void otherReasonsAreNone(String reason) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RevocationReason.named(reason))
                .withMessageContaining("keyCompromise");
    }

    @Test
    void numberMayBeChosenAndMustGrow() {
        X509CRL before = sign(new NextCrl(Optional.empty(), number(41), List.of(), SEVEN_MONTHS), NOW);
        assertThat(NextCrl.numberOf(sign(numbered(before, 100), LATER))).contains(BigInteger.valueOf(100));
        for (long number : new long[] {41, 40, 0, -1}) {
            assertRefused(numbered(before, number), LATER, "grows");
        }
        assertRefused(new NextCrl(Optional.empty(), number(-1), List.of(), SEVEN_MONTHS), NOW, "not negative");
        NextCrl huge =
                new NextCrl(Optional.empty(), Optional.of(BigInteger.ONE.shiftLeft(159)), List.of(), SEVEN_MONTHS);
        assertRefused(huge, NOW, "20 octets");
    }

    @Test
    void firstOneNeedsANumber() {
        assertRefused(new NextCrl(Optional.empty(), Optional.empty(), List.of(), SEVEN_MONTHS), NOW, "previous CRL");
    }

    @Test
    void previousOneMustBeThisCasOwn() {
        SoftwareSigner otherKey = SoftwareSigner.create();
        X509Certificate other = CaCertificate.root(otherKey, ROOT, Validity.of(NOW, Period.ofYears(20)));
        X509CRL foreign = new NextCrl(Optional.empty(), number(1), List.of(), SEVEN_MONTHS).sign(otherKey, other, NOW);
        assertRefused(next(foreign), LATER, "not signed by this key");

        X509Certificate renamed =
                CaCertificate.root(key, new X500Principal("CN=Another"), Validity.of(NOW, Period.ofYears(20)));
        X509CRL ofAnother = new NextCrl(Optional.empty(), number(1), List.of(), SEVEN_MONTHS).sign(key, renamed, NOW);
        assertRefused(next(ofAnother), LATER, "another CA");
    }

    @Test
    void clockThatIsBehindThePreviousOneIsNoticed() {
        X509CRL before = sign(new NextCrl(Optional.empty(), number(1), List.of(), SEVEN_MONTHS), LATER);
        assertRefused(next(before), NOW, "clock");
    }

    @Test
    void nothingIsRevokedTwice() {
        X509CRL before = first(List.of(ONE));
        assertRefused(next(before, Revocation.of("0a1b", RevocationReason.SUPERSEDED)), LATER, "revoked since");
        NextCrl twice = new NextCrl(Optional.empty(), number(1), List.of(ONE, ONE), SEVEN_MONTHS);
        assertRefused(twice, NOW, "named twice");
    }

    @Test
    void certificateOfAnotherCaIsNotRevoked() {
        SoftwareSigner otherKey = SoftwareSigner.create();
        X509Certificate other = CaCertificate.root(otherKey, ROOT, Validity.of(NOW, Period.ofYears(20)));
        Revocation foreign = Revocation.of(other, RevocationReason.SUPERSEDED);
        assertRefused(new NextCrl(Optional.empty(), number(1), List.of(foreign), SEVEN_MONTHS), NOW, "not issued by");
        Revocation own = Revocation.of(root, RevocationReason.SUPERSEDED);
        assertRefused(new NextCrl(Optional.empty(), number(1), List.of(own), SEVEN_MONTHS), NOW, "revoke itself");
    }

    @Test
    void certificateThatIsNoCasSignsNone() {
        X509Certificate audit = CaCertificate.audit(key, ROOT, Validity.of(NOW, Period.ofYears(20)));
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new NextCrl(Optional.empty(), number(1), List.of(), SEVEN_MONTHS).sign(key, audit, NOW))
                .withMessageContaining("signs CRLs");
    }

    @Test
    void crlDoesNotOutliveItsIssuer() {
        assertRefused(new NextCrl(Optional.empty(), number(1), List.of(), Period.ofYears(21)), NOW, "only from");
        assertRefused(
                new NextCrl(Optional.empty(), number(1), List.of(), SEVEN_MONTHS), NOW.minusSeconds(5), "only from");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "xyz", "-1", "0", "00:00", "1 2"})
    void serialNumberThatIsNoneIsRefused(String serial) {
        assertThatIllegalArgumentException().isThrownBy(() -> Revocation.of(serial, RevocationReason.SUPERSEDED));
    }

    private X509CRL first(List<Revocation> revocations) {
        return sign(new NextCrl(Optional.empty(), number(1), revocations, SEVEN_MONTHS), NOW);
    }

    private static NextCrl next(X509CRL before, Revocation... revocations) {
        return new NextCrl(Optional.of(before), Optional.empty(), List.of(revocations), SEVEN_MONTHS);
    }

    private static NextCrl numbered(X509CRL before, long number) {
        return new NextCrl(Optional.of(before), number(number), List.of(), SEVEN_MONTHS);
    }

    private static Optional<BigInteger> number(long number) {
        return Optional.of(BigInteger.valueOf(number));
    }

    private X509CRL sign(NextCrl next, Instant now) {
        return next.sign(key, root, now);
    }

    private void assertRefused(NextCrl next, Instant now, String because) {
        assertThatIllegalArgumentException().isThrownBy(() -> sign(next, now)).withMessageContaining(because);
    }
}
