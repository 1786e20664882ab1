package org.bailiwick.provisioner;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.TypedQuery;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.Page;
import org.bailiwick.admin.PageRequest;
import org.bailiwick.admin.PagedQuery;
import org.bailiwick.authority.Authority;
import org.bailiwick.ca.CertificateProfile;
import org.bailiwick.ca.KnownProfiles;
import org.bailiwick.config.InvalidSettingException;
import org.bailiwick.config.ProvisionerSettings;
import org.bailiwick.config.Setting;
import org.bailiwick.config.Settings;
import org.bailiwick.profile.CustomProfiles;
import org.hibernate.exception.ConstraintViolationException;

/** All provisioners, each with its authority. */
@ApplicationScoped
public class Provisioners {

    @PersistenceContext
    EntityManager entityManager;

    @Inject
    Settings settings;

    @Inject
    CustomProfiles profiles;

    /** How a provisioner works. */
    public ProvisionerSettings settingsOf(Provisioner provisioner) {
        Map<Setting, String> own = provisioner.ownSettings();
        return settings.forProvisioner(
                own, own.containsKey(Setting.PROFILES) ? profiles.of(provisioner.authority()) : KnownProfiles.BUILT_IN);
    }

    /** The profiles that provisioners of an authority may offer. */
    Collection<CertificateProfile> profilesOf(Authority authority) {
        return profiles.of(authority).all();
    }

    public void add(Provisioner provisioner) {
        entityManager.persist(provisioner);
    }

    /**
     * Adds one, at once.
     *
     * @throws AdminException {@code CONFLICT} if its authority has one of that name
     */
    void addNew(Provisioner provisioner) {
        try {
            entityManager.persist(provisioner);
            entityManager.flush();
        } catch (ConstraintViolationException taken) {
            throw AdminException.conflict("The authority has a provisioner of that name.");
        }
    }

    /** Writes what was changed, at once, so that {@link Provisioner#version} is that of what is there. */
    void flush() {
        entityManager.flush();
    }

    /**
     * Reads what a provisioner is to have of its own. If it names a profile of its authority's own, that stays there until
     * the transaction ends.
     *
     * @param own by the settings' keys
     * @throws AdminException {@code INVALID} if a provisioner of that kind may not have one of them, or it cannot be right
     */
    Map<Setting, String> read(Provisioner provisioner, Map<String, String> own) {
        Authority authority = provisioner.authority();
        try {
            Map<Setting, String> read = Settings.ofProvisioner(own);
            requireTaken(provisioner.kind(), read.keySet());
            if (read.containsKey(Setting.PROFILES) && !namesBuiltInsOnly(read.get(Setting.PROFILES))) {
                profiles.lock(authority);
            }
            settings.forProvisioner(read, profiles.of(authority));
            return read;
        } catch (InvalidSettingException wrong) {
            throw AdminException.invalid(String.valueOf(wrong.getMessage()));
        }
    }

    private static void requireTaken(ProvisionerKind kind, Set<Setting> given) {
        for (Setting setting : given) {
            if (!kind.takes(setting)) {
                throw AdminException.invalid(
                        "A provisioner of the kind \"%s\" has no setting %s: it has no accounts and validates nothing. It may have %s."
                                .formatted(kind.word(), setting.key(), Setting.PROFILES.key()));
            }
        }
    }

    private static boolean namesBuiltInsOnly(String setting) {
        return ProvisionerSettings.profileNames(setting).stream()
                .allMatch(name -> KnownProfiles.BUILT_IN.named(name).isPresent());
    }

    /** The names of an authority's provisioners, enabled or not, that offer a profile of its own. */
    public List<String> offering(UUID authority, String profile) {
        return entityManager
                .createQuery(
                        "select p from Provisioner p where p.authority.id = :authority order by p.name",
                        Provisioner.class)
                .setParameter("authority", authority)
                .getResultList()
                .stream()
                .filter(provisioner -> Optional.ofNullable(
                                provisioner.ownSettings().get(Setting.PROFILES))
                        .map(ProvisionerSettings::profileNames)
                        .filter(names -> names.contains(profile))
                        .isPresent())
                .map(Provisioner::name)
                .toList();
    }

    /** Which team operates a provisioner's authority; to be asked before its row is locked. */
    Optional<UUID> teamOf(UUID id) {
        return entityManager
                .createQuery("select p.authority.team from Provisioner p where p.id = :id", UUID.class)
                .setParameter("id", id)
                .getResultList()
                .stream()
                .findFirst();
    }

    /** Locks a provisioner's row until the transaction ends. */
    Optional<Provisioner> lock(UUID id) {
        return Optional.ofNullable(entityManager.find(Provisioner.class, id, LockModeType.PESSIMISTIC_WRITE));
    }

    /**
     * A part of all, enabled or not.
     *
     * @param team only this one's; empty for all
     * @param authority only this one's; empty for all
     * @param name a part of the name; empty for all
     */
    Page<Provisioner> page(Optional<UUID> team, Optional<UUID> authority, Optional<String> name, PageRequest request) {
        return PagedQuery.of(Provisioner.class, "from Provisioner x join fetch x.authority a where 1 = 1")
                .within("a.team = :team", "team", team)
                .and("a.id = :authority", "authority", authority)
                .and("x.name like :name escape '!'", "name", name.map(PagedQuery::containing))
                .page(entityManager, request, Provisioner::id);
    }

    /** The enabled provisioner for ACME clients at {@code /acme/{authority}/{provisioner}/}. */
    public Optional<Provisioner> at(String authority, String provisioner) {
        return entityManager
                .createQuery(
                        """
                        select p from Provisioner p join fetch p.authority a
                        where a.name = :authority and p.name = :provisioner
                        and p.kind = 'acme' and p.disabledAt is null""",
                        Provisioner.class)
                .setParameter("authority", authority)
                .setParameter("provisioner", provisioner)
                .getResultList()
                .stream()
                .findFirst();
    }

    /**
     * Those for ACME clients, enabled or not, by authority and name.
     *
     * @param team only this one's; empty for all
     */
    public List<Provisioner> withAccounts(Optional<UUID> team, int limit) {
        return ofKind(ProvisionerKind.ACME, team, limit);
    }

    /**
     * Those for registration authorities, likewise.
     *
     * @param team only this one's; empty for all
     */
    public List<Provisioner> forRegistrationAuthorities(Optional<UUID> team, int limit) {
        return ofKind(ProvisionerKind.RA, team, limit);
    }

    private List<Provisioner> ofKind(ProvisionerKind kind, Optional<UUID> team, int limit) {
        TypedQuery<Provisioner> query = entityManager.createQuery(
                "select p from Provisioner p join fetch p.authority a where p.kind = :kind"
                        + (team.isPresent() ? " and a.team = :team" : "")
                        + " order by a.name, p.name",
                Provisioner.class);
        team.ifPresent(one -> query.setParameter("team", one));
        return query.setParameter("kind", kind.word()).setMaxResults(limit).getResultList();
    }

    public Optional<Provisioner> withId(UUID id) {
        return Optional.ofNullable(entityManager.find(Provisioner.class, id));
    }

    /** All for ACME clients that are enabled, by authority and name. */
    public List<Provisioner> all() {
        return entityManager
                .createQuery(
                        """
                        select p from Provisioner p join fetch p.authority a
                        where p.kind = 'acme' and p.disabledAt is null order by a.name, p.name""",
                        Provisioner.class)
                .getResultList();
    }
}
