package org.bailiwick.ca;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.bailiwick.hsm.SignatureScheme;

/**
 * How long a CRL of a million revoked certificates takes ({@code docs/performance.md}): encoding as the entries come, putting
 * together and checking, signing and verifying, and reading it in parts. The database and the token are not part of it. Run it
 * by hand, with {@code -Xmx256m} to see that this is memory enough; nothing is asserted.
 */
public final class CrlBenchmark {

    private static final int ENTRIES = 1_000_000;
    private static final int ROUNDS = 3;
    private static final Instant THIS_UPDATE = Instant.parse("2026-03-01T12:00:00Z");
    private static final int PART = 256 * 1024;
    private static final double MEGA = 1024 * 1024;

    private CrlBenchmark() {}

    public static void main(String[] args) throws IOException {
        int entries = args.length > 0 ? Integer.parseInt(args[0]) : ENTRIES;
        RevocationListIssuer issuer =
                TestAuthority.of(SignatureScheme.ECDSA_P256_SHA256).lists();
        System.out.printf(
                "%,d entries, at most %.0f MiB of heap%n",
                entries, Runtime.getRuntime().maxMemory() / MEGA);
        for (int round = 1; round <= ROUNDS; round++) {
            round(issuer, round, entries);
        }
    }

    private static void round(RevocationListIssuer issuer, int number, int entries) throws IOException {
        long begin = System.nanoTime();
        RevokedSerials revoked = entries(entries);
        long encoded = System.nanoTime();
        PreparedRevocationList prepared =
                issuer.prepare(number, THIS_UPDATE, THIS_UPDATE.plus(Duration.ofDays(7)), revoked);
        long checked = System.nanoTime();
        IssuedRevocationList issued = issuer.issue(prepared);
        long signed = System.nanoTime();
        int parts = parts(issued);
        long read = System.nanoTime();
        System.out.printf(
                "Round %d: %.1f MiB in %d parts. Seconds: encoded %.2f, put together and checked %.2f, signed and verified %.2f, read %.2f, all %.2f%n",
                number,
                issued.length() / MEGA,
                parts,
                seconds(encoded - begin),
                seconds(checked - encoded),
                seconds(signed - checked),
                seconds(read - signed),
                seconds(read - begin));
    }

    /** Serials of 159 random bits that ascend as if they came from an index; every third has a reason. */
    private static RevokedSerials entries(int count) {
        SplittableRandom random = new SplittableRandom(7);
        RevokedSerials revoked = new RevokedSerials();
        byte[] serial = new byte[20];
        for (int i = 0; i < count; i++) {
            random.nextBytes(serial);
            int place = 0x10000000 + i;
            for (int octet = 0; octet < Integer.BYTES; octet++) {
                serial[octet] = (byte) (place >>> ((Integer.BYTES - 1 - octet) * Byte.SIZE));
            }
            revoked.add(
                    new SerialNumber(new BigInteger(1, Arrays.copyOf(serial, serial.length))),
                    THIS_UPDATE.minusSeconds(i),
                    i % 3 == 0 ? RevocationReason.SUPERSEDED : RevocationReason.UNSPECIFIED);
        }
        return revoked;
    }

    private static int parts(IssuedRevocationList issued) throws IOException {
        int parts = 0;
        try (InputStream der = issued.open()) {
            while (der.readNBytes(PART).length > 0) {
                parts++;
            }
        }
        return parts;
    }

    private static double seconds(long nanoseconds) {
        return nanoseconds / 1e9;
    }
}
