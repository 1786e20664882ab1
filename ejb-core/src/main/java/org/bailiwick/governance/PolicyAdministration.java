package org.bailiwick.governance;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.bailiwick.account.Account;
import org.bailiwick.account.AccountStatus;
import org.bailiwick.acme.SubjectName;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.Caller;
import org.bailiwick.admin.Page;
import org.bailiwick.admin.PageRequest;
import org.bailiwick.admin.Role;
import org.bailiwick.audit.AdministrationEvent;
import org.bailiwick.audit.AuditLog;
import org.bailiwick.eab.ExternalAccountKey;
import org.bailiwick.eab.administration.ChangeableKey;
import org.bailiwick.policy.Explanation;
import org.bailiwick.policy.Governed;
import org.bailiwick.policy.IssuancePolicy;
import org.bailiwick.policy.NamePolicy;
import org.bailiwick.policy.PolicyLevel;
import org.bailiwick.policy.document.PolicyDocument;

/**
 * The policies of all levels, for administrators. To an operator of external account keys there are only those of keys: it
 * has the operations, and is refused at every other level ({@code FORBIDDEN}).
 */
@Stateless
@RolesAllowed({
    Role.Name.SUPER_ADMINISTRATOR,
    Role.Name.AUTHORITY_ADMINISTRATOR,
    Role.Name.EAB_OPERATOR,
    Role.Name.AUDITOR
})
public class PolicyAdministration {

    /** Certificates that are in memory at once. */
    private static final int PAGE = 500;

    @Inject
    GovernedSubjects subjects;

    @Inject
    Caller caller;

    @Inject
    AuditLog audit;

    @Inject
    Clock clock;

    @Inject
    PolicyHistory history;

    /**
     * What has a policy at a level, or may have one; the newest first, and of the caller's team.
     *
     * @param text a part of its name (of an account, of a contact; of a key, of its reference or owner), or the id of an
     *     account or a key; empty for all
     * @param withPolicy only what has a policy of its own
     */
    public Page<PolicyOverview> list(
            PolicyLevel level, Optional<String> text, boolean withPolicy, PageRequest request) {
        requireFor(level);
        return subjects.page(level, caller.team(), text, withPolicy, request).map(PolicyOverview::of);
    }

    /**
     * A policy with all that has to do with it: whose it is, and what the other levels say.
     *
     * @throws AdminException {@code UNKNOWN}
     */
    public PolicyStanding standing(PolicySubject subject) {
        Governed governed = found(subject.level(), subject.id());
        boolean operator = caller.role() == Role.EAB_OPERATOR;
        return PolicyStanding.of(governed, subject, caller.role() != Role.AUDITOR, !operator);
    }

    /**
     * How a policy was changed, the newest change first.
     *
     * @throws AdminException {@code UNKNOWN}
     */
    public Page<PolicyChange> history(PolicySubject subject, PageRequest request) {
        found(subject.level(), subject.id());
        return history.page(subject, caller.team(), request);
    }

    /**
     * A policy as it was once.
     *
     * @param text of a {@link PolicyChange}; with {@code .before} after it what stood before
     * @throws AdminException {@code UNKNOWN}
     */
    public PolicyDraft version(PolicySubject subject, String text) {
        found(subject.level(), subject.id());
        return history.version(subject, text);
    }

    /**
     * Demands that a policy is still the one that was read.
     *
     * @throws AdminException {@code UNKNOWN}; {@code STALE} if it is another one
     */
    public void requireVersion(PolicyLevel level, UUID id, long version) {
        if (PolicyVersion.of(found(level, id).policy()) != version) {
            throw AdminException.stale("policy");
        }
    }

    /**
     * A policy as it stands.
     *
     * @param level of what
     * @param id which one
     * @throws AdminException {@code UNKNOWN}
     */
    public GovernedPolicy read(PolicyLevel level, UUID id) {
        return GovernedPolicy.of(id, found(level, id));
    }

    /**
     * Replaces a policy. It counts for whatever is asked from then on, and for orders that are not finalized yet.
     *
     * @param version of the policy that the caller read
     * @param policy {@link NamePolicy#EMPTY} says nothing: an authority then permits no name
     * @throws AdminException {@code UNKNOWN}; {@code STALE} if the policy is another one meanwhile; {@code CONFLICT} if it is
     *     of an external account key that is revoked
     */
    @RolesAllowed({Role.Name.SUPER_ADMINISTRATOR, Role.Name.AUTHORITY_ADMINISTRATOR, Role.Name.EAB_OPERATOR})
    public GovernedPolicy replace(PolicyLevel level, UUID id, long version, NamePolicy policy) {
        requireFor(level);
        Governed governed = own(level, subjects.lock(level, id));
        requireInUse(governed);
        Optional<NamePolicy> before = governed.policy();
        if (PolicyVersion.of(before) != version) {
            throw AdminException.stale("policy");
        }
        if (!before.orElse(NamePolicy.EMPTY).equals(policy)) {
            governed.govern(policy);
            audit.record(new AdministrationEvent.PolicyChanged(
                    caller.id(),
                    level.member(),
                    new PolicySubject(level, id).text(),
                    before.map(PolicyDocument::write).orElse(null),
                    PolicyDocument.write(policy)));
        }
        return GovernedPolicy.of(id, governed);
    }

    /**
     * What each level says of each name, if it is asked of this provisioner, account or external account key, or of this
     * authority itself.
     *
     * @throws AdminException {@code UNKNOWN}
     */
    public Explanation explain(PolicyLevel level, UUID id, List<SubjectName> names) {
        return found(level, id).issuancePolicy().explain(names);
    }

    /**
     * The same, if another policy stood in the place of this one.
     *
     * @throws AdminException {@code UNKNOWN}
     */
    public Explanation explain(PolicyLevel level, UUID id, NamePolicy proposed, List<SubjectName> names) {
        return found(level, id)
                .issuancePolicy()
                .with(level, Optional.of(proposed))
                .explain(names);
    }

    /**
     * Which of the certificates that are valid now a policy would stop from renewing, if it replaced the one that stands.
     * Nothing is changed.
     *
     * @param after the {@link Impact#next} of the page before; empty for the beginning
     * @param limit how many of them to name
     * @throws AdminException {@code UNKNOWN}
     */
    public Impact impact(PolicyLevel level, UUID id, NamePolicy proposed, Optional<Impact.Position> after, int limit) {
        Governed governed = found(level, id);
        IssuancePolicy withoutAccount = governed.issuancePolicy();
        Instant now = clock.instant();
        ImpactStudy study = new ImpactStudy(level, proposed, after, limit);
        List<ValidCertificate> page = subjects.valid(governed, id, now, null, PAGE);
        while (!page.isEmpty()) {
            examine(page, withoutAccount, study);
            subjects.forget();
            page = subjects.valid(governed, id, now, page.get(page.size() - 1).id(), PAGE);
        }
        return study.result();
    }

    /**
     * Each under the policy of its account, or of the provisioner where an administrator asked for it. One whose account is
     * deactivated will not be renewed by anybody.
     */
    private void examine(List<ValidCertificate> page, IssuancePolicy withoutAccount, ImpactStudy study) {
        Map<UUID, Account> accounts = subjects
                .accounts(page.stream()
                        .map(ValidCertificate::account)
                        .filter(Objects::nonNull)
                        .collect(Collectors.toSet()))
                .stream()
                .collect(Collectors.toMap(account -> account.id().value(), Function.identity()));
        for (ValidCertificate certificate : page) {
            Account account = certificate.account() == null ? null : accounts.get(certificate.account());
            if (certificate.provisioner() != null) {
                study.examine(
                        certificate,
                        subjects.provisioner(certificate.provisioner()).issuancePolicy());
            } else if (account == null) {
                study.examine(certificate, withoutAccount);
            } else if (account.status() == AccountStatus.VALID) {
                study.examine(certificate, account.issuancePolicy());
            }
        }
    }

    private Governed found(PolicyLevel level, UUID id) {
        requireFor(level);
        return own(level, subjects.withId(level, id));
    }

    /** The container cannot tell levels apart. */
    private void requireFor(PolicyLevel level) {
        if (level != PolicyLevel.EXTERNAL_ACCOUNT_KEY && caller.role() == Role.EAB_OPERATOR) {
            throw AdminException.forbidden(
                    "Your role has to do with the policies of external account keys only, and not with that of this %s."
                            .formatted(level.words()));
        }
    }

    private static void requireInUse(Governed governed) {
        if (governed instanceof ExternalAccountKey key) {
            ChangeableKey.require(key);
        }
    }

    private Governed own(PolicyLevel level, Optional<Governed> found) {
        Governed governed = found.orElseThrow(() -> AdminException.unknown(level.words()));
        caller.requireTeam(governed.team(), level.words());
        return governed;
    }
}
