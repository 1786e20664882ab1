package org.bailiwick.admin;

import jakarta.annotation.Resource;
import jakarta.annotation.security.PermitAll;
import jakarta.ejb.SessionContext;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.UUID;

/**
 * Who calls a service for administrators. The container knows the id of the credential or of the person by which the call was
 * let in, and its role; the rest is read from there. Everybody may ask: who is nobody is refused.
 */
@Stateless
@PermitAll
@TransactionAttribute(TransactionAttributeType.SUPPORTS)
public class Caller {

    @Resource
    SessionContext context;

    @Inject
    AdministratorTokens tokens;

    @Inject
    Administrators administrators;

    /**
     * The caller.
     *
     * @throws AdminException {@code FORBIDDEN} if it is nobody
     */
    public Identity identity() {
        return principal()
                .flatMap(this::withId)
                .orElseThrow(() -> AdminException.forbidden("This is for administrators."));
    }

    /**
     * The caller's token.
     *
     * @throws AdminException {@code FORBIDDEN} if the call was let in by none
     */
    public AdministratorToken token() {
        if (identity() instanceof AdministratorToken token) {
            return token;
        }
        throw AdminException.forbidden("This needs an administrator's token.");
    }

    /** The caller's id, for the audit log: that of the token, or of the person. */
    public UUID id() {
        return identity().id();
    }

    /** What the caller may do, where that depends on more than the operation. */
    public Role role() {
        return identity().role();
    }

    /** The one team whose things the caller may see and change; empty for all. */
    public Optional<UUID> team() {
        return identity().team();
    }

    /**
     * Demands that something is of the caller's team.
     *
     * @param team whose it is
     * @param thing what it is, as {@code provisioner}
     * @throws AdminException {@code FOREIGN} if it is another's; to the caller that is as if it did not exist
     */
    public void requireTeam(UUID team, String thing) {
        if (team().filter(own -> !own.equals(team)).isPresent()) {
            throw AdminException.foreign(thing);
        }
    }

    private Optional<Identity> withId(UUID id) {
        return tokens.withId(id).map(Identity.class::cast).or(() -> administrators.withId(id));
    }

    private Optional<UUID> principal() {
        try {
            return Optional.of(UUID.fromString(context.getCallerPrincipal().getName()));
        } catch (IllegalArgumentException nobody) {
            return Optional.empty();
        }
    }
}
