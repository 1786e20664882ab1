package org.bailiwick.ca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.bailiwick.hash.Sha256;
import org.bailiwick.hsm.CaSigner;
import org.bailiwick.hsm.SignatureScheme;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CRLHolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RevocationListIssuerTest {

    private static final Instant THIS_UPDATE = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant NEXT_UPDATE = Instant.parse("2026-03-08T12:00:00Z");
    private static final Instant REVOKED = Instant.parse("2026-02-27T08:30:01.987654Z");

    private static final TestAuthority AUTHORITY = TestAuthority.of(SignatureScheme.ECDSA_P256_SHA256);
    private static final RevocationListIssuer ISSUER = issuer(AUTHORITY);

    @ParameterizedTest
    @EnumSource(
            value = SignatureScheme.class,
            names = {"ECDSA_P256_SHA256", "ECDSA_P384_SHA384", "RSA_PKCS1_SHA256", "RSA_PSS_SHA256"})
    void itIsSignedByItsIssuerAndSaysWhatItShould(SignatureScheme scheme) throws GeneralSecurityException, IOException {
        TestAuthority authority = TestAuthority.of(scheme);
        RevokedSerials revoked = new RevokedSerials();
        revoked.add(SerialNumber.ofHex("0a"), REVOKED, RevocationReason.UNSPECIFIED);
        revoked.add(SerialNumber.ofHex("ff01"), REVOKED, RevocationReason.KEY_COMPROMISE);

        RevocationListIssuer issuer = issuer(authority);
        IssuedRevocationList issued = issuer.issue(issuer.prepare(258, THIS_UPDATE, NEXT_UPDATE, revoked));

        byte[] der = der(issued);
        assertThat(issued.length()).isEqualTo(der.length);
        assertThat(issued.sha256()).isEqualTo(Sha256.hexadecimal(der));
        X509CRL crl = parsed(issued);
        crl.verify(authority.chain().first().getPublicKey(), BouncyCastle.PROVIDER);
        assertThat(crl.getVersion()).isEqualTo(2);
        assertThat(crl.getIssuerX500Principal().getEncoded())
                .isEqualTo(authority.chain().first().getSubjectX500Principal().getEncoded());
        assertThat(crl.getThisUpdate().toInstant()).isEqualTo(THIS_UPDATE);
        assertThat(crl.getNextUpdate().toInstant()).isEqualTo(NEXT_UPDATE);
        assertThat(crl.getCriticalExtensionOIDs()).isNullOrEmpty();
        X509CRLHolder holder = new X509CRLHolder(der);
        assertThat(holder.getExtension(Extension.cRLNumber).getParsedValue()).isEqualTo(new ASN1Integer(258));
        assertThat(AuthorityKeyIdentifier.fromExtensions(holder.getExtensions()).getKeyIdentifierOctets())
                .isEqualTo(IssuerFields.of(authority.chain().first(), authority.signer())
                        .keyIdentifier()
                        .getKeyIdentifier());
        X509CRLEntry first = crl.getRevokedCertificate(BigInteger.TEN);
        assertThat(first.getRevocationDate()).isEqualTo(Date.from(Instant.parse("2026-02-27T08:30:01Z")));
        assertThat(first.hasExtensions())
                .as("an unspecified reason is left out")
                .isFalse();
        assertThat(crl.getRevokedCertificate(BigInteger.valueOf(0xff01)).getRevocationReason())
                .isEqualTo(java.security.cert.CRLReason.KEY_COMPROMISE);
    }

    /** RFC 5280 §5.1.2.6: "When there are no revoked certificates, the revoked certificates list MUST be absent." */
    @Test
    void withoutEntriesThereIsNoListOfThem() throws GeneralSecurityException {
        X509CRL crl = parsed(ISSUER.issue(ISSUER.prepare(1, THIS_UPDATE, NEXT_UPDATE, new RevokedSerials())));
        assertThat(crl.getRevokedCertificates()).isNull();
        crl.verify(AUTHORITY.chain().first().getPublicKey());
    }

    /** §5.1.2.4: UTCTime through 2049, GeneralizedTime after; the platform's parser reads both. */
    @ParameterizedTest
    @CsvSource({
        "2049-12-31T23:59:59Z, 2050-01-01T00:00:00Z",
        "2026-03-01T12:00:00Z, 2059-03-01T12:00:00Z",
        "2051-03-01T12:00:00Z, 2051-03-08T12:00:00Z",
    })
    void timesAreWrittenAsTheirYearDemands(Instant thisUpdate, Instant nextUpdate) throws GeneralSecurityException {
        RevokedSerials revoked = new RevokedSerials();
        revoked.add(SerialNumber.random(), thisUpdate, RevocationReason.SUPERSEDED);
        X509CRL crl = parsed(ISSUER.issue(ISSUER.prepare(1, thisUpdate, nextUpdate, revoked)));
        assertThat(crl.getThisUpdate().toInstant()).isEqualTo(thisUpdate);
        assertThat(crl.getNextUpdate().toInstant()).isEqualTo(nextUpdate);
        assertThat(crl.getRevokedCertificates()).singleElement().satisfies(entry -> assertThat(
                        entry.getRevocationDate().toInstant())
                .isEqualTo(thisUpdate));
    }

    /** Whatever was revoked is what another's parser finds. */
    @Property(tries = 200)
    void whatWasAddedIsWhatIsFound(@ForAll("revocations") Map<String, RevocationReason> revocations)
            throws GeneralSecurityException {
        RevokedSerials revoked = new RevokedSerials();
        new TreeMap<>(revocations)
                .forEach((serial, reason) -> revoked.add(SerialNumber.ofHex(serial), REVOKED, reason));

        X509CRL crl = parsed(ISSUER.issue(ISSUER.prepare(7, THIS_UPDATE, NEXT_UPDATE, revoked)));

        Set<? extends X509CRLEntry> entries =
                crl.getRevokedCertificates() == null ? Set.of() : crl.getRevokedCertificates();
        assertThat(entries.stream()
                        .collect(Collectors.toMap(
                                entry -> new SerialNumber(entry.getSerialNumber()).hex(),
                                entry -> entry.getRevocationReason() == null
                                        ? "UNSPECIFIED"
                                        : entry.getRevocationReason().name())))
                .isEqualTo(revocations.entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, entry -> entry.getValue().name())));
    }

    @Provide
    static Arbitrary<Map<String, RevocationReason>> revocations() {
        Arbitrary<String> serials = Arbitraries.bigIntegers()
                .between(BigInteger.ONE, BigInteger.TWO.pow(159).subtract(BigInteger.ONE))
                .map(number -> new SerialNumber(number).hex());
        return Arbitraries.maps(
                        serials,
                        Arbitraries.of(
                                RevocationReason.UNSPECIFIED,
                                RevocationReason.KEY_COMPROMISE,
                                RevocationReason.AFFILIATION_CHANGED,
                                RevocationReason.SUPERSEDED,
                                RevocationReason.CESSATION_OF_OPERATION,
                                RevocationReason.PRIVILEGE_WITHDRAWN))
                .ofMaxSize(40);
    }

    @ParameterizedTest
    @CsvSource({
        "01, 01,   does not follow the one before",
        "02, 01,   does not follow the one before",
        "02, 0101, does not follow the one before",
    })
    void aSerialThatIsThereTwiceOrOutOfOrderIsNotSigned(String first, String second, String finding) {
        RevokedSerials revoked = new RevokedSerials();
        revoked.add(SerialNumber.ofHex(first), REVOKED, RevocationReason.UNSPECIFIED);
        revoked.add(SerialNumber.ofHex(second), REVOKED, RevocationReason.UNSPECIFIED);
        assertThatThrownBy(() -> ISSUER.prepare(1, THIS_UPDATE, NEXT_UPDATE, revoked))
                .isInstanceOf(UnsoundRevocationListException.class)
                .hasMessageContaining("its entry 1 " + finding);
    }

    @ParameterizedTest
    @EnumSource(
            value = RevocationReason.class,
            names = {"CERTIFICATE_HOLD", "REMOVE_FROM_CRL"})
    void aReasonThatHereNobodyMayGiveIsNotSigned(RevocationReason reason) {
        RevokedSerials revoked = new RevokedSerials();
        revoked.add(SerialNumber.random(), REVOKED, reason);
        assertThatThrownBy(() -> ISSUER.prepare(1, THIS_UPDATE, NEXT_UPDATE, revoked))
                .isInstanceOf(UnsoundRevocationListException.class)
                .hasMessageContaining("§5.3.1");
    }

    @Test
    void aNumberOrTimesThatCannotBeAreNotSigned() {
        for (long number : new long[] {0, -1, Long.MIN_VALUE}) {
            assertThatThrownBy(() -> ISSUER.prepare(number, THIS_UPDATE, NEXT_UPDATE, new RevokedSerials()))
                    .hasMessageContaining("its CRL number");
        }
        for (Instant next : List.of(THIS_UPDATE, THIS_UPDATE.minusSeconds(1))) {
            assertThatThrownBy(() -> ISSUER.prepare(1, THIS_UPDATE, next, new RevokedSerials()))
                    .hasMessageContaining("nextUpdate");
        }
    }

    @Test
    void aPreparedListIsSignedOnceAndByItsIssuer() {
        PreparedRevocationList prepared = ISSUER.prepare(1, THIS_UPDATE, NEXT_UPDATE, new RevokedSerials());
        RevocationListIssuer sameKey = issuer(AUTHORITY);
        int before = AUTHORITY.signer().signatures();
        assertThatIllegalStateException().isThrownBy(() -> sameKey.issue(prepared));
        assertThat(AUTHORITY.signer().signatures()).isEqualTo(before);
        ISSUER.issue(prepared);
        assertThatIllegalStateException().isThrownBy(() -> ISSUER.issue(prepared));
        assertThat(AUTHORITY.signer().signatures()).isEqualTo(before + 1);
    }

    /** A token that signs something else, or with something else. */
    @Test
    void aSignatureThatIsNotTheIssuersOverTheseOctetsIsWithheld() {
        CaSigner other = SoftwareSigner.of(SignatureScheme.ECDSA_P256_SHA256);
        Map<String, CaSigner> wrong = Map.of(
                "none", new Tampering(tbs -> new byte[0]),
                "another key's", new Tampering(other::sign),
                "over other octets", new Tampering(tbs -> AUTHORITY.signer().sign(new byte[] {1})),
                "over octets that it changed",
                        new Tampering(tbs -> {
                            tbs[tbs.length - 1] ^= 1;
                            return AUTHORITY.signer().sign(tbs);
                        }));
        wrong.forEach((what, signer) -> {
            RevocationListIssuer issuer =
                    new RevocationListIssuer(AUTHORITY.chain().first(), signer);
            PreparedRevocationList prepared = issuer.prepare(3, THIS_UPDATE, NEXT_UPDATE, new RevokedSerials());
            assertThatThrownBy(() -> issuer.issue(prepared))
                    .as(what)
                    .isInstanceOf(UnsoundRevocationListException.class)
                    .hasMessage("CRL 3 is withheld: its signature is not by the issuer's key");
        });
    }

    /** RFC 5280 §4.2.1.3: who checks a CRL demands cRLSign. */
    @Test
    void whoMayNotSignCrlsIsRefused() {
        TestAuthority certifiesOnly =
                new TestAuthority.Builder().keyUsage(KeyUsage.keyCertSign).build();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> issuer(certifiesOnly))
                .withMessageContaining("may not sign CRLs");
        TestAuthority none = new TestAuthority.Builder().notAnAuthority().build();
        assertThatIllegalArgumentException().isThrownBy(() -> issuer(none)).withMessageContaining("may not sign CRLs");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RevocationListIssuer(
                        AUTHORITY.chain().first(), SoftwareSigner.of(SignatureScheme.ECDSA_P256_SHA256)))
                .withMessageContaining("the key in the token is not that of the certificate");
    }

    private static RevocationListIssuer issuer(TestAuthority authority) {
        return new RevocationListIssuer(authority.chain().first(), authority.signer());
    }

    private static byte[] der(IssuedRevocationList issued) {
        try (InputStream der = issued.open()) {
            return der.readAllBytes();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** By the platform's parser, which had no part in building it. */
    private static X509CRL parsed(IssuedRevocationList issued) throws GeneralSecurityException {
        return (X509CRL) CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(der(issued)));
    }

    /** Says that it has the issuer's key. */
    private record Tampering(Signing signing) implements CaSigner {

        @Override
        public PublicKey publicKey() {
            return AUTHORITY.signer().publicKey();
        }

        @Override
        public SignatureScheme scheme() {
            return AUTHORITY.signer().scheme();
        }

        @Override
        public byte[] sign(byte[] completeTbs) {
            return signing.sign(completeTbs);
        }
    }

    private interface Signing {
        byte[] sign(byte[] tbs);
    }
}
