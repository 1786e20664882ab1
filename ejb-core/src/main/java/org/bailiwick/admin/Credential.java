package org.bailiwick.admin;

/** What an administrator shows to be let in. */
public sealed interface Credential permits BearerToken, ClientCertificate {

    /** What is kept of it, and what it is found by: hexadecimal, lower case. */
    String sha256();
}
