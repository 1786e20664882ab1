package org.bailiwick.certificate;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.authority.Issuers;
import org.bailiwick.ca.CertificateChain;
import org.bailiwick.ca.CertificateId;

/** certificate (RFC 8555 §7.4.2) and what renewalInfo tells of (RFC 9773 §4.1). The token is not needed. */
@Stateless
@TransactionAttribute(TransactionAttributeType.SUPPORTS)
public class CertificateService {

    @Inject
    Certificates certificates;

    @Inject
    Issuers issuers;

    /** An account's certificate; its DER is known. */
    public Optional<Certificate> find(ResourceId account, ResourceId id) {
        return certificates
                .ownedBy(account, id)
                .filter(certificate -> certificate.der().isPresent());
    }

    /**
     * A certificate and those above it but the root, as PEM (RFC 8555 §9.1): the issuer's chain first, then its
     * alternatives.
     */
    public List<String> chains(Certificate certificate) {
        byte[] der = certificate.der().orElseThrow();
        Stream<CertificateChain> chains = Stream.concat(
                Stream.of(issuers.chainOf(certificate.issuer())),
                issuers.alternateChainsOf(certificate.issuer()).stream());
        return chains.map(chain -> chain.pemFor(der)).toList();
    }

    /** An authority's certificate, whoever has it. */
    public Optional<Certificate> named(UUID authority, CertificateId id) {
        return certificates.named(authority, id);
    }
}
