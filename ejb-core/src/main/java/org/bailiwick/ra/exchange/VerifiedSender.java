package org.bailiwick.ra.exchange;

import java.util.Optional;
import org.bailiwick.cmp.MacProtection;
import org.bailiwick.ra.RegistrationAuthority;

/**
 * Who sent a message, as its protection has proven.
 *
 * @param registrationAuthority whose message it is
 * @param secret what protects the answers to a message that was protected by the secret for enrolment; empty if it was signed
 */
record VerifiedSender(RegistrationAuthority registrationAuthority, Optional<MacProtection> secret) {}
