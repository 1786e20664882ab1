package org.bailiwick.issuance;

import java.util.Optional;
import java.util.UUID;
import org.bailiwick.ca.RequestedValidity;
import org.bailiwick.ra.RelayedMessage;

/**
 * What a registration authority asks for, for somebody else, beside what is in the certification request.
 *
 * @param registrationAuthority whose signature on the message was verified
 * @param message what is kept of it
 * @param profile the name of a profile; empty for the first of its provisioner
 * @param validity when the certificate is to be valid
 */
public record RelayedApplication(
        UUID registrationAuthority, RelayedMessage message, Optional<String> profile, RequestedValidity validity) {}
