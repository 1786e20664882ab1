package org.bailiwick.authority;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.PublicKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.bailiwick.acme.Identifier;
import org.bailiwick.ca.CertificateChain;
import org.bailiwick.ca.CertificateIssuer;
import org.bailiwick.ca.CertificateProfile;
import org.bailiwick.ca.KeyRequirements;
import org.bailiwick.ca.PreparedCertificate;
import org.bailiwick.ca.RequestedValidity;
import org.bailiwick.ca.RevocationListIssuer;
import org.bailiwick.ca.SerialNumber;
import org.bailiwick.config.Settings;
import org.bailiwick.hsm.CaSigner;
import org.bailiwick.hsm.TokenException;
import org.bailiwick.hsm.pkcs11.Pkcs11Token;
import org.jspecify.annotations.Nullable;

/**
 * Issuers, ready to issue: a certificate chain joined to its key in the token. Made at first use and kept; the token is
 * opened then, so that a token that is away stops issuance and nothing else. Opening may take long: ask for an issuer
 * before a transaction, not within.
 */
@ApplicationScoped
public class Issuers {

    @Inject
    OpenToken token;

    @Inject
    Authorities authorities;

    @Inject
    TokenCalls calls;

    @Inject
    UnfitKeys unfitKeys;

    @Inject
    Settings settings;

    private final Map<UUID, CertificateChain> chains = new ConcurrentHashMap<>();
    private final Map<UUID, CaKey> keys = new ConcurrentHashMap<>();
    private final Map<String, CertificateChain> alternates = new ConcurrentHashMap<>();
    private final Map<UUID, TokenCalls.Call<CertificateIssuer>> opened = new ConcurrentHashMap<>();
    private final Map<UUID, TokenCalls.Call<RevocationListIssuer>> openedForLists = new ConcurrentHashMap<>();
    private final Map<UUID, TokenCalls.Call<CaSigner>> openedForMessages = new ConcurrentHashMap<>();

    /**
     * The issuer that signs an authority's new certificates: its newest active one.
     *
     * @throws TokenException if the token or the key in it cannot be used
     * @throws NoActiveIssuerException if the authority has none
     * @throws IllegalStateException if the key is not the certificate's
     */
    public ReadyIssuer activeOf(UUID authority) {
        List<Issuer> all = authorities.issuersOf(authority);
        return ready(all.stream()
                .filter(issuer -> issuer.active() && !issuer.remote())
                .findFirst()
                .orElseThrow(() -> new NoActiveIssuerException(
                        all.stream().anyMatch(issuer -> issuer.retiredAt().isPresent()))));
    }

    /**
     * Does something with that issuer. If it was retired before that was done, it is done with the next one.
     *
     * @param work throws {@link NoActiveIssuerException} if the issuer is retired by now, and then has done nothing
     * @throws NoActiveIssuerException if the authority has none; others as {@link #activeOf} and the work do
     */
    public <T> T withActiveOf(UUID authority, Function<ReadyIssuer, T> work) {
        try {
            return work.apply(activeOf(authority));
        } catch (NoActiveIssuerException retiredMeanwhile) {
            return work.apply(activeOf(authority));
        }
    }

    /** An issuer by its id; retired ones too. */
    public ReadyIssuer withId(UUID id) {
        return ready(authorities.issuer(id).orElseThrow());
    }

    /** An issuer's chain; no token is needed for it. */
    public CertificateChain chainOf(UUID id) {
        return chains.computeIfAbsent(
                id,
                missing -> CertificateChain.parse(
                        authorities.issuer(id).orElseThrow().chain()));
    }

    /** Where an issuer's key is; no token is needed to know that. */
    public CaKey keyOf(UUID id) {
        return keys.computeIfAbsent(
                id, missing -> authorities.issuer(id).orElseThrow().key());
    }

    /**
     * An issuer's chains to other roots, in a lasting order (RFC 8555 §7.4.2). Which there are is read at each call; each
     * is checked once.
     *
     * @throws IllegalArgumentException if one is not of the issuer's name and key
     */
    public List<CertificateChain> alternateChainsOf(UUID id) {
        return authorities.alternateChainsOf(id).stream()
                .map(pem -> alternates.computeIfAbsent(
                        pem, missing -> CertificateChain.parse(pem).requireAlternativeTo(chainOf(id))))
                .toList();
    }

    /**
     * What signs an issuer's CRLs; retired ones and roots have them, too.
     *
     * @throws TokenException if the token or the key in it cannot be used
     * @throws IllegalArgumentException if its certificate may not sign CRLs, or the key is not the certificate's
     */
    public RevocationListIssuer listsOf(Issuer issuer) {
        CertificateChain chain = chainOf(issuer);
        CaKey key = issuer.key();
        Pkcs11Token here = token.get(key.token());
        return open(
                openedForLists,
                issuer,
                () -> new RevocationListIssuer(chain.first(), new TimedSigner(key.signer(here))));
    }

    /**
     * The key of an issuer, for messages about certificates (RFC 9810 §5.1.3.3). What it signs must be nothing that could be
     * taken for a certificate, a CRL or an OCSP response.
     *
     * @throws TokenException if the token or the key in it cannot be used
     */
    public CaSigner messagesOf(UUID id) {
        Issuer issuer = authorities.issuer(id).orElseThrow();
        CaKey key = issuer.key();
        Pkcs11Token here = token.get(key.token());
        return open(openedForMessages, issuer, () -> new TimedSigner(key.signer(here)));
    }

    private ReadyIssuer ready(Issuer issuer) {
        CertificateChain chain = chainOf(issuer);
        CaKey key = issuer.key();
        Pkcs11Token here = token.get(key.token());
        // asked for here: the token's threads call the token only
        KeyRequirements fit = unfitKeys.forCertificates();
        CertificateIssuer opening =
                open(opened, issuer, () -> new CertificateIssuer(chain, new TimedSigner(key.signer(here)), fit));
        return new ReadyIssuer(
                issuer.id(),
                issuer.authority(),
                key.token(),
                opening,
                IssuerUrls.of(settings.httpUrl(), issuer.keyFingerprint()));
    }

    private CertificateChain chainOf(Issuer issuer) {
        return chains.computeIfAbsent(issuer.id(), missing -> CertificateChain.parse(issuer.chain()));
    }

    /** All who ask at once wait for one opening, and share its failure; the next who asks tries again. */
    private <T> T open(Map<UUID, TokenCalls.Call<T>> open, Issuer issuer, Supplier<T> work) {
        TokenCalls.Call<T> opening = open.computeIfAbsent(
                issuer.id(), missing -> calls.begin(issuer.key().token(), work));
        try {
            return opening.await();
        } finally {
            if (opening.failed()) {
                open.remove(issuer.id(), opening);
            }
        }
    }

    /**
     * An issuer that can sign now.
     *
     * @param id its row
     * @param authority the authority it belongs to
     * @param token the token that its key is in; null for the server's own
     * @param issuer builds and signs
     * @param urls where what is of it can be found
     */
    public record ReadyIssuer(
            UUID id, UUID authority, @Nullable String token, CertificateIssuer issuer, IssuerUrls urls) {

        /** Builds a certificate that tells these URLs, and checks it, as {@link CertificateIssuer#prepare} does. */
        public PreparedCertificate prepare(
                CertificateProfile profile,
                List<Identifier> identifiers,
                PublicKey subjectKey,
                RequestedValidity requested,
                SerialNumber serial,
                Instant now) {
            return issuer.prepare(urls.in(profile), identifiers, subjectKey, requested, serial, now);
        }
    }
}
