package org.bailiwick.issuance;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.UUID;
import org.bailiwick.authority.Issuers;
import org.bailiwick.ca.CertificateIssuer;
import org.bailiwick.ca.PreparedCertificate;
import org.bailiwick.ca.TestAuthority;
import org.bailiwick.certificate.CertificateScene;
import org.bailiwick.hsm.SignatureScheme;
import org.bailiwick.hsm.TokenException.TokenUnavailable;
import org.bailiwick.schema.Injected;
import org.bailiwick.schema.Population;
import org.bailiwick.schema.TestDatabase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an issuer has left of which the token is away. */
class InterruptedIssuanceSweepTest {

    private static final CertificateIssuer CA =
            TestAuthority.of(SignatureScheme.ECDSA_P256_SHA256).issuer();

    /** Its token may never come back. */
    @ParameterizedTest
    @EnumSource
    void whatARetiredIssuerHasLeftIsGivenUpWithoutItsToken(TestDatabase database) {
        IssuanceScene waiting = IssuanceScene.in(database);
        UUID waits = waiting.journaled(database, IssuanceScene.prepared(CA));
        IssuanceScene retired = IssuanceScene.in(database);
        PreparedCertificate prepared = IssuanceScene.prepared(CA);
        UUID given = retired.journaled(database, prepared);
        retired.retireIssuer(database);

        database.transact(entityManager -> sweep(entityManager).run());

        database.transact(entityManager -> {
            assertThat(entityManager.find(IssuanceAttempt.class, waits)).isNotNull();
            IssuanceOutcomeTest.assertAbandoned(
                    entityManager,
                    retired,
                    IssuanceOutcomeTest.journaled(given, retired, prepared),
                    IssuanceService.NOT_MADE);
        });
    }

    private static InterruptedIssuanceSweep sweep(EntityManager entityManager) {
        return Injected.into(
                new InterruptedIssuanceSweep(),
                Injected.into(new IssuanceAttempts(), entityManager, CertificateScene.certificates(entityManager)),
                new NoToken(),
                IssuanceOutcomeTest.outcome(entityManager),
                Clock.fixed(Population.NOW.plus(Duration.ofMinutes(1)), ZoneOffset.UTC));
    }

    private static final class NoToken extends Issuers {

        @Override
        public ReadyIssuer withId(UUID id) {
            throw new TokenUnavailable("The token is away", "Put it back.", null, null);
        }
    }
}
