package org.bailiwick.schema;

import static java.nio.charset.StandardCharsets.US_ASCII;

import jakarta.persistence.EntityManager;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.bailiwick.account.Account;
import org.bailiwick.account.AccountKey;
import org.bailiwick.account.Contact;
import org.bailiwick.authority.Authority;
import org.bailiwick.authority.AuthorityName;
import org.bailiwick.authority.Issuer;
import org.bailiwick.hash.Sha256;
import org.bailiwick.provisioner.Provisioner;
import org.bailiwick.team.Team;

/** Rows that other rows need, new ones at each call. */
public final class Population {

    /** When all of it was made. PostgreSQL and H2 keep microseconds. */
    public static final Instant NOW = Instant.parse("2027-03-28T01:30:00.123456Z");

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private Population() {}

    /** A name that no other row has. */
    public static AuthorityName name() {
        return new AuthorityName("name-" + NUMBER.incrementAndGet());
    }

    /** A new team. */
    public static Team team(EntityManager entityManager) {
        Team team = new Team(name().value(), NOW);
        entityManager.persist(team);
        return team;
    }

    /** A new authority of a new team, without a policy. */
    public static Authority authority(EntityManager entityManager) {
        Authority authority = new Authority(team(entityManager).id(), name(), NOW);
        entityManager.persist(authority);
        return authority;
    }

    /** A new provisioner of a new authority. */
    public static Provisioner provisioner(EntityManager entityManager) {
        Provisioner provisioner = new Provisioner(authority(entityManager), name(), NOW);
        entityManager.persist(provisioner);
        return provisioner;
    }

    /** A new account at a new provisioner. */
    public static Account account(EntityManager entityManager) {
        Account account = new Account(
                provisioner(entityManager), key(), List.of(new Contact("mailto:ops@corp.internal")), null, NOW);
        entityManager.persist(account);
        return account;
    }

    /**
     * A new issuer of an authority. Tests share a key, while no two issuers have the same: so here each is found by a
     * fingerprint that is no key's.
     *
     * @param chain PEM
     */
    public static Issuer issuer(EntityManager entityManager, UUID authority, String chain) {
        Issuer issuer = new Issuer(authority, "issuing", chain, NOW);
        entityManager.persist(issuer);
        entityManager.flush();
        entityManager
                .createNativeQuery("update issuer set key_fingerprint = :fingerprint where id = :id")
                .setParameter(
                        "fingerprint", Sha256.hexadecimal(issuer.id().toString().getBytes(US_ASCII)))
                .setParameter("id", issuer.id())
                .executeUpdate();
        return issuer;
    }

    /** A new key. */
    public static AccountKey key() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return AccountKey.ofSubjectPublicKeyInfo(
                    generator.generateKeyPair().getPublic().getEncoded());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
