package org.bailiwick.admin;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import org.bailiwick.acme.Problem;

/**
 * What a client certificate is called where people read it. Nothing is decided by it: what a certificate is known by is its
 * hash, which is shown beside it.
 */
final class ClientCertificateName {

    /** The kinds of RFC 5280 §4.2.1.6 that people read, by their tags, and how they are written. */
    private static final Map<Integer, String> ALTERNATIVES = Map.of(1, "email:", 2, "DNS:", 6, "URI:");

    private ClientCertificateName() {}

    /**
     * Its subject as RFC 2253 writes it, the common name first, as the end may not fit; if it is empty an alternative name
     * (RFC 5280 §4.1.2.6).
     */
    static String of(X509Certificate certificate) {
        String subject = certificate.getSubjectX500Principal().getName();
        return Problem.printable(subject.isEmpty() ? alternative(certificate) : commonNameFirst(subject));
    }

    private static String commonNameFirst(String subject) {
        try {
            List<Rdn> parts = new ArrayList<>(new LdapName(subject).getRdns());
            Collections.reverse(parts);
            parts.sort(Comparator.comparing(part -> !part.getType().equalsIgnoreCase("CN")));
            return parts.stream().map(Rdn::toString).collect(Collectors.joining(","));
        } catch (InvalidNameException odd) {
            return subject;
        }
    }

    private static String alternative(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return (names == null ? List.<List<?>>of() : names)
                    .stream()
                            .filter(name -> ALTERNATIVES.containsKey(name.get(0)))
                            .map(name -> ALTERNATIVES.get(name.get(0)) + name.get(1))
                            .findFirst()
                            .orElse("(no name)");
        } catch (CertificateParsingException unreadable) {
            return "(no name)";
        }
    }
}
