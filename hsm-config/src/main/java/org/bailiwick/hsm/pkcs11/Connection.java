package org.bailiwick.hsm.pkcs11;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bailiwick.hsm.SignatureScheme;
import org.bailiwick.hsm.TokenException.KeyNotFound;
import org.bailiwick.hsm.TokenException.SignatureFailed;

/**
 * A login to a token: from when it was found until it is lost. Then another is made, since SunPKCS11 would go on to hand
 * out dead sessions from its pool, and a key handle does not survive its session's end. Used by many threads at once,
 * and only within {@link Pkcs11Library#use}.
 */
final class Connection {

    private static final System.Logger LOG = System.getLogger(Connection.class.getName());
    private static final SecureRandom RANDOM = new SecureRandom();

    /** What a key signs to show that it works: plain text, so that nobody can take it for a certificate. */
    private static final byte[] STATEMENT =
            "Bailiwick checks that this key signs. This is not a certificate. ".getBytes(StandardCharsets.US_ASCII);

    private static final int NONCE_LENGTH = 32;

    private final Pkcs11Library library;
    private final Cryptoki cryptoki;
    private final long generation;
    private final String tokenLabel;
    private final long slot;
    private final PinFile pin;
    private final Provider provider;
    private final Map<String, SigningKey> keys = new ConcurrentHashMap<>();
    private final SecretKeys secretKeys = new SecretKeys(this);
    private final Uses uses = new Uses();
    private volatile boolean loggedIn;

    private record SigningKey(PrivateKey privateKey, PublicKey publicKey) {}

    /** Key and certificate were seen and are no entry of the key store: while a chain is stored that is so for a moment. */
    private static final class NoEntryException extends CryptokiException {
        private static final long serialVersionUID = 1L;

        NoEntryException() {
            super("CKR_OBJECT_HANDLE_INVALID: the certificate was replaced, or belongs to no key", null);
        }
    }

    Connection(Pkcs11Library library, Cryptoki cryptoki, long generation, String tokenLabel, long slot, PinFile pin)
            throws CryptokiException {
        this.library = library;
        this.cryptoki = cryptoki;
        this.generation = generation;
        this.tokenLabel = tokenLabel;
        this.slot = slot;
        this.pin = pin;
        this.provider = library.provider(slot, null);
    }

    /** Does something on this connection while the library is certain to stay initialised. */
    <R> R use(Pkcs11Library.Operation<R> operation) throws GeneralSecurityException, IOException {
        return library.use(this, operation);
    }

    /** Ends this connection. */
    void disconnect() {
        library.disconnect(this);
    }

    /** Who is in the midst of something on it. */
    Uses uses() {
        return uses;
    }

    /** Which initialisation of the library this belongs to. */
    long generation() {
        return generation;
    }

    /** Makes sure that the token is still there: one that went away shows itself as an empty one. */
    String requirePresent() throws CryptokiException {
        String found = cryptoki.tokenLabel(slot);
        if (!found.equals(tokenLabel)) {
            throw new CryptokiException("CKR_TOKEN_NOT_PRESENT: there is another token in its slot", null);
        }
        return found;
    }

    /** Which token this is a connection to. */
    String tokenLabel() {
        return tokenLabel;
    }

    /** What the token says of itself. */
    TokenDescription describe() throws CryptokiException {
        requirePresent();
        return cryptoki.describe(slot);
    }

    /** Logs in, unless this process is logged in to the token already. */
    void login() throws GeneralSecurityException, IOException {
        keyStore();
        try (Cryptoki.Session session = openForReading()) {
            loggedIn = session.isLoggedIn(); // a token may need no login
        }
    }

    /** Closes the sessions. Harmless if they are gone, or if it was done before. */
    void release() {
        release(provider);
    }

    /** All private keys in the token. */
    List<TokenKey> keys() throws GeneralSecurityException, IOException {
        List<TokenKey> found;
        try (Cryptoki.Session session = openForReading()) {
            found = Look.repeated(() -> TokenInventory.read(session));
        }
        if (found.isEmpty()) {
            requirePresent();
        }
        return found;
    }

    /** All secret keys in the token. */
    List<SecretTokenKey> secretTokenKeys() throws GeneralSecurityException, IOException {
        try (Cryptoki.Session session = openForReading()) {
            List<SecretTokenKey> found = Look.repeated(() -> TokenInventory.readSecretKeys(session));
            if (found.isEmpty()) {
                requirePresent();
            }
            return found;
        }
    }

    /** The secret keys, to be used. */
    SecretKeys secretKeys() {
        return secretKeys;
    }

    /** The one key with a label. */
    TokenKey key(String label) throws GeneralSecurityException, IOException {
        List<TokenKey> found =
                keys().stream().filter(key -> key.isLabelled(label)).toList();
        if (found.isEmpty()) {
            throw unusable(
                    "There is no private key labelled \"" + label + "\" in the token",
                    "Correct the label; the ceremony's \"show\" lists what the token holds.");
        }
        if (found.size() > 1) {
            throw unusable(
                    "There are " + found.size() + " private keys labelled \"" + label + "\" in the token",
                    "Give each key a label of its own: nobody could tell which of them signed.");
        }
        return found.get(0);
    }

    /** The public half of a key that was checked to be fit for a CA. */
    PublicKey publicKey(String label) throws GeneralSecurityException, IOException {
        return signingKey(label).publicKey();
    }

    /** Signs, if the key is still the one whose public half is expected. */
    byte[] sign(String label, PublicKey expected, SignatureScheme scheme, byte[] message)
            throws GeneralSecurityException, IOException {
        return finish(begin(label, expected, scheme), message);
    }

    /** Begins to sign, if the key is the one expected. The engine holds a session of the token until it has signed. */
    Signature begin(String label, PublicKey expected, SignatureScheme scheme)
            throws GeneralSecurityException, IOException {
        SigningKey key = signingKey(label);
        if (!sameKey(key.publicKey(), expected)) {
            keys.remove(label, key);
            key = signingKey(label); // perhaps the right one was put back since
        }
        if (!sameKey(key.publicKey(), expected)) {
            throw unusable(
                    "The key labelled \"" + label + "\" is not the one it was before",
                    "The token holds another key under this label now. Put the right token back, or restart to use the"
                            + " new key.");
        }
        return begin(provider, key.privateKey(), scheme);
    }

    /** Makes a real signature, verifies it, and returns it. */
    byte[] prove(String label, PublicKey expected, SignatureScheme scheme)
            throws GeneralSecurityException, IOException {
        byte[] statement = statement();
        byte[] signature = sign(label, expected, scheme, statement);
        requireRight(label, expected, scheme, statement, signature);
        return signature;
    }

    /** The token as SunPKCS11 sees it, logged in, its list of entries fresh. */
    KeyStore keyStore() throws GeneralSecurityException, IOException {
        return Look.repeated(this::loadKeyStore);
    }

    private KeyStore loadKeyStore() throws GeneralSecurityException, IOException {
        pin.requireUntried();
        KeyStore keyStore = KeyStore.getInstance("PKCS11", provider);
        try {
            keyStore.load(() -> new KeyStore.CallbackHandlerProtection(pin));
        } catch (IOException e) {
            if (Ckr.isAboutThePin(e)) {
                pin.reject(Ckr.in(e));
            }
            throw e;
        }
        return keyStore;
    }

    /** The provider that keys of this connection are used with. */
    Provider provider() {
        return provider;
    }

    /** Another provider for this slot, with a template for what it generates; the caller releases it. */
    Provider provider(String template) throws CryptokiException {
        return library.provider(slot, template);
    }

    /** Closes the sessions of such a provider. */
    void release(Provider unused) {
        try {
            cryptoki.release(unused);
        } catch (CryptokiException e) {
            // Its sessions are closed or were lost; there is nothing more to let go of.
            LOG.log(System.Logger.Level.DEBUG, "could not close the sessions of a lost token", e);
        }
    }

    /** A session to look at objects. */
    Cryptoki.Session openForReading() throws CryptokiException {
        return open(false);
    }

    /** A session that may change objects. */
    Cryptoki.Session openForWriting() throws CryptokiException {
        return open(true);
    }

    /** Private objects are invisible without a login, and somebody else in this process may have logged it out. */
    private Cryptoki.Session open(boolean readWrite) throws CryptokiException {
        Cryptoki.Session session = cryptoki.open(slot, readWrite);
        boolean usable = false;
        try {
            if (loggedIn && !session.isLoggedIn()) {
                throw new CryptokiException("CKR_USER_NOT_LOGGED_IN: this process was logged out", null);
            }
            usable = true;
            return session;
        } finally {
            if (!usable) {
                session.close();
            }
        }
    }

    /** Forgets keys that were looked up, so that the next use looks at the token again. */
    void forgetKeys() {
        keys.clear();
        secretKeys.forget();
    }

    /** Signs with a key of a provider. */
    static byte[] sign(Provider provider, PrivateKey key, SignatureScheme scheme, byte[] message)
            throws GeneralSecurityException {
        return finish(begin(provider, key, scheme), message);
    }

    private static Signature begin(Provider provider, PrivateKey key, SignatureScheme scheme)
            throws GeneralSecurityException {
        Signature engine = scheme.signature(provider);
        engine.initSign(key);
        return engine;
    }

    private static byte[] finish(Signature engine, byte[] message) throws GeneralSecurityException {
        engine.update(message);
        return engine.sign();
    }

    private SigningKey signingKey(String label) throws GeneralSecurityException, IOException {
        SigningKey known = keys.get(label);
        if (known != null) {
            return known;
        }
        SigningKey found;
        try {
            found = Look.repeated(() -> fetch(label));
        } catch (NoEntryException stays) {
            throw new KeyNotFound(
                    "The private key labelled \"" + label + "\" cannot be used",
                    "The token shows the key and its certificate, and no entry of both: check that their CKA_ID is equal"
                            + " and not used twice.",
                    null,
                    stays);
        }
        keys.put(label, found);
        return found;
    }

    private SigningKey fetch(String label) throws GeneralSecurityException, IOException {
        TokenKey key = key(label);
        X509Certificate certificate = requireFitForCa(label, key);
        KeyStore keyStore = keyStore();
        String alias = keyStore.getCertificateAlias(certificate);
        if (alias == null || !(keyStore.getKey(alias, null) instanceof PrivateKey privateKey)) {
            throw new NoEntryException();
        }
        SigningKey found = new SigningKey(privateKey, certificate.getPublicKey());
        byte[] statement = statement();
        SignatureScheme scheme = SignatureScheme.forKey(found.publicKey());
        requireRight(label, found.publicKey(), scheme, statement, sign(provider, privateKey, scheme, statement));
        return found;
    }

    /** What the ceremony makes is fit; a key from elsewhere may not be. */
    private static X509Certificate requireFitForCa(String label, TokenKey key) {
        String name = "The private key labelled \"" + label + "\" ";
        if (!key.signs()) {
            throw unusable(name + "is not for signing", "It lacks CKA_SIGN: use a key made for signing.");
        }
        if (!key.sensitive() || key.extractable()) {
            throw unusable(
                    name + "can be taken out of the token",
                    "A CA key must be CKA_SENSITIVE and not CKA_EXTRACTABLE: generate a new one with the ceremony.");
        }
        X509Certificate certificate = key.certificate()
                .orElseThrow(() -> unusable(
                        name + "has no certificate in the token",
                        "Import its certificate with the ceremony: Java does not see a key without one under the same"
                                + " CKA_ID."));
        try {
            SignatureScheme.forKey(certificate.getPublicKey());
        } catch (IllegalArgumentException weak) {
            throw unusable(name + "is too weak", String.valueOf(weak.getMessage()));
        }
        return certificate;
    }

    private static void requireRight(
            String label, PublicKey publicKey, SignatureScheme scheme, byte[] message, byte[] signature)
            throws GeneralSecurityException {
        if (!scheme.verifies(publicKey, message, signature)) {
            throw new SignatureFailed(
                    "A signature by the key labelled \"" + label
                            + "\" does not verify with the public key in its certificate",
                    "Either the certificate in the token belongs to another key, or the HSM is broken. Do not issue"
                            + " with it; compare the two in the ceremony's \"show\".",
                    null,
                    null);
        }
    }

    private static boolean sameKey(PublicKey one, PublicKey other) {
        return Arrays.equals(one.getEncoded(), other.getEncoded());
    }

    private static byte[] statement() {
        byte[] nonce = new byte[NONCE_LENGTH];
        RANDOM.nextBytes(nonce);
        byte[] statement = Arrays.copyOf(STATEMENT, STATEMENT.length + NONCE_LENGTH);
        System.arraycopy(nonce, 0, statement, STATEMENT.length, NONCE_LENGTH);
        return statement;
    }

    private static KeyNotFound unusable(String message, String hint) {
        return new KeyNotFound(message, hint, null, null);
    }
}
