package org.bailiwick.schema;

import jakarta.persistence.EntityManager;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.bailiwick.account.Account;
import org.bailiwick.account.AccountKey;
import org.bailiwick.account.Contact;
import org.bailiwick.authority.Authority;
import org.bailiwick.authority.AuthorityName;
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
