package org.bailiwick.audit.proof;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.bailiwick.audit.Checkpoints;
import org.bailiwick.audit.chain.ChainHash;
import org.bailiwick.audit.chain.Checkpoint;
import org.bailiwick.authority.OpenToken;
import org.bailiwick.authority.TokenCalls;
import org.bailiwick.authority.UnfitKeys;
import org.bailiwick.ca.KeyFingerprint;
import org.bailiwick.config.Settings;
import org.bailiwick.hsm.CaSigner;
import org.bailiwick.hsm.TokenException;
import org.bailiwick.hsm.VerifiedSigner;
import org.bailiwick.hsm.pkcs11.Pkcs11Token;

/**
 * Makes checkpoints, signed by the audit key in the token. While the token is away they wait, and nothing else does. Each
 * is logged as it is exported, so that whoever collects the log keeps a copy elsewhere.
 */
@ApplicationScoped
public class CheckpointService {

    private static final Logger LOG = System.getLogger(CheckpointService.class.getName());

    /** Whoever keeps checkpoints elsewhere collects this logger's lines. */
    private static final Logger CHECKPOINTS = System.getLogger("org.bailiwick.audit.checkpoint");

    @Inject
    Checkpoints checkpoints;

    @Inject
    OpenToken token;

    @Inject
    TokenCalls calls;

    @Inject
    UnfitKeys unfitKeys;

    @Inject
    Settings settings;

    @Resource
    ManagedThreadFactory threads;

    private Optional<ThreadPoolExecutor> thread = Optional.empty();
    private volatile Optional<CaSigner> signer = Optional.empty();
    private volatile boolean complained;

    /** One thread, there from the beginning: a token that hangs may keep it, and a server that stops gives no other. */
    @PostConstruct
    void open() {
        ThreadPoolExecutor own =
                new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(1), threads);
        own.prestartAllCoreThreads();
        thread = Optional.of(own);
    }

    @PreDestroy
    void close() {
        thread.ifPresent(ThreadPoolExecutor::shutdownNow);
    }

    /**
     * Makes the next checkpoint if something is new.
     *
     * @param interval how long after the last one it is due
     */
    public void make(Duration interval) {
        if (!checkpoints.isDue(interval)) {
            return;
        }
        try {
            CaSigner key = signer();
            requireOfNoCa(key);
            checkpoints
                    .next(settings.node(), ChainHash.of(key.publicKey().getEncoded()))
                    .ifPresent(due -> sign(due, key));
            complained = false;
        } catch (TokenException away) {
            complain(away.getMessage() + ". " + away.hint());
        } catch (IllegalArgumentException unfit) {
            complain("The audit key cannot be used. " + unfit.getMessage());
        }
    }

    /**
     * The public half of the audit key, as the token has it now.
     *
     * @throws TokenException if the token is away
     * @throws IllegalArgumentException if the key cannot be used
     */
    public PublicKey key() {
        return signer().publicKey();
    }

    /** Each time: an authority may have got the key since, on a node whose settings name another. */
    private void requireOfNoCa(CaSigner key) {
        KeyFingerprint fingerprint = KeyFingerprint.of(key.publicKey().getEncoded());
        if (unfitKeys.isOfCa(fingerprint)) {
            throw new IllegalArgumentException(
                    "It is the key of a CA (SHA-256 %s), which must not sign what proves that certificates were made: name another in bailiwick.audit.key."
                            .formatted(fingerprint.value()));
        }
    }

    private void sign(Checkpoint checkpoint, CaSigner key) {
        byte[] signed = checkpoint.statement().getBytes(StandardCharsets.US_ASCII);
        byte[] signature = onToken(() -> key.sign(signed));
        if (checkpoints.add(checkpoint, signature)) {
            CHECKPOINTS.log(Level.INFO, Checkpoint.line(checkpoint.statement(), signature));
        }
    }

    private CaSigner signer() {
        Optional<CaSigner> known = signer;
        if (known.isPresent()) {
            return known.get();
        }
        Pkcs11Token here = token.get();
        // a checkpoint is there for ever: with a wrong signature the log would look forged
        CaSigner found = new VerifiedSigner(onToken(() -> here.signer(settings.auditKey())));
        signer = Optional.of(found);
        return found;
    }

    private <T> T onToken(Supplier<T> work) {
        return calls.begin(work, thread.orElseThrow()).await();
    }

    /** Once, not at every try. */
    private void complain(String why) {
        if (!complained) {
            LOG.log(
                    Level.ERROR,
                    "The audit log gets no checkpoints until this is mended; events are recorded and linked all the same. The key is \"{0}\" (bailiwick.audit.key), made by \"ceremony generate audit\". {1}",
                    settings.auditKey(),
                    why);
            complained = true;
        }
    }
}
