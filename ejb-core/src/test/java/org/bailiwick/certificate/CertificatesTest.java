package org.bailiwick.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bailiwick.certificate.CertificateScene.certificates;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.account.Account;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.ProblemType;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.ca.CertificateId;
import org.bailiwick.ca.EndEntityCertificate;
import org.bailiwick.ca.IssuedCertificate;
import org.bailiwick.ca.RevocationReason;
import org.bailiwick.schema.Population;
import org.bailiwick.schema.Rivals;
import org.bailiwick.schema.TestDatabase;
import org.hibernate.exception.ConstraintViolationException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CertificatesTest {

    private final IssuedCertificate issued = CertificateScene.issued(Population.key(), "host.corp");

    /** RFC 5280 §4.1.2.2. */
    @ParameterizedTest
    @EnumSource
    void aSerialIsUniqueInItsAuthority(TestDatabase database) {
        Account account = database.inTransaction(Population::account);
        Account elsewhere = database.inTransaction(Population::account);
        database.transact(entityManager -> {
            CertificateScene.stored(entityManager, account, issued);
            CertificateScene.stored(entityManager, elsewhere, issued);
        });
        database.transact(entityManager -> assertThatThrownBy(() -> {
                    CertificateScene.stored(entityManager, account, issued);
                    entityManager.flush();
                })
                .isInstanceOf(ConstraintViolationException.class));
    }

    @ParameterizedTest
    @EnumSource
    void aCertificateIsFoundByItsOctetsInItsAuthorityOnly(TestDatabase database) {
        Account account = database.inTransaction(Population::account);
        Certificate certificate =
                database.inTransaction(entityManager -> CertificateScene.stored(entityManager, account, issued));
        UUID authority = account.provisioner().authority().id();
        byte[] forged = issued.der();
        forged[forged.length - 1] ^= 1;
        database.transact(entityManager -> {
            Certificates certificates = certificates(entityManager);
            assertThat(certificates.same(authority, EndEntityCertificate.read(issued.der())))
                    .map(Certificate::id)
                    .contains(certificate.id());
            assertThat(certificates.same(authority, EndEntityCertificate.read(forged)))
                    .isEmpty();
            assertThat(certificates.same(new UUID(1, 2), EndEntityCertificate.read(issued.der())))
                    .isEmpty();
        });
    }

    /** RFC 9773 §4.2. */
    @ParameterizedTest
    @EnumSource
    void oneThatIsToBeReplacedSaysSo(TestDatabase database) {
        Account account = database.inTransaction(Population::account);
        Certificate certificate =
                database.inTransaction(entityManager -> CertificateScene.stored(entityManager, account, issued));
        Instant from = issued.notBefore().plusSeconds(3600);
        Instant by = from.plusSeconds(3600);
        UUID id = certificate.id().value();

        database.transact(
                entityManager -> entityManager.find(Certificate.class, id).replaceWithin(from, by));

        database.transact(entityManager -> {
            RenewalInfo info = entityManager.find(Certificate.class, id).renewalInfo(Population.NOW);
            assertThat(info.start()).isEqualTo(from);
            assertThat(info.end()).isEqualTo(by);
        });
        assertThatIllegalArgumentException().isThrownBy(() -> certificate.replaceWithin(by, by));
    }

    @ParameterizedTest
    @EnumSource
    void aCertificateIsFoundByItsIdentifierInItsAuthorityOnly(TestDatabase database) {
        Account account = database.inTransaction(Population::account);
        Certificate certificate =
                database.inTransaction(entityManager -> CertificateScene.stored(entityManager, account, issued));
        UUID authority = account.provisioner().authority().id();
        CertificateId id = EndEntityCertificate.read(issued.der()).id();
        database.transact(entityManager -> {
            Certificates certificates = certificates(entityManager);
            assertThat(certificates.named(authority, id)).map(Certificate::id).contains(certificate.id());
            assertThat(certificates.named(authority, new CertificateId("00", id.serial())))
                    .isEmpty();
            assertThat(certificates.named(new UUID(1, 2), id)).isEmpty();
        });
    }

    @ParameterizedTest
    @EnumSource
    void aSerialThatMayNotHaveBeenSignedIsRevokedAndFoundByNobody(TestDatabase database) {
        Account account = database.inTransaction(Population::account);
        UUID authority = account.provisioner().authority().id();
        Certificate unknown = database.inTransaction(entityManager -> {
            Certificate certificate = Certificate.unknown(
                    CertificateScene.origin(entityManager, account, Optional.empty()),
                    issued.serial().hex(),
                    issued.notBefore(),
                    issued.notAfter(),
                    Population.NOW);
            entityManager.persist(certificate);
            return certificate;
        });
        assertThat(unknown.revocationReason()).contains(RevocationReason.CESSATION_OF_OPERATION);
        EndEntityCertificate contents = EndEntityCertificate.read(issued.der());
        database.transact(entityManager -> {
            assertThat(certificates(entityManager).same(authority, contents)).isEmpty();
            assertThat(certificates(entityManager).named(authority, contents.id()))
                    .isEmpty();
        });
    }

    @ParameterizedTest
    @EnumSource
    void aCertificateKnowsWhetherThereIsOneInItsPlace(TestDatabase database) {
        Account account = database.inTransaction(Population::account);
        ResourceId old = database.inTransaction(entityManager ->
                CertificateScene.stored(entityManager, account, issued).id());
        database.transact(entityManager ->
                assertThat(certificates(entityManager).isReplaced(old)).isFalse());
        database.transact(entityManager -> CertificateScene.stored(
                entityManager, account, CertificateScene.issued(Population.key(), "host.corp"), Optional.of(old)));
        database.transact(entityManager ->
                assertThat(certificates(entityManager).isReplaced(old)).isTrue());
    }

    /** RFC 8555 §7.6: the other one gets "alreadyRevoked". */
    @ParameterizedTest
    @EnumSource
    void ofTwoThatRevokeACertificateAtOnceOneDoes(TestDatabase database) {
        for (int round = 0; round < 5; round++) {
            Account account = database.inTransaction(Population::account);
            IssuedCertificate some = CertificateScene.issued(Population.key(), "host.corp");
            database.transact(entityManager -> CertificateScene.stored(entityManager, account, some));
            UUID authority = account.provisioner().authority().id();
            EndEntityCertificate contents = EndEntityCertificate.read(some.der());
            List<Boolean> revoked = Rivals.both(database, entityManager -> {
                Certificates certificates = certificates(entityManager);
                Certificate found = certificates.same(authority, contents).orElseThrow();
                try {
                    certificates.lock(found).revoke(Population.NOW, RevocationReason.SUPERSEDED);
                    return true;
                } catch (AcmeException refusal) {
                    assertThat(refusal.problem().type()).isEqualTo(ProblemType.ALREADY_REVOKED);
                    return false;
                }
            });
            assertThat(revoked).containsExactlyInAnyOrder(true, false);
        }
    }
}
