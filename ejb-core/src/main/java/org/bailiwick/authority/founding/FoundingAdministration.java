package org.bailiwick.authority.founding;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.Caller;
import org.bailiwick.admin.Role;
import org.bailiwick.authority.IssuerRequest;
import org.bailiwick.authority.OperatedAuthority;
import org.bailiwick.ca.CaRequest;
import org.bailiwick.config.Settings;
import org.bailiwick.hsm.TokenException;

/**
 * New authorities, for administrators. First it is asked whether there can be one, then the token works, without a
 * transaction, and then it is written down.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
@RolesAllowed(Role.Name.SUPER_ADMINISTRATOR)
public class FoundingAdministration {

    @Inject
    FoundingRecords records;

    @Inject
    FoundingWork work;

    @Inject
    FoundingSteps steps;

    @Inject
    Caller caller;

    @Inject
    Settings settings;

    /**
     * Makes an authority. It refuses every name until it is given a policy; one that waits for its certificate issues nothing
     * until that has come. Nothing says which key in a token is whose, so this is not for a team's administrators.
     *
     * @throws AdminException {@code INVALID} if the team, a name, a key or the chain cannot be right, or the token does not do
     *     what is wanted; {@code CONFLICT} if there is an authority of that name or an issuer with that key; {@code
     *     UNCERTAIN} if keys were made, and then token or database failed. Whatever is left in the token the sentence names
     * @throws TokenException if the token is away
     */
    public OperatedAuthority create(NewAuthority wanted) {
        return work.make(caller.id(), wanted, Supplier::get);
    }

    /**
     * Begins to make an authority whose keys are made for it, which may take a minute; the same holds as of {@link #create}.
     *
     * @return what to ask {@link #progress} for
     * @throws AdminException {@code INVALID} if there is no such team; {@code CONFLICT} if the name is taken, or too much is
     *     under way
     */
    public UUID begin(NewAuthority wanted) {
        return steps.begin(caller.id(), wanted);
    }

    /**
     * How it stands with one that was begun.
     *
     * @throws AdminException {@code UNKNOWN}
     */
    public FoundingProgress progress(UUID founding) {
        return steps.progress(founding);
    }

    /** Those that are being made, the newest first. */
    public List<FoundingProgress> running() {
        return steps.running();
    }

    /** Where an authority can be made. */
    public FoundingPlaces places() {
        return FoundingPlaces.of(records.teams(), settings.otherTokens());
    }

    /**
     * The request that another CA is to answer.
     *
     * @throws AdminException {@code UNKNOWN} if there is no such authority, or it waits for no certificate
     */
    @RolesAllowed({
        Role.Name.SUPER_ADMINISTRATOR,
        Role.Name.AUTHORITY_ADMINISTRATOR,
        Role.Name.EAB_OPERATOR,
        Role.Name.AUDITOR
    })
    public CaRequest request(UUID authority) {
        return records.request(authority).request();
    }

    /**
     * Takes the answer to that request. From then on the authority issues.
     *
     * @param version of the authority as the caller read it
     * @param pem the certificate and those above it, in any order, with the root or without
     * @throws AdminException {@code UNKNOWN}, {@code STALE}; {@code CONFLICT} if it waits for no certificate; {@code INVALID} if
     *     this is not the answer
     * @throws TokenException if the token is away
     */
    @RolesAllowed({Role.Name.SUPER_ADMINISTRATOR, Role.Name.AUTHORITY_ADMINISTRATOR})
    public OperatedAuthority answer(UUID authority, long version, String pem) {
        IssuerRequest request = records.requireOpen(authority, version);
        return records.answer(request, version, work.answered(request, pem));
    }
}
