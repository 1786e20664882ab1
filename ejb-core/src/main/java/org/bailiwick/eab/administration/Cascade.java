package org.bailiwick.eab.administration;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.bailiwick.acme.Identifier;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.certificate.Certificate;

/**
 * What hangs on a key.
 *
 * @param accounts the accounts that are bound to it and valid
 * @param authorizations how many of their authorizations could still lead to a certificate
 * @param certificates their certificates that are good still, the oldest first
 * @param underWay how many more are being signed at this moment
 */
public record Cascade(
        List<ResourceId> accounts, long authorizations, List<GoodCertificate> certificates, long underWay) {

    public Cascade {
        accounts = List.copyOf(accounts);
        certificates = List.copyOf(certificates);
    }

    /** Whether nothing does. */
    public boolean isEmpty() {
        return accounts.isEmpty() && authorizations == 0 && certificates.isEmpty() && underWay == 0;
    }

    /**
     * A certificate that is neither revoked nor expired.
     *
     * @param id its row
     * @param issuer who signed it
     * @param serial hexadecimal, lower case
     * @param names in it, canonical
     * @param notAfter its last second
     */
    public record GoodCertificate(ResourceId id, UUID issuer, String serial, List<String> names, Instant notAfter) {

        static GoodCertificate of(Certificate certificate) {
            return new GoodCertificate(
                    certificate.id(),
                    certificate.issuer(),
                    certificate.serial(),
                    certificate
                            .contents()
                            .map(contents -> contents.identifiers().stream()
                                    .map(Identifier::value)
                                    .toList())
                            .orElse(List.of()),
                    certificate.notAfter());
        }
    }
}
