package org.bailiwick.issuance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bailiwick.authorization.OrderScene.ORDERED;

import jakarta.persistence.EntityManager;
import java.util.UUID;
import org.bailiwick.acme.DnsIdentifier;
import org.bailiwick.ca.CertificateIssuer;
import org.bailiwick.ca.PreparedCertificate;
import org.bailiwick.ca.TestAuthority;
import org.bailiwick.certificate.CertificateScene;
import org.bailiwick.hsm.SignatureScheme;
import org.bailiwick.issuance.IssuanceAttempts.Open;
import org.bailiwick.schema.Injected;
import org.bailiwick.schema.TestDatabase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class IssuanceAttemptsTest {

    private static final CertificateIssuer CA =
            TestAuthority.of(SignatureScheme.ECDSA_P256_SHA256).issuer();

    @ParameterizedTest
    @EnumSource
    void theJournalKeepsExactlyTheBytesThatAreSigned(TestDatabase database) {
        IssuanceScene scene = IssuanceScene.in(database);
        PreparedCertificate prepared = IssuanceScene.prepared(CA);
        UUID id = scene.journaled(database, prepared);
        database.transact(entityManager -> assertThat(
                        attempts(entityManager).lock(id).map(Open::attempt))
                .hasValueSatisfying(found -> {
                    assertThat(found.tbs()).isEqualTo(prepared.tbs());
                    assertThat(found.serial()).isEqualTo(prepared.serial().toString());
                    assertThat(found.notBefore()).isEqualTo(prepared.notBefore());
                    assertThat(found.notAfter()).isEqualTo(prepared.notAfter());
                    assertThat(found.issuer()).isEqualTo(scene.issuer());
                    assertThat(found.requester())
                            .isEqualTo(Requester.of(scene.account().id(), scene.order()));
                    assertThat(found.permittedBy()).hasToString("{\"authority\":[\"allow dns **.corp\"]}");
                    // a node that died left enough to go on
                    assertThat(CA.resume(found.tbs(), ORDERED).identifiers())
                            .containsExactly(new DnsIdentifier("host.corp"));
                }));
        database.transact(entityManager ->
                assertThat(attempts(entityManager).lock(new UUID(1, 2))).isEmpty());
    }

    private static IssuanceAttempts attempts(EntityManager entityManager) {
        return Injected.into(new IssuanceAttempts(), entityManager, CertificateScene.certificates(entityManager));
    }
}
