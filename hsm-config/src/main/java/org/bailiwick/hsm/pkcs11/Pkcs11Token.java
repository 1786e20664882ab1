package org.bailiwick.hsm.pkcs11;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.bailiwick.hsm.CaSigner;
import org.bailiwick.hsm.KeyAlgorithm;
import org.bailiwick.hsm.SignatureScheme;
import org.bailiwick.hsm.TokenCipher;
import org.bailiwick.hsm.TokenException;
import org.bailiwick.hsm.TokenException.KeyNotFound;
import org.bailiwick.hsm.TokenException.TokenUnavailable;
import org.bailiwick.hsm.pkcs11.Pkcs11Library.Operation;
import org.bailiwick.hsm.pkcs11.Pkcs11Library.OutdatedConnection;
import org.jspecify.annotations.Nullable;

/**
 * A PKCS#11 token. Nothing happens before the first use; from then on the token is found by its label, logged in to and
 * kept. If something fails, the session may be lost or the token may have been away: everything is done afresh, once,
 * and the call is repeated; if that fails too, the call fails, and the next one tries again. No restart is ever needed.
 * A key that is missing, a request that is refused and a token that is busy are no such failure: a new login would not
 * help, and would disturb all who use this one.
 *
 * <p>Safe for use by many threads; as many signatures run at once as the token has sessions for, and one more is refused
 * as {@link TokenUnavailable}. A call waits as long as the library does: an HSM that hangs makes its callers hang, so
 * they bring their own limit. The CA does; the ceremony waits until its operator stops it.
 *
 * <p>The JVM must be started with {@code --add-opens=jdk.crypto.cryptoki/sun.security.pkcs11=ALL-UNNAMED} and {@code
 * --add-opens=jdk.crypto.cryptoki/sun.security.pkcs11.wrapper=ALL-UNNAMED}: the JDK finds tokens by slot number only,
 * and slot numbers change. One process may use many tokens, and many objects of this class for one token. PKCS#11 logs a
 * whole process in and out, so a wrong PIN goes unnoticed while another object is logged in to the same token; {@link
 * #checkHealth} is what tells whether it works.
 */
public final class Pkcs11Token implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Pkcs11Token.class.getName());

    /** How long to wait while another thread looks for the token. */
    private static final long PATIENCE_SECONDS = 30;

    private final Pkcs11TokenConfig config;
    private final PinFile pin;
    private final ReentrantLock connecting = new ReentrantLock();
    private final Map<String, Pkcs11Signer> signers = new ConcurrentHashMap<>();
    private volatile @Nullable Connection connection;
    private volatile @Nullable TokenException lastFailure;
    private volatile boolean closed;

    public Pkcs11Token(Pkcs11TokenConfig config) {
        this.config = config;
        this.pin = new PinFile(config.pinFile());
    }

    /**
     * A key that signs with the scheme that is usual for it, see {@link SignatureScheme#forKey}.
     *
     * @param keyLabel the CKA_LABEL of the private key or of its certificate
     * @throws KeyNotFound if there is not exactly one such key, or it is not fit for a CA: not for signing, readable,
     *     extractable, weak, without a certificate
     * @throws TokenException.SignatureFailed if it does not belong to its certificate
     */
    public CaSigner signer(String keyLabel) {
        PublicKey publicKey = publicKey(keyLabel);
        return signer(keyLabel, publicKey, SignatureScheme.forKey(publicKey));
    }

    /**
     * A key that signs with a scheme of the caller's choice.
     *
     * @throws IllegalArgumentException if the scheme does not fit the key
     * @throws TokenException as {@link #signer(String)} does
     */
    public CaSigner signer(String keyLabel, SignatureScheme scheme) {
        PublicKey publicKey = publicKey(keyLabel);
        scheme.requireFits(publicKey);
        return signer(keyLabel, publicKey, scheme);
    }

    /**
     * A secret key that encrypts and decrypts.
     *
     * @param keyLabel its CKA_LABEL
     * @throws KeyNotFound if there is not exactly one such key, or it is not fit: no AES key, readable, extractable
     */
    public TokenCipher cipher(String keyLabel) {
        return perform("the token did not show the key \"" + keyLabel + "\"", current -> {
            current.secretKeys().prove(keyLabel);
            return new Pkcs11Cipher(this, keyLabel);
        });
    }

    /**
     * The certificate of a key, then its issuers as far as the token holds them. Fresh from the token; meant for
     * start-up, where the caller checks that the first one is the certificate of the CA it means to be.
     *
     * @throws TokenException as {@link #signer(String)} does
     */
    public List<X509Certificate> certificateChain(String keyLabel) {
        return perform("the token did not give the certificates of the key \"" + keyLabel + "\"", current -> {
            current.publicKey(keyLabel);
            return current.key(keyLabel).chain();
        });
    }

    /** What the token says of itself: who made it, and which one it is. */
    public TokenDescription description() {
        return perform("the token did not say what it is", Connection::describe);
    }

    /** All private keys in the token, fit for a CA or not. */
    public List<TokenKey> keys() {
        return perform("the token did not list its keys", Connection::keys);
    }

    /** All secret keys in the token, fit or not. */
    public List<SecretTokenKey> secretKeys() {
        return perform("the token did not list its secret keys", Connection::secretTokenKeys);
    }

    /**
     * Makes and verifies a real signature with every key that was handed out; without any, looks whether the token
     * answers. A mere login would succeed on a dead token.
     *
     * @throws TokenException if the token or one of the keys does not work
     */
    public void checkHealth() {
        if (signers.isEmpty()) {
            keys();
        }
        signers.values().forEach(Pkcs11Signer::prove);
    }

    /**
     * Makes and verifies a real signature with one key.
     *
     * @param scheme null for the one that is usual for such a key
     * @throws TokenException if the token or the key does not work
     */
    public void checkHealth(String keyLabel, @Nullable SignatureScheme scheme) {
        PublicKey publicKey = publicKey(keyLabel);
        new Pkcs11Signer(this, keyLabel, publicKey, scheme == null ? SignatureScheme.forKey(publicKey) : scheme)
                .prove();
    }

    /**
     * Generates a key pair in the token, for signing only, that can never be read or taken out. It is stored together
     * with its first certificate, because Java does not find a key without one. If anything fails, the pair is destroyed.
     *
     * @param label for key and certificate: ASCII letters, digits, space, dot, hyphen, underscore, at most 64
     * @param scheme how the key signs its first certificate
     * @param firstCertificate makes that certificate, self-signed by the key it gets
     * @return the first certificate
     * @throws IllegalArgumentException if the label is taken or not allowed, or the scheme does not fit
     */
    public X509Certificate generateKeyPair(
            String label,
            KeyAlgorithm algorithm,
            SignatureScheme scheme,
            Function<CaSigner, X509Certificate> firstCertificate) {
        return performOnce(
                "the token did not generate the key \"" + label + "\"",
                current -> KeyGeneration.begin(current, label).finish(algorithm, scheme, firstCertificate));
    }

    /**
     * Demands all that {@link #generateKeyPair} does before it makes anything: whoever needs several keys asks for all of them
     * first. Nothing is made.
     *
     * @throws IllegalArgumentException if the label is taken or not allowed
     * @throws TokenException.SignatureFailed if the token does not make such keys, or they do not sign by this scheme there
     */
    public void requireGeneratable(String label, KeyAlgorithm algorithm, SignatureScheme scheme) {
        perform("the token did not say whether it generates the key \"" + label + "\"", current -> {
            KeyGeneration.begin(current, label).requireOffered(algorithm, scheme);
            return this;
        });
    }

    /**
     * Destroys a key pair for which there is no use, with its certificate, for good. The key is used no more, by nobody: what
     * was handed out of it fails.
     *
     * @param certificate the one that {@link #generateKeyPair} gave; a key with another one is not destroyed
     * @throws KeyNotFound if there is not exactly one such key, or its certificate is another one
     */
    public void destroyKeyPair(String label, X509Certificate certificate) {
        performOnce("the token did not destroy the key \"" + label + "\"", current -> {
            new TokenWriter(current).destroyKeyPair(label, certificate);
            return this;
        });
        signers.keySet().removeIf(signer -> signer.startsWith(label + "/"));
    }

    /**
     * Generates an AES-256 key in the token, for encryption only, that can never be read or taken out. If anything fails,
     * it is destroyed.
     *
     * @param label as of {@link #generateKeyPair}
     * @throws IllegalArgumentException if the label is taken or not allowed
     */
    public void generateSecretKey(String label) {
        performOnce("the token did not generate the key \"" + label + "\"", current -> {
            KeyGeneration.begin(current, label).finishSecret();
            return this;
        });
    }

    /**
     * Replaces the certificates of a key, or gives it its first ones if another tool made it. The key proves by a
     * signature that the new certificate is its own.
     *
     * @param chain the certificate of this key, then each one's issuer; the root may be left out
     * @return the chain as the token has it now
     * @throws IllegalArgumentException if the first is not for this key, or one is not issued by the next
     */
    public List<X509Certificate> storeChain(String keyLabel, List<X509Certificate> chain) {
        return perform( // a second time replaces what the first may have left
                "the token did not store the certificates of the key \"" + keyLabel + "\"",
                current -> new TokenWriter(current).storeChain(keyLabel, chain));
    }

    /** Closes the sessions. Signers of this token refuse from now on. */
    @Override
    public void close() {
        closed = true;
        connecting.lock();
        try {
            disconnect();
        } finally {
            connecting.unlock();
        }
    }

    private PublicKey publicKey(String keyLabel) {
        return perform("the token did not show the key \"" + keyLabel + "\"", current -> current.publicKey(keyLabel));
    }

    private CaSigner signer(String keyLabel, PublicKey publicKey, SignatureScheme scheme) {
        Pkcs11Signer signer = new Pkcs11Signer(this, keyLabel, publicKey, scheme);
        signers.put(keyLabel + "/" + scheme, signer);
        return signer;
    }

    /** Does something that can be repeated: a second time after connecting afresh, if it fails the first time. */
    <R> R perform(String failure, Operation<R> operation) {
        Connection current = connected();
        try {
            return believed(current, operation);
        } catch (ProviderException | GeneralSecurityException | IOException e) {
            if (Ckr.isAboutTheRequest(e) || Ckr.isBusy(e)) {
                throw Ckr.translate(failure, e);
            }
            LOG.log(
                    System.Logger.Level.INFO,
                    () -> "connecting again to the token \"" + config.tokenLabel() + "\" after "
                            + Objects.requireNonNullElseGet(Ckr.in(e), e::toString));
        }
        return once(failure, connect(current), operation);
    }

    /**
     * Does something that must not be done twice. It looks first, so that a session that was lost since the last use is
     * noticed where repeating does no harm.
     */
    private <R> R performOnce(String failure, Operation<R> operation) {
        keys();
        return once(failure, connected(), operation);
    }

    private Connection connected() {
        Connection current = connection;
        return current == null ? connect(null) : current;
    }

    /** Another token's trouble may outdate a connection before anything was done with it; that is no attempt. */
    private <R> R once(String failure, Connection first, Operation<R> operation) {
        Connection current = first;
        while (true) {
            try {
                return believed(current, operation);
            } catch (OutdatedConnection e) {
                current = connect(current);
            } catch (ProviderException | GeneralSecurityException | IOException e) {
                throw Ckr.translate(failure, e);
            }
        }
    }

    /** A token that is away shows itself as an empty one: that a key is missing is believed of one that is there. */
    private static <R> R believed(Connection current, Operation<R> operation)
            throws GeneralSecurityException, IOException {
        try {
            return current.use(operation);
        } catch (KeyNotFound e) {
            current.use(Connection::requirePresent);
            throw e;
        }
    }

    /**
     * Returns a connection other than the lost one. Many threads find out at the same time that the token is away: one
     * looks for it, the others take what it finds, or share its failure instead of queueing up for one of their own.
     */
    private Connection connect(@Nullable Connection lost) {
        TokenException before = lastFailure;
        lockForConnecting();
        try {
            if (closed) {
                throw new IllegalStateException("the token \"" + config.tokenLabel() + "\" was closed");
            }
            Connection current = connection;
            if (current != null && current != lost) {
                return current;
            }
            TokenException since = lastFailure;
            if (since != null && since != before) {
                throw since;
            }
            disconnect();
            Connection found = login();
            connection = found;
            return found;
        } finally {
            connecting.unlock();
        }
    }

    private Connection login() {
        try {
            Connection found = Pkcs11Library.at(config.library()).connect(config.tokenLabel(), pin);
            lastFailure = null;
            return found;
        } catch (ProviderException | GeneralSecurityException | IOException e) {
            throw failed(Ckr.translate("the token \"" + config.tokenLabel() + "\" cannot be used", e));
        } catch (TokenException e) {
            throw failed(e);
        }
    }

    private TokenException failed(TokenException failure) {
        lastFailure = failure;
        return failure;
    }

    private void disconnect() {
        Connection last = connection;
        connection = null;
        if (last != null) {
            last.disconnect();
        }
    }

    private void lockForConnecting() {
        try {
            if (connecting.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new TokenUnavailable(
                "The token \"" + config.tokenLabel() + "\" does not answer",
                "It hangs while it is being connected to: check the HSM and the network to it.",
                null,
                null);
    }
}
