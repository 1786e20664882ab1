package org.bailiwick.governance;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.bailiwick.acme.SubjectName;
import org.bailiwick.ca.EndEntityCertificate;
import org.jspecify.annotations.Nullable;

/**
 * What impact needs to know of a certificate.
 *
 * @param serial hexadecimal, lower case
 * @param account whose it is; null if it is no account's
 * @param provisioner where an administrator asked for it; null if none did
 * @param notAfter its last second of validity
 * @param names every name in it
 */
public record ValidCertificate(
        UUID id,
        String serial,
        @Nullable UUID account,
        @Nullable UUID provisioner,
        Instant notAfter,
        List<SubjectName> names) {

    public ValidCertificate {
        names = List.copyOf(names);
    }

    /** As a query makes it, of a DER certificate. */
    public ValidCertificate(
            UUID id, String serial, @Nullable UUID account, @Nullable UUID provisioner, Instant notAfter, byte[] der) {
        this(
                id,
                serial,
                account,
                provisioner,
                notAfter,
                EndEntityCertificate.read(der).names());
    }
}
