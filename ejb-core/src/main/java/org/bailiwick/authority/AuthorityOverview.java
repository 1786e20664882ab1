package org.bailiwick.authority;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.bailiwick.ca.CertificateChain;
import org.bailiwick.policy.NameRule;

/**
 * What everyone may know of an authority.
 *
 * @param name its segment in URLs
 * @param permits the rules of the names it permits
 * @param issuer the subject of its issuing certificate
 * @param keyAlgorithm of the issuing key, as the JDK names it
 * @param notAfter when the issuing certificate ends, or one above it if that is sooner
 * @param rootPem the root that clients must trust
 * @param rootSha256 its fingerprint: upper-case hexadecimal pairs, separated by colons
 */
public record AuthorityOverview(
        String name,
        List<String> permits,
        String issuer,
        String keyAlgorithm,
        Instant notAfter,
        String rootPem,
        String rootSha256) {

    static AuthorityOverview of(Authority authority, CertificateChain chain) {
        X509Certificate issuing = chain.first();
        return new AuthorityOverview(
                authority.name(),
                authority.policy().stream()
                        .flatMap(policy -> policy.allow().all().stream())
                        .map(NameRule::text)
                        .toList(),
                issuing.getSubjectX500Principal().getName(),
                issuing.getPublicKey().getAlgorithm(),
                chain.end(),
                chain.rootPem(),
                chain.rootSha256());
    }
}
