package org.bailiwick.issuance;

import java.util.Optional;
import java.util.UUID;
import org.bailiwick.ca.RequestedValidity;

/**
 * What an administrator asks for beside what is in the certification request.
 *
 * @param provisioner where
 * @param administrator who: the id of the bearer token or client certificate
 * @param profile the name of a profile; empty for the provisioner's first
 * @param validity when the certificate is to be valid
 */
public record ManualApplication(
        UUID provisioner, UUID administrator, Optional<String> profile, RequestedValidity validity) {}
