package org.bailiwick.ca;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.bailiwick.hsm.CaSigner;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;

/**
 * One CA certificate and its key, issuing CRLs (RFC 5280 §5) in two steps: {@link #prepare} builds and checks what will be
 * signed, {@link #issue} has it signed. What is signed is what was checked.
 *
 * <p>A CRL is complete: all certificates of this issuer. It is in memory once while it is signed, and twice while it is
 * built. Safe for use by many threads.
 */
public final class RevocationListIssuer {

    private static final int CRL_SIGN = 6;
    private static final ASN1Integer V2 = new ASN1Integer(1);

    private final CaSigner signer;
    private final PublicKey publicKey;
    private final IssuerFields fields;
    private final RevocationListChecks checks;

    /**
     * An issuer whose key and certificate belong together.
     *
     * @param certificate the CA's own
     * @param signer its key
     * @throws IllegalArgumentException if the certificate is not a CA's or may not sign CRLs, or if the key is another's
     */
    public RevocationListIssuer(X509Certificate certificate, CaSigner signer) {
        boolean[] keyUsage = certificate.getKeyUsage();
        if (certificate.getBasicConstraints() < 0 || (keyUsage != null && !keyUsage[CRL_SIGN])) {
            throw new IllegalArgumentException(
                    "the certificate of \"%s\" may not sign CRLs (basicConstraints, keyUsage)"
                            .formatted(certificate.getSubjectX500Principal()));
        }
        this.signer = signer;
        this.publicKey = certificate.getPublicKey();
        this.fields = IssuerFields.of(certificate, signer);
        this.checks = new RevocationListChecks(fields);
    }

    /**
     * Builds a CRL and checks it.
     *
     * @param number greater than that of each CRL before it (§5.2.3)
     * @param thisUpdate when it is issued, in whole seconds
     * @param nextUpdate when there will be another one at the latest, in whole seconds
     * @param revoked its entries; they are not there any more afterwards
     * @return what may be signed, once, by this issuer
     * @throws UnsoundRevocationListException if any check fails
     */
    public PreparedRevocationList prepare(long number, Instant thisUpdate, Instant nextUpdate, RevokedSerials revoked) {
        byte[] head =
                encoded(V2, fields.signature(), fields.name(), Validity.time(thisUpdate), Validity.time(nextUpdate));
        byte[] extensions = encoded(new DERTaggedObject(true, 0, extensions(number)));
        int entries = revoked.length();
        // §5.1.2.6: without any the list is absent, not empty
        byte[] entriesHeader = entries == 0 ? new byte[0] : DerElement.header(DerElement.SEQUENCE, entries);
        int contents = Math.addExact(head.length + entriesHeader.length + extensions.length, entries);
        byte[] header = DerElement.header(DerElement.SEQUENCE, contents);
        byte[] tbs = new byte[Math.addExact(header.length, contents)];
        ByteBuffer parts = ByteBuffer.wrap(tbs).put(header).put(head).put(entriesHeader);
        revoked.moveTo(tbs, parts.position());
        parts.position(parts.position() + entries).put(extensions);
        List<String> findings = checks.check(tbs, number, thisUpdate, nextUpdate, revoked.count());
        if (!findings.isEmpty()) {
            throw new UnsoundRevocationListException(number, findings);
        }
        return new PreparedRevocationList(this, tbs, number, thisUpdate);
    }

    /**
     * Has a prepared CRL signed and verifies the signature with the issuer's certificate. The prepared CRL is used up, also
     * when this fails.
     *
     * @throws IllegalStateException if another issuer prepared it, or if it was here before; nothing was signed
     * @throws org.bailiwick.hsm.TokenException if the token does not sign
     * @throws UnsoundRevocationListException if what the token gave is not this issuer's signature over these octets
     */
    public IssuedRevocationList issue(PreparedRevocationList prepared) {
        byte[] tbs = prepared.redeem(this);
        byte[] signature = signer.sign(tbs);
        if (!prepared.isUnchanged() || !SignatureAlgorithms.verifies(publicKey, fields.signature(), tbs, signature)) {
            throw new UnsoundRevocationListException(
                    prepared.number(), List.of("its signature is not by the issuer's key"));
        }
        byte[] tail = encoded(fields.signature(), new DERBitString(signature));
        byte[] header = DerElement.header(DerElement.SEQUENCE, Math.addExact(tbs.length, tail.length));
        return new IssuedRevocationList(List.of(header, tbs, tail));
    }

    /** §5.2: whose it is, and which of his. */
    private Extensions extensions(long number) {
        try {
            return new Extensions(new Extension[] {
                new Extension(
                        Extension.authorityKeyIdentifier,
                        false,
                        new AuthorityKeyIdentifier(fields.keyIdentifier().getKeyIdentifier())
                                .getEncoded(ASN1Encoding.DER)),
                new Extension(Extension.cRLNumber, false, new ASN1Integer(number).getEncoded(ASN1Encoding.DER))
            });
        } catch (IOException impossible) {
            throw new IllegalStateException("an extension that we built has a DER encoding", impossible);
        }
    }

    /** One behind the other. */
    private static byte[] encoded(ASN1Encodable... elements) {
        byte[] all = new byte[0];
        try {
            for (ASN1Encodable element : elements) {
                byte[] next = element.toASN1Primitive().getEncoded(ASN1Encoding.DER);
                int length = all.length;
                all = Arrays.copyOf(all, length + next.length);
                System.arraycopy(next, 0, all, length, next.length);
            }
            return all;
        } catch (IOException impossible) {
            throw new IllegalStateException("a structure that we built has a DER encoding", impossible);
        }
    }
}
