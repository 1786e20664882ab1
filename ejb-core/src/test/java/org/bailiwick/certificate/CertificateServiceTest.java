package org.bailiwick.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Optional;
import org.bailiwick.account.Account;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.authority.AlternateChain;
import org.bailiwick.authority.Authorities;
import org.bailiwick.authority.Issuer;
import org.bailiwick.authority.Issuers;
import org.bailiwick.ca.CertificateChain;
import org.bailiwick.ca.IssuedCertificate;
import org.bailiwick.ca.TestAuthority;
import org.bailiwick.hsm.SignatureScheme;
import org.bailiwick.schema.Injected;
import org.bailiwick.schema.Population;
import org.bailiwick.schema.TestDatabase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** RFC 8555 §7.4.2. */
class CertificateServiceTest {

    private final IssuedCertificate issued = CertificateScene.issued(Population.key(), "host.corp");

    @ParameterizedTest
    @EnumSource
    void eachChainBeginsWithTheCertificateAndEachCertifiesTheOneBefore(TestDatabase database) {
        CertificateChain crossSigned = CertificateScene.AUTHORITY.crossSigned();
        Certificate certificate = stored(database);
        database.transact(entityManager -> {
            CertificateService service = service(entityManager);
            assertThat(service.chains(certificate)).hasSize(1);
            entityManager.persist(
                    new AlternateChain(issuer(entityManager, certificate), crossSigned.pem(), Population.NOW));
            // the same object: one that is added is seen without a restart
            List<String> chains = service.chains(certificate);
            assertThat(chains).hasSize(2).doesNotHaveDuplicates().allSatisfy(pem -> assertThat(
                            CertificateChain.parse(pem).first())
                    .isEqualTo(CertificateChain.ofDer(List.of(issued.der())).first()));
            assertThat(CertificateChain.parse(chains.get(0)).certificates()).hasSize(2);
            assertThat(CertificateChain.parse(chains.get(1)).certificates()).hasSize(3);
        });
    }

    @ParameterizedTest
    @EnumSource
    void aChainOfAnotherIssuerIsNoAlternative(TestDatabase database) {
        String others =
                TestAuthority.of(SignatureScheme.ECDSA_P256_SHA256).chain().pem();
        Certificate certificate = stored(database);
        database.transact(entityManager -> assertThatIllegalArgumentException()
                .isThrownBy(() -> new AlternateChain(issuer(entityManager, certificate), others, Population.NOW))
                .withMessageContaining("same name and key"));
    }

    @ParameterizedTest
    @EnumSource
    void aSerialWithoutACertificateIsNotDownloaded(TestDatabase database) {
        Account account = database.inTransaction(Population::account);
        ResourceId unknown = database.inTransaction(entityManager -> {
            Certificate certificate = Certificate.unknown(
                    CertificateScene.origin(entityManager, account, Optional.empty()),
                    issued.serial().hex(),
                    issued.notBefore(),
                    issued.notAfter(),
                    Population.NOW);
            entityManager.persist(certificate);
            return certificate.id();
        });
        database.transact(entityManager ->
                assertThat(service(entityManager).find(account.id(), unknown)).isEmpty());
    }

    private Certificate stored(TestDatabase database) {
        return database.inTransaction(
                entityManager -> CertificateScene.stored(entityManager, Population.account(entityManager), issued));
    }

    private static Issuer issuer(EntityManager entityManager, Certificate certificate) {
        return entityManager.find(Issuer.class, certificate.issuer());
    }

    private static CertificateService service(EntityManager entityManager) {
        return Injected.into(
                new CertificateService(),
                CertificateScene.certificates(entityManager),
                Injected.into(new Issuers(), Injected.into(new Authorities(), entityManager)));
    }
}
