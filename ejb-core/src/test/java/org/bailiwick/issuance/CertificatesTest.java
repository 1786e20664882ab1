package org.bailiwick.issuance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bailiwick.authorization.OrderScene.ORDERED;

import jakarta.persistence.EntityManager;
import java.util.UUID;
import org.bailiwick.acme.DnsIdentifier;
import org.bailiwick.ca.CertificateIssuer;
import org.bailiwick.ca.PreparedCertificate;
import org.bailiwick.ca.TestAuthority;
import org.bailiwick.hsm.SignatureScheme;
import org.bailiwick.schema.Population;
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
        IssuanceScene scene = IssuanceScene.in(database);
        PreparedCertificate prepared = IssuanceScene.prepared(CA);
        UUID id = scene.journaled(database, prepared);
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
                    assertThat(CA.resume(found.tbs(), ORDERED).identifiers())
                            .containsExactly(new DnsIdentifier("host.corp"));
                }));
        database.transact(
                entityManager -> assertThat(certificates(entityManager).lockAttempt(new UUID(1, 2)))
                        .isEmpty());
    }

    /** RFC 5280 §4.1.2.2. */
    @ParameterizedTest
    @EnumSource
    void aSerialIsUniqueInItsAuthority(TestDatabase database) {
        IssuanceScene scene = IssuanceScene.in(database);
        IssuanceScene other = IssuanceScene.in(database);
        PreparedCertificate prepared = IssuanceScene.prepared(CA);
        database.transact(entityManager -> {
            certificates(entityManager)
                    .add(new Certificate(scene.attempt(prepared), scene.authority(), null, Population.NOW));
            certificates(entityManager)
                    .add(new Certificate(other.attempt(prepared), other.authority(), null, Population.NOW));
        });
        database.transact(entityManager -> assertThatThrownBy(() -> {
                    certificates(entityManager)
                            .add(new Certificate(scene.attempt(prepared), scene.authority(), null, Population.NOW));
                    entityManager.flush();
                })
                .isInstanceOf(ConstraintViolationException.class));
    }

    private static Certificates certificates(EntityManager entityManager) {
        Certificates certificates = new Certificates();
        certificates.entityManager = entityManager;
        return certificates;
    }
}
