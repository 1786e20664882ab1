package org.bailiwick.eab.administration;

import jakarta.persistence.EntityManager;
import org.bailiwick.admin.Caller;
import org.bailiwick.authorization.AccountEnding;
import org.bailiwick.authorization.Authorizations;
import org.bailiwick.certificate.CertificateScene;
import org.bailiwick.eab.KeyScene;
import org.bailiwick.eab.PlainSecrets;
import org.bailiwick.eab.Secrets;
import org.bailiwick.schema.Injected;

/** The services for administrators, without a container; who may call them is the container's to ask. */
final class AdministrationScene {

    private final EntityManager entityManager;
    private final Caller caller;
    private final Secrets secrets;

    private AdministrationScene(EntityManager entityManager, Caller caller, Secrets secrets) {
        this.entityManager = entityManager;
        this.caller = caller;
        this.secrets = secrets;
    }

    static AdministrationScene of(EntityManager entityManager, Caller caller) {
        return new AdministrationScene(entityManager, caller, new PlainSecrets("secrets"));
    }

    static AdministrationScene of(EntityManager entityManager, Caller caller, Secrets secrets) {
        return new AdministrationScene(entityManager, caller, secrets);
    }

    ExternalAccountKeyService keys() {
        return Injected.into(
                new ExternalAccountKeyService(), own(), queries(), KeyScene.audit(entityManager), KeyScene.CLOCK);
    }

    ExternalAccountKeyIssuance issuance() {
        return Injected.into(new ExternalAccountKeyIssuance(), own(), secrets, records(), KeyScene.CLOCK);
    }

    ExternalAccountKeyRevocation revocation() {
        return Injected.into(
                new ExternalAccountKeyRevocation(),
                own(),
                queries(),
                Injected.into(
                        new CascadeSteps(),
                        own(),
                        queries(),
                        ending(),
                        CertificateScene.certificates(entityManager),
                        KeyScene.audit(entityManager)),
                KeyScene.CLOCK);
    }

    SecretRotation rotation() {
        return Injected.into(new SecretRotation(), KeyScene.keys(entityManager), secrets, records(), caller);
    }

    private KeyRecords records() {
        return Injected.into(
                new KeyRecords(),
                KeyScene.keys(entityManager),
                queries(),
                ending(),
                KeyScene.audit(entityManager),
                KeyScene.CLOCK);
    }

    private OwnKeys own() {
        return Injected.into(new OwnKeys(), caller, KeyScene.keys(entityManager), KeyScene.provisioners(entityManager));
    }

    private KeyQueries queries() {
        return Injected.into(new KeyQueries(), entityManager, caller);
    }

    private AccountEnding ending() {
        return Injected.into(
                new AccountEnding(),
                KeyScene.accounts(entityManager, KeyScene.CLOCK),
                Injected.into(new Authorizations(), entityManager),
                KeyScene.audit(entityManager),
                KeyScene.CLOCK);
    }
}
