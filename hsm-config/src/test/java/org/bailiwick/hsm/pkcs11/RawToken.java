package org.bailiwick.hsm.pkcs11;

import java.io.IOException;
import java.security.AuthProvider;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Provider;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.spec.AlgorithmParameterSpec;
import javax.security.auth.login.LoginException;
import org.bailiwick.hsm.SelfSigned;
import org.bailiwick.hsm.SignatureScheme;

/** A token as somebody else's tool would use it: with whatever attributes, labels and certificates it likes. */
final class RawToken implements AutoCloseable {

    private static final String READABLE = "CKA_SENSITIVE = false\nCKA_EXTRACTABLE = true\n";
    private static final String PROPER = "CKA_SENSITIVE = true\nCKA_EXTRACTABLE = false\n";

    private final Cryptoki cryptoki;
    private final Provider provider;
    private final KeyStore keyStore;

    /** @param template attributes of private keys besides the usual ones */
    RawToken(Pkcs11TokenConfig config, String template) throws GeneralSecurityException, IOException {
        PinFile pin = new PinFile(config.pinFile());
        cryptoki = new Cryptoki(config.library().toRealPath().toString());
        long slot = -1;
        for (long candidate : cryptoki.slots()) {
            if (label(candidate).equals(config.tokenLabel())) {
                slot = candidate;
            }
        }
        provider = cryptoki.provider(
                """
                name = raw
                library = %s
                slot = %d
                attributes(generate, CKO_PRIVATE_KEY, *) = {
                CKA_TOKEN = true
                %s}
                attributes(generate, CKO_PUBLIC_KEY, *) = {
                CKA_TOKEN = true
                }
                """
                        .formatted(config.library().toRealPath(), slot, template));
        keyStore = KeyStore.getInstance("PKCS11", provider);
        keyStore.load(() -> new KeyStore.CallbackHandlerProtection(pin));
    }

    static RawToken proper(Pkcs11TokenConfig config, String more) throws GeneralSecurityException, IOException {
        return new RawToken(config, PROPER + more);
    }

    static RawToken readable(Pkcs11TokenConfig config) throws GeneralSecurityException, IOException {
        return new RawToken(config, READABLE);
    }

    private String label(long slot) {
        try {
            return cryptoki.tokenLabel(slot);
        } catch (CryptokiException e) {
            return "";
        }
    }

    KeyPair generate(String algorithm, AlgorithmParameterSpec parameters) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm, provider);
        generator.initialize(parameters);
        return generator.generateKeyPair();
    }

    /** Stores a key with a certificate that may be somebody else's. */
    void store(String label, KeyPair pair, PublicKey certified, SignatureScheme scheme)
            throws GeneralSecurityException {
        X509Certificate certificate = SelfSigned.certificate("CN=" + label, certified, scheme, tbs -> {
            try {
                return Connection.sign(provider, pair.getPrivate(), scheme, tbs);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        });
        keyStore.setKeyEntry(label, pair.getPrivate(), null, new X509Certificate[] {certificate});
    }

    /** Logs this whole process out of the token, as PKCS#11 has it. */
    void logOut() throws LoginException {
        ((AuthProvider) provider).logout();
    }

    @Override
    public void close() throws CryptokiException {
        cryptoki.release(provider);
    }
}
