package org.bailiwick.account;

import java.util.Optional;
import java.util.UUID;
import org.bailiwick.acme.ResourceId;

/**
 * Which accounts are wanted; what is empty is no condition.
 *
 * @param contact a part of one of the contacts, in upper or lower case
 * @param externalAccountKey the key that they were made with
 */
public record AccountSearch(
        Optional<UUID> authority,
        Optional<UUID> provisioner,
        Optional<String> contact,
        Optional<String> keyThumbprint,
        Optional<ResourceId> externalAccountKey,
        Optional<AccountStatus> status) {}
