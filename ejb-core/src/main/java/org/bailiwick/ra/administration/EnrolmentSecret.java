package org.bailiwick.ra.administration;

import org.bailiwick.eab.ExternalAccountSecret;

/**
 * A registration authority with the secret that it enrols by, which is shown to who asked for it and kept by nobody.
 *
 * @param registrationAuthority whose it is
 * @param secret its octets for CMP are the characters of {@link ExternalAccountSecret#base64url}
 */
public record EnrolmentSecret(RegistrationAuthorityOverview registrationAuthority, ExternalAccountSecret secret) {}
