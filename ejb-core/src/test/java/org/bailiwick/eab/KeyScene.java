package org.bailiwick.eab;

import jakarta.persistence.EntityManager;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bailiwick.account.AccountRegistration;
import org.bailiwick.account.Accounts;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.audit.AuditLog;
import org.bailiwick.config.Setting;
import org.bailiwick.config.Settings;
import org.bailiwick.limit.RateLimiter;
import org.bailiwick.provisioner.Provisioner;
import org.bailiwick.provisioner.Provisioners;
import org.bailiwick.schema.Injected;
import org.bailiwick.schema.Population;

/** External account keys in a database, and the beans that use them, without a token. */
public final class KeyScene {

    public static final Instant NOW = Population.NOW;
    public static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    private static final Settings SETTINGS = Settings.of(Map.of("bailiwick.data", "/nowhere"));
    private static final PlainSecrets SECRETS = new PlainSecrets("secrets");

    private KeyScene() {}

    /** A new provisioner that requires external accounts as the setting says. */
    public static Provisioner provisioner(EntityManager entityManager, String requirement) {
        Provisioner provisioner = Population.provisioner(entityManager);
        provisioner.configure(Map.of(Setting.EXTERNAL_ACCOUNT, requirement));
        return provisioner;
    }

    /** A new key, with its secret. */
    public static IssuedKey key(EntityManager entityManager, Provisioner provisioner, KeyTerms terms) {
        ResourceId id = ResourceId.random(NOW);
        ExternalAccountSecret secret = ExternalAccountSecret.random();
        ExternalAccountKey key = new ExternalAccountKey(id, provisioner, terms, SECRETS.seal(id, 1, secret), NOW);
        keys(entityManager).add(List.of(key));
        return new IssuedKey(key, secret);
    }

    /** What a client shows that has a key's secret. */
    public static ExternalAccountBinding binding(IssuedKey issued, MacAlgorithm algorithm) {
        byte[] input = "header.payload".getBytes(StandardCharsets.US_ASCII);
        byte[] mac = algorithm.mac(issued.secret().octets(), input);
        return new ExternalAccountBinding(algorithm, issued.key().id().toString(), input, mac, "{\"x\":\"y\"}");
    }

    /** The same, verified. */
    public static VerifiedBinding verified(IssuedKey issued) {
        return new VerifiedBinding(issued.key().id().value(), issued.key().secretNumber(), "{\"x\":\"y\"}");
    }

    public static Provisioners provisioners(EntityManager entityManager) {
        return Injected.into(new Provisioners(), entityManager, SETTINGS);
    }

    public static Accounts accounts(EntityManager entityManager, Clock clock) {
        return Injected.into(new Accounts(), entityManager, provisioners(entityManager), clock);
    }

    public static ExternalAccountKeys keys(EntityManager entityManager) {
        return Injected.into(new ExternalAccountKeys(), entityManager);
    }

    public static AuditLog audit(EntityManager entityManager) {
        return Injected.into(new AuditLog(), entityManager, CLOCK);
    }

    public static ExternalAccountBindings bindings(EntityManager entityManager, Clock clock) {
        return Injected.into(
                new ExternalAccountBindings(),
                keys(entityManager),
                SECRETS,
                Injected.into(new BindingRefusals(), audit(entityManager)),
                clock);
    }

    public static AccountRegistration registration(EntityManager entityManager) {
        return Injected.into(
                new AccountRegistration(),
                accounts(entityManager, CLOCK),
                provisioners(entityManager),
                bindings(entityManager, CLOCK),
                audit(entityManager),
                new RateLimiter());
    }

    /** The words by which the audit log tells why uses of a key were refused. */
    public static List<?> refusals(EntityManager entityManager, ExternalAccountKey key) {
        return entityManager
                .createNativeQuery(
                        "select document from audit_event where kind = 'external-account-key-refused' and document like :key")
                .setParameter("key", "%\"" + key.id() + "\"%")
                .getResultList();
    }

    /** Uses a key, as an account would. */
    public static void use(EntityManager entityManager, IssuedKey issued) {
        ExternalAccountBindings bindings = bindings(entityManager, CLOCK);
        VerifiedBinding verified = verified(issued);
        bindings.use(bindings.lock(verified), verified);
    }

    /** How many accounts are bound to a key. */
    public static long accountsOf(EntityManager entityManager, IssuedKey issued) {
        return entityManager
                .createQuery("select count(c) from Account c where c.externalAccountKey = :key", Long.class)
                .setParameter("key", read(entityManager, issued))
                .getSingleResult();
    }

    /** The key as it is now. */
    public static ExternalAccountKey read(EntityManager entityManager, IssuedKey issued) {
        return keys(entityManager).withId(issued.key().id()).orElseThrow();
    }

    /** Terms with a name of their own. */
    public static KeyTerms terms(int uses) {
        return new KeyTerms(
                Population.name().value(),
                Optional.of("ops"),
                Optional.empty(),
                Optional.of(NOW.plusSeconds(3600)),
                KeyTerms.ALL_MACS,
                uses,
                List.of(),
                Optional.empty());
    }
}
