package org.bailiwick.eab.administration;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntConsumer;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.Role;
import org.bailiwick.eab.ExternalAccountKey;
import org.bailiwick.eab.ExternalAccountSecret;
import org.bailiwick.eab.IssuedKey;
import org.bailiwick.eab.KeyTerms;
import org.bailiwick.eab.ReferenceTakenException;
import org.bailiwick.eab.SealedSecret;
import org.bailiwick.eab.Secrets;
import org.bailiwick.provisioner.Provisioner;

/**
 * Gives clients their external account keys: one, many, or a new secret for one that was used. Secrets are encrypted by the
 * token before the transaction that stores them begins; without the token nothing is stored.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
@RolesAllowed({Role.Name.SUPER_ADMINISTRATOR, Role.Name.AUTHORITY_ADMINISTRATOR, Role.Name.EAB_OPERATOR})
public class ExternalAccountKeyIssuance {

    @Inject
    OwnKeys own;

    @Inject
    Secrets secrets;

    @Inject
    KeyRecords records;

    @Inject
    Clock clock;

    /** Where the caller may make keys: authority and name of provisioners by their ids, sorted. */
    public Map<UUID, String> provisioners() {
        return own.provisioners();
    }

    /**
     * Makes a key.
     *
     * @return the key, with the secret that nobody is shown again
     * @throws AdminException {@code UNKNOWN} or {@code FOREIGN} provisioner; {@code INVALID} terms; {@code CONFLICT} if the
     *     reference is taken
     * @throws org.bailiwick.hsm.TokenException if the token, or its key for secrets, is not there
     */
    public IssuedKey create(UUID provisionerId, KeyTerms terms) {
        Provisioner provisioner = own.provisionerWithAccounts(provisionerId);
        try {
            TermsChecks.require(terms, own.profilesOf(provisioner), clock.instant());
        } catch (IllegalArgumentException cannotBe) {
            throw AdminException.invalid(String.valueOf(cannotBe.getMessage()));
        }
        try {
            return issue(provisioner, List.of(terms), made -> {}).get(0);
        } catch (ReferenceTakenException taken) {
            throw AdminException.conflict(
                    "This provisioner has a key with the reference \"%s\" already.".formatted(terms.reference()));
        }
    }

    /**
     * Makes the keys that a CSV file (RFC 4180) describes: all of them, or none if anything is wrong with one. {@link
     * KeyFile} says which columns there are.
     *
     * @param dryRun whether only to say what is wrong
     * @throws AdminException {@code UNKNOWN} or {@code FOREIGN} provisioner; {@code INVALID} if it is no such file at all
     * @throws org.bailiwick.hsm.TokenException if the token, or its key for secrets, is not there
     */
    public BulkResult createAll(UUID provisionerId, String csv, boolean dryRun) {
        return createAll(provisionerId, csv, dryRun, made -> {});
    }

    /**
     * The same, and tells how far it is.
     *
     * @param progress told after each key that the token has encrypted the secret of, how many these are
     */
    public BulkResult createAll(UUID provisionerId, String csv, boolean dryRun, IntConsumer progress) {
        Provisioner provisioner = own.provisionerWithAccounts(provisionerId);
        KeyFile file = KeyFile.parse(csv);
        List<BulkResult.Fault> faults = faults(provisioner, file);
        if (dryRun || !faults.isEmpty()) {
            return new BulkResult(file.lines().size(), faults, List.of());
        }
        try {
            return new BulkResult(file.lines().size(), List.of(), issue(provisioner, file.terms(), progress));
        } catch (ReferenceTakenException justTaken) {
            // somebody else made one of them since it was looked for
            return new BulkResult(file.lines().size(), faults(provisioner, file), List.of());
        }
    }

    /**
     * Gives a key a new secret, for a client that lost its account's key, or never got the old secret. The old secret is of
     * no use from then on; which accounts were bound before stays known.
     *
     * @param uses how many accounts the new secret is for
     * @param deactivate whether the accounts that were bound before are deactivated; else they go on. Not for EAB operators,
     *     who may not end accounts in any other way either
     * @return the key, with the secret that nobody is shown again
     * @throws AdminException {@code UNKNOWN} or {@code FOREIGN}; {@code FORBIDDEN} deactivation; {@code INVALID} number of uses; {@code CONFLICT} if the key
     *     is revoked or has expired, or somebody else is doing the same
     * @throws org.bailiwick.hsm.TokenException if the token, or its key for secrets, is not there
     */
    public IssuedKey rebind(ResourceId id, int uses, boolean deactivate) {
        ExternalAccountKey key = own.find(id);
        if (deactivate) {
            own.requireRightToEndAccounts();
        }
        try {
            KeyTerms.requireUses(uses);
        } catch (IllegalArgumentException cannotBe) {
            throw AdminException.invalid(String.valueOf(cannotBe.getMessage()));
        }
        ExternalAccountSecret secret = ExternalAccountSecret.random();
        SealedSecret sealed = secrets.seal(id, key.secretNumber() + 1, secret);
        ExternalAccountKey bound = records.rebind(
                        new KeyRecords.Rebinding(id, key.secretNumber(), sealed, uses, deactivate), own.administrator())
                .orElseThrow(
                        () -> AdminException.conflict(
                                "This key gets no new secret: it is revoked, has expired, or somebody else just gave it one. Look at it again."));
        return new IssuedKey(bound, secret);
    }

    private List<IssuedKey> issue(Provisioner provisioner, List<KeyTerms> wanted, IntConsumer progress) {
        Instant now = clock.instant();
        List<IssuedKey> issued = new ArrayList<>();
        for (KeyTerms terms : wanted) {
            ResourceId id = ResourceId.random(now);
            ExternalAccountSecret secret = ExternalAccountSecret.random();
            SealedSecret sealed = secrets.seal(id, 1, secret);
            issued.add(new IssuedKey(new ExternalAccountKey(id, provisioner, terms, sealed, now), secret));
            progress.accept(issued.size());
        }
        records.add(issued.stream().map(IssuedKey::key).toList(), own.administrator());
        return issued;
    }

    private List<BulkResult.Fault> faults(Provisioner provisioner, KeyFile file) {
        List<String> offered = own.profilesOf(provisioner);
        Set<String> taken = records.taken(
                provisioner.id(), file.terms().stream().map(KeyTerms::reference).toList());
        Instant now = clock.instant();
        Map<String, Long> seen = new HashMap<>();
        List<BulkResult.Fault> faults = new ArrayList<>();
        for (KeyFile.Line line : file.lines()) {
            line.fault(terms -> {
                        TermsChecks.require(terms, offered, now);
                        if (taken.contains(terms.reference())) {
                            throw new IllegalArgumentException(
                                    "This provisioner has a key with this reference already.");
                        }
                        Long first = seen.putIfAbsent(terms.reference(), line.number());
                        if (first != null) {
                            throw new IllegalArgumentException(
                                    "Line %d has this reference, too; each is for one key.".formatted(first));
                        }
                    })
                    .ifPresent(sentence -> faults.add(new BulkResult.Fault(line.number(), sentence)));
        }
        return faults;
    }
}
