package org.bailiwick.eab.administration;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
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
        Some<ResourceId> accounts, long authorizations, Some<GoodCertificate> certificates, long underWay) {

    /** How many are told one by one. */
    static final int FIRST = 100;

    /** Whether nothing does. */
    public boolean isEmpty() {
        return accounts.count() == 0 && authorizations == 0 && certificates.count() == 0 && underWay == 0;
    }

    /**
     * Things of one kind, of which there may be very many.
     *
     * @param count how many there are
     * @param first the first of them, at most a hundred
     */
    public record Some<T>(long count, List<T> first) {

        public Some {
            first = List.copyOf(first);
        }

        static <T> Some<T> none() {
            return new Some<>(0, List.of());
        }

        Some<T> and(List<T> more) {
            return new Some<>(
                    count + more.size(),
                    Stream.concat(first.stream(), more.stream()).limit(FIRST).toList());
        }
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
