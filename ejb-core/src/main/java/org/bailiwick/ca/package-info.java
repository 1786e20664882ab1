/**
 * X.509 certificates as RFC 5280 has them: what a client's PKCS#10 request may ask for, which keys may be certified, what
 * a certificate of ours looks like, and how it gets its signature.
 *
 * <p>The way of a certificate: {@code CertificationRequest.parse} → {@code CertificateIssuer.prepare} (build and lint) →
 * the caller's journal → {@code CertificateIssuer.issue} (sign, verify, compare). Only {@code prepare} and {@code resume}
 * make a {@code PreparedCertificate}, and only {@code issue} redeems one, once: "signed but unchecked" does not compile.
 *
 * <p>A CRL goes the same way: {@code RevocationListIssuer.prepare} → {@code issue}. It may have a million entries, which
 * are encoded as they come and never all there as objects.
 *
 * <p>{@code DistinguishedEncoding}, {@code SequenceReader}, {@code DerElement} and {@code SignatureAlgorithms} are public for
 * {@code cmp}, which reads its messages by them.
 *
 * <p>What is known of certificates is told in {@code OcspRequest} and {@code OcspResponder} (RFC 6960, RFC 5019, RFC 9654).
 *
 * <p>Plain Java and Bouncy Castle (as a {@code Provider} object): no {@code jakarta}, no persistence, no network, no
 * clock, no policy about names. Private keys stay behind {@code CaSigner}. RFC 2986 (PKCS#10), RFC 5280 (certificates, CRLs), RFC 5652 (bundles of certificates),
 * RFC 7093 (key identifiers), RFC 8410 and RFC 5480 (Ed25519 and EC keys), RFC 8555 §7.4 (finalize), §9.1 (PEM chains)
 * and §11.1 (keys), RFC 8738 (addresses), X.690 (DER).
 */
@NullMarked
package org.bailiwick.ca;

import org.jspecify.annotations.NullMarked;
