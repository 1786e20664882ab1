package org.bailiwick.audit.proof;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.bailiwick.audit.Checkpoints;
import org.bailiwick.audit.chain.ChainHash;
import org.bailiwick.audit.chain.Checkpoint;
import org.bailiwick.authority.OpenToken;
import org.bailiwick.authority.TokenCalls;
import org.bailiwick.config.Settings;
import org.bailiwick.hsm.CaSigner;
import org.bailiwick.hsm.TokenException;
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
    Settings settings;

    private volatile Optional<CaSigner> signer = Optional.empty();
    private volatile boolean complained;

    /**
     * Makes the next checkpoint if something is new.
     *
     * @param interval how long after the last one it is due
     */
    public void make(Duration interval) {
        try {
            CaSigner key = signer();
            checkpoints
                    .due(interval, settings.node(), ChainHash.of(key.publicKey().getEncoded()))
                    .ifPresent(due -> sign(due, key));
            complained = false;
        } catch (TokenException away) {
            complain(away.getMessage() + ". " + away.hint());
        } catch (IllegalArgumentException unfit) {
            complain("The audit key cannot be used. " + unfit.getMessage());
        }
    }

    private void sign(Checkpoint checkpoint, CaSigner key) {
        byte[] signed = checkpoint.statement().getBytes(StandardCharsets.US_ASCII);
        byte[] signature = calls.begin(() -> key.sign(signed)).await();
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
        CaSigner found = calls.begin(() -> here.signer(settings.auditKey())).await();
        signer = Optional.of(found);
        return found;
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
