package org.bailiwick.issuance;

import static org.bailiwick.authorization.OrderScene.ORDERED;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.account.Account;
import org.bailiwick.acme.DnsIdentifier;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.authority.Issuer;
import org.bailiwick.authorization.OrderScene;
import org.bailiwick.authorization.OrderScene.Fact;
import org.bailiwick.ca.CertificateChain;
import org.bailiwick.ca.CertificateIssuer;
import org.bailiwick.ca.CertificateProfile;
import org.bailiwick.ca.PreparedCertificate;
import org.bailiwick.ca.RequestedValidity;
import org.bailiwick.ca.SerialNumber;
import org.bailiwick.ca.TestAuthority;
import org.bailiwick.hsm.SignatureScheme;
import org.bailiwick.order.Order;
import org.bailiwick.policy.IssuancePolicy;
import org.bailiwick.policy.Policies;
import org.bailiwick.schema.Population;
import org.bailiwick.schema.TestDatabase;

/** An order that is being finalized. */
record IssuanceScene(Account account, UUID authority, UUID issuer, ResourceId order) {

    private static final CertificateChain CHAIN =
            TestAuthority.of(SignatureScheme.ECDSA_P256_SHA256).chain();

    static IssuanceScene in(TestDatabase database) {
        return database.inTransaction(entityManager -> {
            Account account = Population.account(entityManager);
            UUID authority = account.provisioner().authority().id();
            Issuer issuer = Population.issuer(entityManager, authority, CHAIN.pem());
            Order order = OrderScene.order(account.id(), List.of(Fact.MET));
            order.beginProcessing(ORDERED);
            entityManager.persist(order);
            return new IssuanceScene(account, authority, issuer.id(), order.id());
        });
    }

    /** What the issuer is about to sign. */
    static PreparedCertificate prepared(CertificateIssuer issuer) {
        return issuer.prepare(
                CertificateProfile.tlsserver(),
                List.of(new DnsIdentifier("host.corp")),
                Population.key().publicKey(),
                RequestedValidity.NONE,
                SerialNumber.random(),
                ORDERED);
    }

    /** The line for it. */
    IssuanceAttempt attempt(PreparedCertificate prepared) {
        return new IssuanceAttempt(
                issuer,
                Requester.of(account.id(), order),
                prepared,
                IssuancePolicy.of(Optional.of(Policies.bare("**.corp", ""))).explain(prepared.names()),
                "node-1",
                Population.NOW);
    }

    /** The line for it, in the journal. */
    UUID journaled(TestDatabase database, PreparedCertificate prepared) {
        IssuanceAttempt attempt = attempt(prepared);
        database.transact(entityManager -> entityManager.persist(attempt));
        return attempt.id();
    }

    void retireIssuer(TestDatabase database) {
        database.transact(
                entityManager -> entityManager.find(Issuer.class, issuer).retire(Population.NOW));
    }
}
