package org.bailiwick.hsm.pkcs11;

/**
 * A secret key in a token, as the token describes it now.
 *
 * @param id the CKA_ID, as hex; may be empty
 * @param label the CKA_LABEL; may be empty
 * @param type {@value #AES_256}, or what else it is
 * @param sensitive CKA_SENSITIVE: the key cannot be read in plain
 * @param alwaysSensitive CKA_ALWAYS_SENSITIVE: it never could
 * @param extractable CKA_EXTRACTABLE: the key can be wrapped and taken away
 * @param neverExtractable CKA_NEVER_EXTRACTABLE: it never could
 * @param encrypts CKA_ENCRYPT and CKA_DECRYPT
 */
public record SecretTokenKey(
        String id,
        String label,
        String type,
        boolean sensitive,
        boolean alwaysSensitive,
        boolean extractable,
        boolean neverExtractable,
        boolean encrypts) {

    /** The one type that is used. */
    static final String AES_256 = "AES-256";

    private static final long CKK_AES = 0x1f;

    /** Whether it never was outside its token, never can be, and encrypts as secrets need it. */
    boolean fit() {
        return type.equals(AES_256) && sensitive && alwaysSensitive && !extractable && neverExtractable && encrypts;
    }

    /**
     * How a type is called.
     *
     * @param keyType the CKA_KEY_TYPE (PKCS #11 §A.5)
     * @param octets the CKA_VALUE_LEN
     */
    static String type(long keyType, long octets) {
        return keyType == CKK_AES ? "AES-" + octets * Byte.SIZE : "key type 0x" + Long.toHexString(keyType);
    }
}
