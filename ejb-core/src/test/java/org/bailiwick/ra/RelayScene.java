package org.bailiwick.ra;

import jakarta.persistence.EntityManager;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.authority.Authority;
import org.bailiwick.authorization.OrderScene;
import org.bailiwick.eab.ExternalAccountSecret;
import org.bailiwick.eab.PlainSecrets;
import org.bailiwick.policy.Policies;
import org.bailiwick.provisioner.Provisioner;
import org.bailiwick.provisioner.ProvisionerKind;
import org.bailiwick.schema.Injected;
import org.bailiwick.schema.Population;

/** Registration authorities, without a token. */
public final class RelayScene {

    /** When they are made. */
    public static final Instant NOW = OrderScene.ORDERED;

    /** When their first secrets expire. */
    public static final Instant EXPIRY = NOW.plus(Duration.ofDays(7));

    /** What keeps their secrets. */
    public static final PlainSecrets SECRETS = new PlainSecrets("secrets");

    private RelayScene() {}

    /** A new provisioner that permits what is below corp. */
    public static Provisioner provisioner(EntityManager entityManager) {
        Authority authority = Population.authority(entityManager);
        authority.govern(Policies.bare("**.corp", ""));
        Provisioner provisioner = new Provisioner(authority, Population.name(), ProvisionerKind.RA, NOW);
        entityManager.persist(provisioner);
        return provisioner;
    }

    /** A new registration authority that relays by it. */
    public static RegistrationAuthority registrationAuthority(EntityManager entityManager, Provisioner provisioner) {
        return registrationAuthority(entityManager, provisioner, ExternalAccountSecret.random());
    }

    /** The same, with a secret that is known. */
    public static RegistrationAuthority registrationAuthority(
            EntityManager entityManager, Provisioner provisioner, ExternalAccountSecret secret) {
        RegistrationAuthority made = unsaved(provisioner, secret);
        entityManager.persist(made);
        return made;
    }

    static RegistrationAuthority unsaved(Provisioner provisioner, ExternalAccountSecret secret) {
        ResourceId id = ResourceId.random(NOW);
        return new RegistrationAuthority(
                id, provisioner, Population.name(), Optional.empty(), SECRETS.seal(id, 1, secret), EXPIRY, NOW);
    }

    /** A message of a transaction of its own. */
    public static RelayedMessage message(Optional<UUID> order) {
        return new RelayedMessage(
                UUID.randomUUID().toString().replace("-", ""),
                order,
                "message".getBytes(StandardCharsets.US_ASCII),
                Optional.of("{\"account\":\"x\"}"),
                false);
    }

    public static RelayedRequests requests(EntityManager entityManager) {
        return Injected.into(new RelayedRequests(), entityManager);
    }

    public static RegistrationAuthorities registrationAuthorities(EntityManager entityManager) {
        return Injected.into(new RegistrationAuthorities(), entityManager);
    }
}
