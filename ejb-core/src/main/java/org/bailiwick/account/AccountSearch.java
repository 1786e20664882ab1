package org.bailiwick.account;

import java.util.Optional;
import java.util.UUID;

/**
 * Which accounts are wanted; what is empty is no condition.
 *
 * @param contact a part of one of the contacts, in upper or lower case
 */
public record AccountSearch(
        Optional<UUID> authority,
        Optional<UUID> provisioner,
        Optional<String> contact,
        Optional<String> keyThumbprint,
        Optional<AccountStatus> status) {}
