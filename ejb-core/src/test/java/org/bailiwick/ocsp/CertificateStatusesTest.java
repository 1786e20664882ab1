package org.bailiwick.ocsp;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.account.Account;
import org.bailiwick.ca.IssuedCertificate;
import org.bailiwick.ca.MalformedOcspRequestException;
import org.bailiwick.ca.OcspCertificateId;
import org.bailiwick.ca.OcspRequest;
import org.bailiwick.ca.OcspRequests;
import org.bailiwick.ca.OcspResponder.Known;
import org.bailiwick.ca.OcspStatus;
import org.bailiwick.ca.RevocationReason;
import org.bailiwick.ca.SerialNumber;
import org.bailiwick.ca.TestAuthority;
import org.bailiwick.certificate.Certificate;
import org.bailiwick.certificate.CertificateScene;
import org.bailiwick.certificate.Origin;
import org.bailiwick.hsm.SignatureScheme;
import org.bailiwick.schema.Injected;
import org.bailiwick.schema.Population;
import org.bailiwick.schema.TestDatabase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** RFC 6960 §2.2. */
class CertificateStatusesTest {

    private static final Instant NOW = Population.NOW;
    private static final X509Certificate ISSUER =
            TestAuthority.of(SignatureScheme.ECDSA_P256_SHA256).chain().first();

    @ParameterizedTest
    @EnumSource
    void onlyWhatIsRecordedIsGood(TestDatabase database) throws MalformedOcspRequestException {
        Account account = database.inTransaction(Population::account);
        IssuedCertificate good = CertificateScene.issued(Population.key(), "host.corp");
        Certificate stored =
                database.inTransaction(entityManager -> CertificateScene.stored(entityManager, account, good));
        SerialNumber abandoned = SerialNumber.random();
        IssuedCertificate revoked = CertificateScene.issued(Population.key(), "host.corp");
        database.transact(entityManager -> {
            Origin origin = new Origin(
                    stored.authority(),
                    stored.issuer(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
            entityManager.persist(
                    Certificate.unknown(origin, abandoned.hex(), NOW.minusSeconds(60), NOW.plusSeconds(60), NOW));
            Certificate withdrawn = Certificate.of(origin, revoked, NOW);
            entityManager.persist(withdrawn);
            CertificateScene.certificates(entityManager).revoke(withdrawn, RevocationReason.SUPERSEDED, NOW);
        });
        List<OcspCertificateId> asked = OcspRequest.parse(OcspRequests.about(ISSUER, good.serial())
                        .and(ISSUER, revoked.serial().value())
                        .and(ISSUER, abandoned.value())
                        .and(ISSUER, SerialNumber.random().value())
                        .and(ISSUER, BigInteger.ZERO)
                        .and(ISSUER, BigInteger.ONE.shiftLeft(8000))
                        .and(ISSUER, good.serial().value())
                        .der())
                .certificates();

        List<Known> known = of(database, stored.issuer(), asked);

        assertThat(known).extracting(Known::id).isEqualTo(asked);
        Instant at = NOW.truncatedTo(ChronoUnit.MICROS);
        assertThat(known)
                .extracting(Known::status)
                .containsExactly(
                        OcspStatus.GOOD,
                        new OcspStatus.Revoked(at, RevocationReason.SUPERSEDED),
                        // nobody knows whether it was ever signed
                        new OcspStatus.Revoked(at, RevocationReason.CESSATION_OF_OPERATION),
                        OcspStatus.UNKNOWN,
                        OcspStatus.UNKNOWN,
                        OcspStatus.UNKNOWN,
                        OcspStatus.GOOD);
        // another issuer's serials say nothing here
        assertThat(of(database, new UUID(1, 2), asked))
                .extracting(Known::status)
                .containsOnly(OcspStatus.UNKNOWN);
    }

    private static List<Known> of(TestDatabase database, UUID issuer, List<OcspCertificateId> ids) {
        return database.inTransaction(entityManager ->
                Injected.into(new CertificateStatuses(), entityManager).of(issuer, ids));
    }
}
