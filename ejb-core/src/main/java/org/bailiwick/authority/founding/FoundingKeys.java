package org.bailiwick.authority.founding;

import jakarta.ejb.EJBException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.AdminException.Refusal;
import org.bailiwick.authority.CaKey;
import org.bailiwick.authority.IssuerRequest;
import org.bailiwick.authority.IssuerUrls;
import org.bailiwick.authority.OpenToken;
import org.bailiwick.authority.ReservedKeys;
import org.bailiwick.authority.TokenCalls;
import org.bailiwick.authority.founding.FirstIssuer.KeyInToken;
import org.bailiwick.authority.founding.FirstIssuer.OwnRoot;
import org.bailiwick.authority.founding.MadeIssuer.MadeRoot;
import org.bailiwick.ca.CaCertificateIssuer;
import org.bailiwick.ca.CaRequest;
import org.bailiwick.ca.CertificateChain;
import org.bailiwick.ca.CertificateNotIssuableException;
import org.bailiwick.ca.IssuedCertificate;
import org.bailiwick.ca.KeyFingerprint;
import org.bailiwick.ca.StandInCertificate;
import org.bailiwick.ca.UploadedChain;
import org.bailiwick.config.Settings;
import org.bailiwick.hsm.CaSigner;
import org.bailiwick.hsm.TokenException;
import org.bailiwick.hsm.TokenException.KeyNotFound;
import org.bailiwick.hsm.TokenException.SignatureFailed;
import org.bailiwick.hsm.TokenException.TokenUnavailable;
import org.bailiwick.hsm.pkcs11.Pkcs11Token;
import org.jspecify.annotations.Nullable;

/**
 * What is done in a token for a new issuer. Calls the token, so not to be used within a transaction. Keys that come
 * to nothing are destroyed. A server that dies leaves keys that nobody uses, and so does a database that fails while they are
 * written down; as no two labels are the same that the server makes up, they are in nobody's way.
 */
@ApplicationScoped
public class FoundingKeys {

    private static final Logger LOG = System.getLogger(FoundingKeys.class.getName());

    private static final DateTimeFormatter SECOND =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmss").withZone(ZoneOffset.UTC);

    /** Labels have at most 64 characters. */
    private static final int LONGEST_NAME = 30;

    /** Before the label of an authority whose name begins like the labels of the server's own keys. */
    private static final String OF_CA = "ca-";

    private static final SecureRandom RANDOM = new SecureRandom();

    /** What a key signs to show that it does, by the scheme that it is to sign by. No certificate can be made of it. */
    private static final byte[] STATEMENT =
            "Bailiwick asks whether this token signs by this scheme.".getBytes(StandardCharsets.US_ASCII);

    @Inject
    OpenToken tokens;

    @Inject
    TokenCalls calls;

    @Inject
    ReservedKeys reserved;

    @Inject
    Settings settings;

    @Inject
    Clock clock;

    /**
     * Makes a root and an issuing key, and their certificates, and has them written down.
     *
     * @param write writes down what was made; if it refuses there are no keys
     * @throws AdminException {@code INVALID} if the token does not do what is wanted; {@code UNCERTAIN} if it is not known
     *     whether it was written down, or whether keys are left; as {@code write} does
     * @throws TokenException if it is away, and no key is left
     */
    <T> T generate(NewAuthority wanted, OwnRoot own, Function<MadeIssuer, T> write) {
        Instant now = now();
        CaKey root = placed(wanted, own.root(), "root", now);
        CaKey issuing = placed(wanted, own.issuing(), "issuing", now);
        return make(
                wanted,
                made -> {
                    // both before the first is made
                    made.token()
                            .requireGeneratable(
                                    root.label(),
                                    own.root().algorithm(),
                                    own.root().scheme());
                    made.token()
                            .requireGeneratable(
                                    issuing.label(),
                                    own.issuing().algorithm(),
                                    own.issuing().scheme());
                    return certified(made, root, issuing, own, now);
                },
                write);
    }

    private MadeIssuer certified(MadeKeys made, CaKey root, CaKey issuing, OwnRoot own, Instant now) {
        Instant rootEnd = years(now, own.rootYears());
        X509Certificate rootCertificate =
                made.generate(root, own.root().algorithm(), own.root().scheme(), key -> {
                    CaCertificateIssuer itself =
                            CaCertificateIssuer.newRoot(key, own.root().subject(), now, rootEnd);
                    return certificate(itself.issue(itself.prepareRoot()));
                });
        CaCertificateIssuer above = CaCertificateIssuer.of(rootCertificate, root.signer(made.token()));
        IssuerUrls urls = IssuerUrls.of(
                settings.httpUrl(),
                KeyFingerprint.of(rootCertificate.getPublicKey().getEncoded()));
        X509Certificate certificate =
                made.generate(issuing, own.issuing().algorithm(), own.issuing().scheme(), key -> {
                    requireSigns(key);
                    return certificate(above.issue(above.prepareIssuing(
                            own.issuing().subject(),
                            key.publicKey(),
                            now,
                            years(now, own.issuingYears()),
                            urls.crl(),
                            urls.certificate())));
                });
        return new MadeIssuer(
                issuing,
                new CertificateChain(List.of(certificate, rootCertificate)),
                Optional.of(new MadeRoot(root, new CertificateChain(List.of(rootCertificate)))));
    }

    /**
     * Makes a key, and a request for its certificate that another CA is to answer, and has them written down.
     *
     * @param write writes down what was made; if it refuses there is no key
     * @throws AdminException as {@link #generate}
     * @throws TokenException likewise
     */
    <T> T request(NewAuthority wanted, WantedKey key, Function<MadeRequest, T> write) {
        Instant now = now();
        CaKey place = placed(wanted, key, "issuing", now);
        return make(
                wanted,
                made -> {
                    made.generate(
                            place,
                            key.algorithm(),
                            key.scheme(),
                            signer -> StandInCertificate.sign(key.subject(), signer, now));
                    return new MadeRequest(place, CaRequest.sign(key.subject(), place.signer(made.token())));
                },
                write);
    }

    /** Makes keys and has them written down; if either comes to nothing they are destroyed, or it is told that they are not. */
    private <M, T> T make(NewAuthority wanted, Function<MadeKeys, M> work, Function<M, T> write) {
        MadeKeys made = new MadeKeys(open(wanted.token()));
        try {
            M result = onToken(wanted.token(), () -> made.orNone(work), made);
            return written(wanted, made, () -> write.apply(result));
        } catch (AdminException refused) {
            throw made.none() || refused.refusal() == Refusal.UNCERTAIN
                    ? refused
                    : refused.and(
                            "What was made for it could not be destroyed: remove the keys %s with the HSM's own tool."
                                    .formatted(made.labels()));
        } catch (TokenException failed) {
            if (made.none()) {
                throw failed;
            }
            LOG.log(
                    Level.WARNING,
                    "The keys of the authority " + wanted.name().value() + " were not finished.",
                    failed);
            throw AdminException.uncertain(
                    "The token failed: %s. Before that it made the keys %s. Nothing was written down: see whether they are there, and remove them with the HSM's own tool."
                            .formatted(failed.getMessage(), made.labels()));
        }
    }

    private <T> T written(NewAuthority wanted, MadeKeys made, Supplier<T> write) {
        try {
            return write.get();
        } catch (AdminException nothingWritten) {
            destroy(wanted.token(), made);
            throw nothingWritten;
        } catch (EJBException fault) {
            // a commit that was not answered may have been done, and then these are the keys of an authority
            LOG.log(Level.WARNING, "The authority " + wanted.name().value() + " was perhaps not written down.", fault);
            throw AdminException.uncertain(
                    "The keys %s were made, and the database failed when the authority was written down. See whether it is there: if not, make it again, and remove these keys with the HSM's own tool."
                            .formatted(made.labels()));
        }
    }

    /** What it was to be for has failed already, so that this is not told as well. */
    private void destroy(@Nullable String token, MadeKeys made) {
        try {
            calls.begin(token, () -> {
                        made.destroy();
                        return made;
                    })
                    .await();
        } catch (TokenException away) {
            LOG.log(
                    Level.WARNING,
                    "The keys {0} were made for nothing and are perhaps still there. {1}. {2}",
                    made.labels(),
                    away.getMessage(),
                    away.hint());
        }
    }

    /**
     * A request, and where its key is.
     *
     * @param key where it is
     * @param request what another CA is to answer
     */
    record MadeRequest(CaKey key, CaRequest request) {}

    /**
     * Takes a key that is in the token.
     *
     * @throws AdminException {@code INVALID} if there is no such key, it is not for certificates, does not sign as is wanted,
     *     or the chain is not its own or not sound
     * @throws TokenException if the token is away
     */
    MadeIssuer adopt(NewAuthority wanted, KeyInToken found) {
        CaKey key = new CaKey(wanted.token(), found.label(), found.scheme().orElse(null));
        requireNotReserved(key);
        Optional<UploadedChain> uploaded = found.chain().map(FoundingKeys::parsed);
        Set<KeyFingerprint> ours = reserved.ofServer();
        Pkcs11Token token = open(wanted.token());
        Instant now = clock.instant();
        return onToken(wanted.token(), () -> {
            CaSigner signer = key.signer(token);
            reserved.requireFree(ours, token, key.label(), signer.publicKey());
            requireSigns(signer);
            UploadedChain chain = uploaded.orElseGet(
                    () -> UploadedChain.parse(new CertificateChain(token.certificateChain(key.label())).pem()));
            return new MadeIssuer(
                    new CaKey(key.token(), key.label(), signer.scheme()),
                    chain.of(signer.publicKey(), now),
                    Optional.empty());
        });
    }

    /**
     * Takes the answer to a request: checks that it is one, and gives it to the key in the token.
     *
     * @param pem certificates in any order
     * @throws AdminException {@code INVALID} if it is not, or not sound
     * @throws TokenException if the token is away, or has the key no more
     */
    MadeIssuer answered(IssuerRequest request, String pem) {
        CaKey key = request.key();
        requireNotReserved(key);
        UploadedChain uploaded = parsed(pem);
        Pkcs11Token token = open(key.token());
        Instant now = clock.instant();
        return onToken(key.token(), () -> {
            CaSigner signer = key.signer(token);
            CertificateChain chain = uploaded.of(signer.publicKey(), now);
            UploadedChain.requireSubject(chain, request.request().subject());
            requireSigns(signer);
            token.storeChain(key.label(), chain.certificates());
            return new MadeIssuer(key, chain, Optional.empty());
        });
    }

    private static UploadedChain parsed(String pem) {
        try {
            return UploadedChain.parse(pem);
        } catch (IllegalArgumentException unusable) {
            throw refused(unusable);
        }
    }

    private Pkcs11Token open(@Nullable String token) {
        try {
            return tokens.get(token);
        } catch (KeyNotFound unknown) {
            throw AdminException.invalid("%s. %s".formatted(unknown.getMessage(), unknown.hint()));
        }
    }

    /** What the token will not do whenever it is asked is for the administrator to change; that it is away is not. */
    private <T> T onToken(@Nullable String token, Supplier<T> work) {
        return awaited(calls.beginLong(token, work));
    }

    /** The same for what makes keys: if it comes after the limit nobody waits for them, and they are destroyed then. */
    private <T> T onToken(@Nullable String token, Supplier<T> work, MadeKeys made) {
        TokenCalls.Call<T> call = calls.beginLong(token, work);
        try {
            return awaited(call);
        } catch (TokenUnavailable late) {
            CompletableFuture<Void> unused = call.result().thenRun(made::destroy);
            throw late;
        }
    }

    private static <T> T awaited(TokenCalls.Call<T> call) {
        try {
            return call.await();
        } catch (KeyNotFound | SignatureFailed refused) {
            throw AdminException.invalid(
                    "The token does not do this: %s. %s".formatted(refused.getMessage(), refused.hint()));
        } catch (CertificateNotIssuableException notSound) {
            throw AdminException.invalid(
                    "The certificate would not be what RFC 5280 demands; \"errors\" says why.", notSound.findings());
        } catch (IllegalArgumentException unusable) {
            throw refused(unusable);
        }
    }

    private static AdminException refused(IllegalArgumentException why) {
        String clause = String.valueOf(why.getMessage());
        return AdminException.invalid(
                "The authority cannot have this: %s%s".formatted(clause, clause.endsWith(".") ? "" : "."));
    }

    /** A key that signs its first certificate by another's key has not shown yet that it signs by its own scheme. */
    private static void requireSigns(CaSigner key) {
        try {
            if (!key.scheme().verifies(key.publicKey(), STATEMENT, key.sign(STATEMENT))) {
                throw new SignatureFailed(
                        "A signature by the scheme %s does not verify".formatted(key.scheme()),
                        "The HSM is broken, or its key does not sign by this scheme: choose another.",
                        null,
                        null);
            }
        } catch (GeneralSecurityException unknown) {
            throw new IllegalStateException("this Java runtime cannot verify " + key.scheme(), unknown);
        }
    }

    private CaKey placed(NewAuthority wanted, WantedKey key, String purpose, Instant now) {
        String name = wanted.name().value();
        CaKey place = new CaKey(wanted.token(), key.label().orElseGet(() -> madeUp(name, purpose, now)), key.scheme());
        requireNotReserved(place);
        return place;
    }

    /** Two who make an authority of one name in one second are not in each other's way: the database knows who was first. */
    private String madeUp(String name, String purpose, Instant now) {
        String label = "%s-%s-%06x-%s"
                .formatted(
                        name.substring(0, Math.min(name.length(), LONGEST_NAME)),
                        SECOND.format(now),
                        RANDOM.nextInt(1 << 24),
                        purpose);
        return reserved.isOfServer(label) ? OF_CA + label : label;
    }

    private void requireNotReserved(CaKey key) {
        try {
            reserved.requireFreeLabel(key.label());
        } catch (IllegalArgumentException ours) {
            throw refused(ours);
        }
    }

    private static X509Certificate certificate(IssuedCertificate issued) {
        return CertificateChain.ofDer(List.of(issued.der())).first();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    /** Both ends belong to a validity: one second before the same moment years later. */
    private static Instant years(Instant from, int years) {
        return from.atZone(ZoneOffset.UTC).plusYears(years).toInstant().minusSeconds(1);
    }
}
