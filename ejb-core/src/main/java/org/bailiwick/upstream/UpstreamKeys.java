package org.bailiwick.upstream;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bailiwick.authority.OpenToken;
import org.bailiwick.authority.TokenCalls;
import org.bailiwick.ca.CaSubject;
import org.bailiwick.ca.StandInCertificate;
import org.bailiwick.hsm.CaSigner;
import org.bailiwick.hsm.KeyAlgorithm;
import org.bailiwick.hsm.SignatureScheme;
import org.bailiwick.hsm.TokenException;
import org.bailiwick.hsm.pkcs11.Pkcs11Token;

/**
 * The keys in the server's own token by which it asks other CAs. Each is found by its label, so that one whose making was
 * interrupted is used by the next attempt. Calls the token: not to be used within a transaction.
 */
@ApplicationScoped
public class UpstreamKeys {

    private static final Logger LOG = System.getLogger(UpstreamKeys.class.getName());

    private static final KeyAlgorithm ALGORITHM = KeyAlgorithm.EC_P256;

    @Inject
    OpenToken token;

    @Inject
    TokenCalls calls;

    @Inject
    Clock clock;

    /**
     * A key that is there.
     *
     * @throws TokenException if the token is away, or has no such key
     */
    public CaSigner signer(String label) {
        Pkcs11Token here = token.get();
        return new Bounded(calls.begin(() -> here.signer(label)).await(), calls);
    }

    /**
     * A key, which is made if there is none.
     *
     * @param subject whose it will be
     * @throws TokenException if the token cannot be used
     */
    CaSigner make(String label, X500Principal subject) {
        Pkcs11Token here = token.get();
        CaSigner signer = calls.beginLong(null, () -> {
                    if (here.keys().stream().noneMatch(key -> key.isLabelled(label))) {
                        here.generateKeyPair(
                                label,
                                ALGORITHM,
                                ALGORITHM.scheme(),
                                key -> StandInCertificate.sign(new CaSubject(subject), key, clock.instant()));
                        LOG.log(Level.INFO, "Made the key \"{0}\", by which another CA is asked, in the token.", label);
                    }
                    return here.signer(label);
                })
                .await();
        return new Bounded(signer, calls);
    }

    /**
     * Destroys a key that another took the place of, as far as the token lets us: nobody knows it any more, so what stays is
     * in nobody's way.
     */
    void destroy(String label) {
        try {
            Pkcs11Token here = token.get();
            calls.begin(() -> {
                        List<X509Certificate> chain = here.certificateChain(label);
                        here.destroyKeyPair(label, chain.get(0));
                        return label;
                    })
                    .await();
        } catch (TokenException stays) {
            LOG.log(
                    Level.WARNING,
                    "The key \"{0}\" has no use any more and could not be destroyed. {1}. {2}",
                    label,
                    stays.getMessage(),
                    stays.hint());
        }
    }

    /** Each of its signatures has a limit, on a thread that the token may keep. */
    private record Bounded(CaSigner signer, TokenCalls calls) implements CaSigner {

        @Override
        public PublicKey publicKey() {
            return signer.publicKey();
        }

        @Override
        public SignatureScheme scheme() {
            return signer.scheme();
        }

        @Override
        public byte[] sign(byte[] completeTbs) {
            return calls.begin(() -> signer.sign(completeTbs)).await();
        }
    }
}
