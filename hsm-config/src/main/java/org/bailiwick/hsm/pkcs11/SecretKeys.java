package org.bailiwick.hsm.pkcs11;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import org.bailiwick.hsm.TokenException.DecryptionFailed;
import org.bailiwick.hsm.TokenException.KeyNotFound;

/** The secret keys of a connection: AES in GCM with a nonce of 96 random bits, which is put before the ciphertext. */
final class SecretKeys {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int NONCE_LENGTH = 12;
    private static final int TAG_BITS = 128;

    /** What a key encrypts to show that it works. */
    private static final byte[] STATEMENT = "Bailiwick checks that this key works.".getBytes(StandardCharsets.US_ASCII);

    private final Connection connection;
    private final Map<String, SecretKey> keys = new ConcurrentHashMap<>();

    SecretKeys(Connection connection) {
        this.connection = connection;
    }

    byte[] encrypt(String label, byte[] secret, byte[] associatedData) throws GeneralSecurityException, IOException {
        byte[] nonce = new byte[NONCE_LENGTH];
        RANDOM.nextBytes(nonce);
        byte[] encrypted =
                cipher(Cipher.ENCRYPT_MODE, label, nonce, associatedData).doFinal(secret);
        byte[] all = Arrays.copyOf(nonce, NONCE_LENGTH + encrypted.length);
        System.arraycopy(encrypted, 0, all, NONCE_LENGTH, encrypted.length);
        return all;
    }

    /** SunPKCS11 says of a dead token, too, that the tag is wrong; so the key must show that it still works. */
    byte[] decrypt(String label, byte[] encrypted, byte[] associatedData) throws GeneralSecurityException, IOException {
        try {
            return decrypted(label, encrypted, associatedData);
        } catch (AEADBadTagException wrongOrDead) {
            prove(label);
            throw new DecryptionFailed(
                    "What was to be decrypted is not what the key labelled \"" + label + "\" encrypted",
                    "It was changed where it is kept, or the token has another key under this label now: put the right"
                            + " one back.",
                    Ckr.in(wrongOrDead),
                    wrongOrDead);
        }
    }

    /** Encrypts and decrypts. */
    void prove(String label) throws GeneralSecurityException, IOException {
        byte[] associatedData = new byte[NONCE_LENGTH];
        RANDOM.nextBytes(associatedData);
        byte[] back = decrypted(label, encrypt(label, STATEMENT, associatedData), associatedData);
        if (!Arrays.equals(STATEMENT, back)) {
            throw new ProviderException("the key labelled \"" + label + "\" does not give back what it encrypts");
        }
    }

    void forget() {
        keys.clear();
    }

    private byte[] decrypted(String label, byte[] encrypted, byte[] associatedData)
            throws GeneralSecurityException, IOException {
        int ciphertext = encrypted.length - NONCE_LENGTH;
        if (ciphertext < TAG_BITS / Byte.SIZE) {
            throw new AEADBadTagException("too short");
        }
        byte[] nonce = Arrays.copyOf(encrypted, NONCE_LENGTH);
        return cipher(Cipher.DECRYPT_MODE, label, nonce, associatedData).doFinal(encrypted, NONCE_LENGTH, ciphertext);
    }

    private Cipher cipher(int mode, String label, byte[] nonce, byte[] associatedData)
            throws GeneralSecurityException, IOException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", connection.provider());
        cipher.init(mode, key(label), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(associatedData);
        return cipher;
    }

    private SecretKey key(String label) throws GeneralSecurityException, IOException {
        SecretKey known = keys.get(label);
        if (known != null) {
            return known;
        }
        requireFit(label);
        if (connection.keyStore().getKey(label, null) instanceof SecretKey found) {
            keys.put(label, found);
            return found;
        }
        throw unusable(
                "The secret key labelled \"" + label + "\" cannot be used",
                "The token shows the key, and Java does not: check that no other object has its label.");
    }

    /** What the ceremony makes is fit; a key from elsewhere may not be. */
    private void requireFit(String label) throws GeneralSecurityException, IOException {
        List<SecretTokenKey> found = connection.secretTokenKeys().stream()
                .filter(key -> key.label().equals(label))
                .toList();
        if (found.isEmpty()) {
            throw unusable(
                    "There is no secret key labelled \"" + label + "\" in the token",
                    "Make it with the ceremony, \"generate secret --label " + label + "\", or correct the label.");
        }
        if (found.size() > 1) {
            throw unusable(
                    "There are " + found.size() + " secret keys labelled \"" + label + "\" in the token",
                    "Give each key a label of its own: nobody could tell which of them encrypted.");
        }
        if (!found.get(0).fit()) {
            throw unusable(
                    "The secret key labelled \"" + label
                            + "\" is not AES-256, can be taken out of the token or once could, or does not encrypt",
                    "It must be CKK_AES of 32 octets, CKA_SENSITIVE and CKA_ALWAYS_SENSITIVE, CKA_NEVER_EXTRACTABLE and not"
                            + " CKA_EXTRACTABLE, CKA_ENCRYPT and CKA_DECRYPT: generate a new one with the ceremony.");
        }
    }

    private static KeyNotFound unusable(String message, String hint) {
        return new KeyNotFound(message, hint, null, null);
    }
}
