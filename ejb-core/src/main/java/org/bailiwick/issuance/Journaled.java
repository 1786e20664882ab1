package org.bailiwick.issuance;

import java.util.List;
import java.util.UUID;
import org.bailiwick.acme.Identifier;
import org.bailiwick.authority.Issuers.ReadyIssuer;
import org.bailiwick.ca.PreparedCertificate;

/**
 * A certificate that is checked, linted and written down: the only thing that gets signed.
 *
 * @param attempt its line in the journal
 * @param issuer who signs it
 * @param prepared what is signed
 * @param identifiers the names in it
 */
public record Journaled(UUID attempt, ReadyIssuer issuer, PreparedCertificate prepared, List<Identifier> identifiers) {}
