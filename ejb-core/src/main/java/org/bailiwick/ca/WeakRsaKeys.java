package org.bailiwick.ca;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Locale;
import java.util.stream.LongStream;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/**
 * RSA keys that everybody can make again, above all those of Debian's OpenSSL of 2006 to 2008 (CVE-2008-0166), by lists as
 * Debian's package {@code openssl-blacklist} has them: a line for each modulus, with the last 20 of the 40 hexadecimal
 * digits of SHA-1 over {@code Modulus=}, the modulus in upper-case hexadecimal digits, and a line feed; which is SHA-1 over
 * what {@code openssl rsa -noout -modulus} prints. Whole lines of 40 digits are read, too; empty ones and those that begin
 * with {@code #} are not.
 *
 * <p>SHA-1 only finds a line here, and proves nothing. A key is known by 64 bits of it: all lists of Debian together, about
 * a million keys, take eight megabytes, and one sound key in 10<sup>13</sup> is refused by chance.
 *
 * <p>Immutable.
 */
public final class WeakRsaKeys {

    /** No list. */
    public static final WeakRsaKeys NONE = new WeakRsaKeys(new long[0]);

    /** Why such a key is refused, as a clause that a client may read. */
    public static final String BECAUSE =
            "it is on a list of weak keys that everybody can make again (as Debian's OpenSSL of 2006 to 2008 made them, CVE-2008-0166); make a new one";

    /** The most that is kept: 40 megabytes. */
    private static final int MOST = 5_000_000;

    private static final int DIGITS = 20;
    private static final int KEPT_DIGITS = Long.BYTES * 2;

    private final long[] hashes;

    private WeakRsaKeys(long[] sorted) {
        this.hashes = sorted;
    }

    /**
     * Reads lists.
     *
     * @throws IOException if one cannot be read
     * @throws IllegalArgumentException with a sentence, if one is no such list, or all are too long together
     */
    public static WeakRsaKeys read(Collection<Path> lists) throws IOException {
        LongStream.Builder hashes = LongStream.builder();
        int count = 0;
        for (Path list : lists) {
            try (Reader text = Files.newBufferedReader(list, StandardCharsets.US_ASCII)) {
                count += read(list, new BufferedReader(text), hashes, MOST - count);
            }
        }
        return new WeakRsaKeys(hashes.build().sorted().toArray());
    }

    private static int read(Path list, BufferedReader text, LongStream.Builder hashes, int most) throws IOException {
        int count = 0;
        int number = 0;
        for (String line = text.readLine(); line != null; line = text.readLine()) {
            number++;
            String digits = line.strip();
            if (digits.isEmpty() || digits.startsWith("#")) {
                continue;
            }
            if (!digits.matches("[0-9a-fA-F]{20}|[0-9a-fA-F]{40}")) {
                throw new IllegalArgumentException(
                        "%s is no list of weak keys: its line %d is not 20 hexadecimal digits."
                                .formatted(list, number));
            }
            if (++count > most) {
                throw new IllegalArgumentException("The lists of weak keys have more than %d lines.".formatted(MOST));
            }
            hashes.add(HexFormat.fromHexDigitsToLong(digits.substring(digits.length() - KEPT_DIGITS)));
        }
        return count;
    }

    /** How many keys are listed. */
    public int size() {
        return hashes.length;
    }

    /**
     * Whether a key is one of these.
     *
     * @param subjectPublicKeyInfo DER of a sound key
     */
    boolean contain(byte[] subjectPublicKeyInfo) {
        SubjectPublicKeyInfo key = SubjectPublicKeyInfo.getInstance(subjectPublicKeyInfo);
        if (hashes.length == 0 || !key.getAlgorithm().getAlgorithm().equals(PKCSObjectIdentifiers.rsaEncryption)) {
            return false;
        }
        try {
            BigInteger modulus = RSAPublicKey.getInstance(key.parsePublicKey()).getModulus();
            String digits = listed(modulus).substring(DIGITS - KEPT_DIGITS);
            return Arrays.binarySearch(hashes, HexFormat.fromHexDigitsToLong(digits)) >= 0;
        } catch (IOException notRsa) {
            throw new IllegalArgumentException("not an RSA key", notRsa);
        }
    }

    /** The line that a list has for a modulus. */
    static String listed(BigInteger modulus) {
        String text = "Modulus=%s\n".formatted(modulus.toString(16).toUpperCase(Locale.ROOT));
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(hash).substring(DIGITS);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-1", impossible);
        }
    }
}
