package org.bailiwick.issuance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bailiwick.authorization.OrderScene.ORDERED;

import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.UUID;
import org.bailiwick.account.Account;
import org.bailiwick.acme.DnsIdentifier;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.authority.Issuer;
import org.bailiwick.authorization.OrderScene;
import org.bailiwick.authorization.OrderScene.Fact;
import org.bailiwick.ca.CertificateIssuer;
import org.bailiwick.ca.CertificateProfile;
import org.bailiwick.ca.PreparedCertificate;
import org.bailiwick.ca.SerialNumber;
import org.bailiwick.ca.TestAuthority;
import org.bailiwick.hsm.SignatureScheme;
import org.bailiwick.order.Order;
import org.bailiwick.schema.Population;
import org.bailiwick.schema.Rivals;
import org.bailiwick.schema.TestDatabase;
import org.hibernate.exception.ConstraintViolationException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CertificatesTest {

    private static final CertificateIssuer CA =
            TestAuthority.of(SignatureScheme.ECDSA_P256_SHA256).issuer();

    @ParameterizedTest
    @EnumSource
    void theJournalKeepsExactlyTheBytesThatAreSigned(TestDatabase database) {
        Scene scene = scene(database);
        PreparedCertificate prepared = prepared();
        UUID id = journaled(database, scene, prepared);
        database.transact(entityManager -> assertThat(
                        certificates(entityManager).lockAttempt(id))
                .hasValueSatisfying(found -> {
                    assertThat(found.tbs()).isEqualTo(prepared.tbs());
                    assertThat(found.serial()).isEqualTo(prepared.serial().toString());
                    assertThat(found.notBefore()).isEqualTo(prepared.notBefore());
                    assertThat(found.notAfter()).isEqualTo(prepared.notAfter());
                    assertThat(found.issuer()).isEqualTo(scene.issuer());
                    assertThat(found.requester())
                            .isEqualTo(Requester.of(scene.account().id(), scene.order()));
                    // a node that died left enough to go on
                    assertThat(CA.resume(found.tbs()).identifiers()).containsExactly(new DnsIdentifier("host.corp"));
                }));
        database.transact(
                entityManager -> assertThat(certificates(entityManager).lockAttempt(new UUID(1, 2)))
                        .isEmpty());
    }

    /** ADR 6. */
    @ParameterizedTest
    @EnumSource
    void anOrderIsInTheJournalAtMostOnce(TestDatabase database) {
        Scene scene = scene(database);
        journaled(database, scene, prepared());
        database.transact(entityManager -> assertThatThrownBy(() -> {
                    certificates(entityManager).add(attempt(scene, prepared()));
                    entityManager.flush();
                })
                .isInstanceOf(ConstraintViolationException.class));
    }

    /** The server's own certificates have no order. */
    @ParameterizedTest
    @EnumSource
    void attemptsWithoutAnOrderDoNotCollide(TestDatabase database) {
        Scene scene = scene(database);
        database.transact(entityManager -> {
            for (int i = 0; i < 2; i++) {
                certificates(entityManager)
                        .add(new IssuanceAttempt(
                                scene.issuer(), Requester.SERVER, prepared(), "node-1", Population.NOW));
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void theSweepSeesWhatIsOlderTheOldestFirst(TestDatabase database) {
        Scene scene = scene(database);
        List<IssuanceAttempt> attempts = List.of(
                new IssuanceAttempt(scene.issuer(), Requester.SERVER, prepared(), "n", ORDERED.plusSeconds(2)),
                new IssuanceAttempt(scene.issuer(), Requester.SERVER, prepared(), "n", ORDERED.plusSeconds(1)),
                new IssuanceAttempt(scene.issuer(), Requester.SERVER, prepared(), "n", ORDERED.plusSeconds(3)));
        database.transact(entityManager -> attempts.forEach(certificates(entityManager)::add));
        database.transact(
                entityManager -> assertThat(certificates(entityManager).attemptsBefore(ORDERED.plusSeconds(3)))
                        .filteredOn(attempt -> attempt.issuer().equals(scene.issuer()))
                        .extracting(IssuanceAttempt::id)
                        .containsExactly(attempts.get(1).id(), attempts.get(0).id()));
    }

    @ParameterizedTest
    @EnumSource
    void anAccountFindsItsCertificateAndNobodyElses(TestDatabase database) {
        Scene scene = scene(database);
        PreparedCertificate prepared = prepared();
        byte[] der = CA.issue(prepared).der();
        Certificate certificate = new Certificate(attempt(scene, prepared), scene.authority(), der, Population.NOW);
        database.transact(entityManager -> certificates(entityManager).add(certificate));
        Account other = database.inTransaction(Population::account);
        database.transact(entityManager -> {
            Certificates certificates = certificates(entityManager);
            assertThat(certificates.ownedBy(scene.account().id(), certificate.id()))
                    .hasValueSatisfying(found -> {
                        assertThat(found.der())
                                .hasValueSatisfying(stored -> assertThat(stored).isEqualTo(der));
                        assertThat(found.serial()).isEqualTo(prepared.serial().toString());
                        assertThat(found.notBefore()).isEqualTo(prepared.notBefore());
                        assertThat(found.notAfter()).isEqualTo(prepared.notAfter());
                        assertThat(found.revoked()).isFalse();
                    });
            assertThat(certificates.ownedBy(other.id(), certificate.id())).isEmpty();
            assertThat(certificates.ownedBy(scene.account().id(), ResourceId.random(ORDERED)))
                    .isEmpty();
        });
    }

    /** The serial of an abandoned attempt is there, revoked, without a certificate. */
    @ParameterizedTest
    @EnumSource
    void anAbandonedSerialIsKeptRevoked(TestDatabase database) {
        Scene scene = scene(database);
        Certificate unknown = new Certificate(attempt(scene, prepared()), scene.authority(), null, Population.NOW);
        unknown.revoke(Population.NOW, 5);
        database.transact(entityManager -> certificates(entityManager).add(unknown));
        database.transact(entityManager -> assertThat(
                        certificates(entityManager).ownedBy(scene.account().id(), unknown.id()))
                .hasValueSatisfying(found -> {
                    assertThat(found.der()).isEmpty();
                    assertThat(found.revoked()).isTrue();
                }));
    }

    /** RFC 5280 §4.1.2.2. */
    @ParameterizedTest
    @EnumSource
    void aSerialIsUniqueInItsAuthority(TestDatabase database) {
        Scene scene = scene(database);
        Scene other = scene(database);
        PreparedCertificate prepared = prepared();
        database.transact(entityManager -> {
            certificates(entityManager)
                    .add(new Certificate(attempt(scene, prepared), scene.authority(), null, Population.NOW));
            certificates(entityManager)
                    .add(new Certificate(attempt(other, prepared), other.authority(), null, Population.NOW));
        });
        database.transact(entityManager -> assertThatThrownBy(() -> {
                    certificates(entityManager)
                            .add(new Certificate(attempt(scene, prepared), scene.authority(), null, Population.NOW));
                    entityManager.flush();
                })
                .isInstanceOf(ConstraintViolationException.class));
    }

    /** ADR 6: who locks the line first stores its certificate; the other finds it gone. */
    @ParameterizedTest
    @EnumSource
    void ofTwoThatEndAnAttemptAtOnceOneDoes(TestDatabase database) {
        for (int round = 0; round < 5; round++) {
            Scene scene = scene(database);
            UUID id = journaled(database, scene, prepared());
            List<Boolean> ended = Rivals.both(database, entityManager -> {
                Certificates certificates = certificates(entityManager);
                return certificates
                        .lockAttempt(id)
                        .map(attempt -> {
                            certificates.add(new Certificate(attempt, scene.authority(), null, Population.NOW));
                            certificates.remove(attempt);
                            return true;
                        })
                        .orElse(false);
            });
            assertThat(ended).containsExactlyInAnyOrder(true, false);
        }
    }

    /** An order that is being finalized. */
    private record Scene(Account account, UUID authority, UUID issuer, ResourceId order) {}

    private static Scene scene(TestDatabase database) {
        return database.inTransaction(entityManager -> {
            Account account = Population.account(entityManager);
            UUID authority = account.provisioner().authority().id();
            Issuer issuer = new Issuer(authority, "issuing", "chain", Population.NOW);
            entityManager.persist(issuer);
            Order order = OrderScene.order(account.id(), List.of(Fact.MET));
            order.beginProcessing(ORDERED);
            entityManager.persist(order);
            return new Scene(account, authority, issuer.id(), order.id());
        });
    }

    private static PreparedCertificate prepared() {
        return CA.prepare(
                CertificateProfile.tlsserver(),
                List.of(new DnsIdentifier("host.corp")),
                Population.key().publicKey(),
                SerialNumber.random(),
                ORDERED);
    }

    private static IssuanceAttempt attempt(Scene scene, PreparedCertificate prepared) {
        return new IssuanceAttempt(
                scene.issuer(), Requester.of(scene.account().id(), scene.order()), prepared, "node-1", Population.NOW);
    }

    private static UUID journaled(TestDatabase database, Scene scene, PreparedCertificate prepared) {
        IssuanceAttempt attempt = attempt(scene, prepared);
        database.transact(entityManager -> certificates(entityManager).add(attempt));
        return attempt.id();
    }

    private static Certificates certificates(EntityManager entityManager) {
        Certificates certificates = new Certificates();
        certificates.entityManager = entityManager;
        return certificates;
    }
}
