package org.bailiwick.authority.founding;

import java.util.UUID;
import org.bailiwick.authority.AuthorityName;
import org.jspecify.annotations.Nullable;

/**
 * An authority that an administrator wants.
 *
 * @param team who will operate it
 * @param name its segment in URLs
 * @param token the token that its keys are in or are to be made in; null for the server's own
 * @param issuer what it is to issue with
 */
public record NewAuthority(UUID team, AuthorityName name, @Nullable String token, FirstIssuer issuer) {}
