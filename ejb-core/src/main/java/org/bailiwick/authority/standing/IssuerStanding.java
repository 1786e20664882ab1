package org.bailiwick.authority.standing;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.bailiwick.authority.CaKey;
import org.bailiwick.authority.Issuer;
import org.bailiwick.authority.IssuerUrls;
import org.bailiwick.ca.CertificateChain;
import org.bailiwick.hsm.SignatureScheme;
import org.jspecify.annotations.Nullable;

/**
 * An issuer, and what relying parties find of it.
 *
 * @param state {@code issuing}; {@code spare}: active, while a newer one issues; {@code retired}; {@code crl-only}: a root;
 *     {@code other-ca}: another CA's, which publishes what there is of it itself
 * @param retiredAt null unless it was
 * @param key where its key is, by token and label
 * @param scheme how that signs; null for another CA's
 * @param keySha256 hexadecimal
 * @param chain from the top down, the issuer's own certificate at last
 * @param above who has signed the top of the chain, if that is not a root; null if it is
 * @param crl of its CRL
 * @param ocsp of its OCSP responder
 * @param urls where relying parties find these
 * @param rootSha256 of the top of the chain: upper-case hexadecimal pairs, separated by colons
 */
public record IssuerStanding(
        UUID id,
        String state,
        Instant createdAt,
        @Nullable Instant retiredAt,
        CaKey key,
        @Nullable SignatureScheme scheme,
        String keySha256,
        List<ChainMember> chain,
        @Nullable String above,
        CrlStanding crl,
        OcspStanding ocsp,
        IssuerUrls urls,
        String rootSha256) {

    public IssuerStanding {
        chain = List.copyOf(chain);
    }

    /** What is known of an issuer by its own row. */
    static IssuerStanding of(
            Issuer issuer,
            CertificateChain chain,
            boolean newest,
            CrlStanding crl,
            OcspStanding ocsp,
            IssuerUrls urls,
            Instant now) {
        X509Certificate top = chain.certificates().get(chain.certificates().size() - 1);
        boolean rooted = top.getSubjectX500Principal().equals(top.getIssuerX500Principal());
        return new IssuerStanding(
                issuer.id(),
                state(issuer, newest),
                issuer.createdAt(),
                issuer.retiredAt().orElse(null),
                issuer.key(),
                issuer.remote() ? null : scheme(issuer, chain.first().getPublicKey()),
                issuer.keyFingerprint().value(),
                members(chain, now),
                rooted ? null : top.getIssuerX500Principal().getName(),
                crl,
                ocsp,
                urls,
                chain.rootSha256());
    }

    /** Its own certificate. */
    public ChainMember own() {
        return chain.get(chain.size() - 1);
    }

    /** What ends first: its own certificate, or one above it without which that is worth nothing. */
    public ChainMember endsFirst() {
        return Collections.min(chain, Comparator.comparing((ChainMember member) -> member.remaining()
                .until()));
    }

    /** Whether one above its own certificate ends first. */
    public boolean endsEarly() {
        return endsFirst().remaining().until().isBefore(own().remaining().until());
    }

    /** Whether it can be retired. */
    public boolean active() {
        return state.equals("issuing") || state.equals("spare");
    }

    /** Whether it is another CA's. */
    public boolean remote() {
        return state.equals("other-ca");
    }

    /** How its state looks: good or neutral. */
    public String tone() {
        return state.equals("issuing") || remote() ? "good" : "neutral";
    }

    private static String state(Issuer issuer, boolean newest) {
        if (issuer.remote()) {
            return "other-ca";
        }
        if (issuer.active()) {
            return newest ? "issuing" : "spare";
        }
        return issuer.crlOnly() ? "crl-only" : "retired";
    }

    private static SignatureScheme scheme(Issuer issuer, PublicKey key) {
        SignatureScheme stored = issuer.key().scheme();
        return stored == null ? SignatureScheme.forKey(key) : stored;
    }

    private static List<ChainMember> members(CertificateChain chain, Instant now) {
        List<ChainMember> members = new ArrayList<>();
        for (X509Certificate certificate : chain.certificates()) {
            members.add(0, ChainMember.of(certificate, members.isEmpty(), now));
        }
        return members;
    }
}
