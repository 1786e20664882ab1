package org.bailiwick.revocation;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.admin.AdminException;
import org.bailiwick.policy.NamePattern;

/**
 * Which certificates are to be revoked: those that meet everything that is given. At least one thing is: nobody ends all
 * certificates of an authority by leaving something out.
 *
 * @param account that ordered it
 * @param externalAccountKey that this account was bound to
 * @param provisioner where it was ordered or asked for
 * @param registrationAuthority that relayed the request for it
 * @param name that one of its names is like
 * @param issuedFrom it was issued then or later
 * @param issuedBefore it was issued earlier
 */
public record RevocationCriteria(
        Optional<ResourceId> account,
        Optional<ResourceId> externalAccountKey,
        Optional<UUID> provisioner,
        Optional<UUID> registrationAuthority,
        Optional<NamePattern> name,
        Optional<Instant> issuedFrom,
        Optional<Instant> issuedBefore) {

    /**
     * Checks them.
     *
     * @throws AdminException {@code INVALID} if there are none, or no certificate can meet them
     */
    public RevocationCriteria {
        issuedFrom = issuedFrom.map(instant -> instant.truncatedTo(ChronoUnit.MICROS));
        issuedBefore = issuedBefore.map(instant -> instant.truncatedTo(ChronoUnit.MICROS));
        if (account.isEmpty()
                && externalAccountKey.isEmpty()
                && provisioner.isEmpty()
                && registrationAuthority.isEmpty()
                && name.isEmpty()
                && issuedFrom.isEmpty()
                && issuedBefore.isEmpty()) {
            throw AdminException.invalid(
                    "\"criteria\" has at least one of account, externalAccountKey, provisioner, registrationAuthority, name, issuedFrom, issuedBefore.");
        }
        if (issuedFrom.isPresent()
                && issuedBefore.isPresent()
                && !issuedFrom.get().isBefore(issuedBefore.get())) {
            throw AdminException.invalid("\"issuedFrom\" is not before \"issuedBefore\": nothing was issued then.");
        }
    }

    /**
     * Those for which it does not matter whether a registration authority relayed the request.
     *
     * @throws AdminException likewise
     */
    public RevocationCriteria(
            Optional<ResourceId> account,
            Optional<ResourceId> externalAccountKey,
            Optional<UUID> provisioner,
            Optional<NamePattern> name,
            Optional<Instant> issuedFrom,
            Optional<Instant> issuedBefore) {
        this(account, externalAccountKey, provisioner, Optional.empty(), name, issuedFrom, issuedBefore);
    }

    /** By their names in the API, as text. */
    public Map<String, String> texts() {
        Map<String, String> texts = new TreeMap<>();
        account.ifPresent(id -> texts.put("account", id.toString()));
        externalAccountKey.ifPresent(id -> texts.put("externalAccountKey", id.toString()));
        provisioner.ifPresent(id -> texts.put("provisioner", id.toString()));
        registrationAuthority.ifPresent(id -> texts.put("registrationAuthority", id.toString()));
        name.ifPresent(pattern -> texts.put("name", pattern.text()));
        issuedFrom.ifPresent(instant -> texts.put("issuedFrom", instant.toString()));
        issuedBefore.ifPresent(instant -> texts.put("issuedBefore", instant.toString()));
        return texts;
    }
}
