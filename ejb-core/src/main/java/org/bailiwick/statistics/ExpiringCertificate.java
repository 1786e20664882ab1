package org.bailiwick.statistics;

import java.time.Instant;
import java.util.List;
import org.bailiwick.acme.Identifier;
import org.bailiwick.certificate.Certificate;

/**
 * A certificate that ends soon and should have been renewed by now.
 *
 * @param names the first ones
 * @param more how many names there are beside these
 */
public record ExpiringCertificate(String id, List<String> names, int more, Instant notAfter) {

    private static final int MOST_NAMES = 3;

    public ExpiringCertificate {
        names = List.copyOf(names);
    }

    static ExpiringCertificate of(Certificate certificate) {
        List<String> names = certificate
                .contents()
                .map(contents ->
                        contents.identifiers().stream().map(Identifier::value).toList())
                .orElse(List.of());
        return new ExpiringCertificate(
                certificate.id().toString(),
                names.subList(0, Math.min(MOST_NAMES, names.size())),
                Math.max(0, names.size() - MOST_NAMES),
                certificate.notAfter());
    }
}
