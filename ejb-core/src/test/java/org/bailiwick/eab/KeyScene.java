package org.bailiwick.eab;

import jakarta.persistence.EntityManager;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.bailiwick.account.AccountRegistration;
import org.bailiwick.account.Accounts;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.audit.AuditLog;
import org.bailiwick.audit.RefusalEvent;
import org.bailiwick.audit.Refusals;
import org.bailiwick.config.Setting;
import org.bailiwick.config.Settings;
import org.bailiwick.limit.RateLimiter;
import org.bailiwick.profile.CustomProfiles;
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
        return Injected.into(
                new Provisioners(), entityManager, SETTINGS, Injected.into(new CustomProfiles(), entityManager));
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
        return Injected.into(new ExternalAccountBindings(), keys(entityManager), SECRETS, new KeptRefusals(), clock);
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

    /** The refusals of a key that would be written next. */
    static List<String> refusals(ExternalAccountKey key) {
        return KeptRefusals.ALL.stream()
                .filter(told -> told.contains("\"" + key.id() + "\""))
                .toList();
    }

    /** Refusals of all tests, as they would be written. */
    private static final class KeptRefusals extends Refusals {

        static final List<String> ALL = new CopyOnWriteArrayList<>();

        @Override
        public synchronized void record(String subject, RefusalEvent refusal) {
            ALL.add(refusal.document().toString());
        }
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

    /** The usual terms: one use, for ever, everything that the provisioner permits. */
    public static KeyTerms terms(String reference) {
        return new KeyTerms(
                reference,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                KeyTerms.ALL_MACS,
                1,
                List.of(),
                Optional.empty());
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
