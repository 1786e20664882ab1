package org.bailiwick.ca;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What can be seen of a bad RSA key in its modulus, without the private half. */
final class RsaModulus {

    /** RFC 8017 asks for two large primes; every prime below 752 is trial division, all at once (NIST SP 800-89 §5.3.3). */
    private static final int SMALL_PRIMES_BELOW = 752;

    private static final BigInteger SMALL_PRIMES =
            primesBelow(SMALL_PRIMES_BELOW).mapToObj(BigInteger::valueOf).reduce(BigInteger.ONE, BigInteger::multiply);

    /** The primes that divide ROCA's M for every key size: the first 39, without 2. */
    private static final List<RocaResidues> ROCA_RESIDUES = primesBelow(168)
            .filter(prime -> prime != 2)
            .mapToObj(RocaResidues::modulo)
            .toList();

    private static final int FERMAT_ROUNDS = 100;

    /** A number that is a square is one modulo each of these; one in 400 of the others is as well. */
    private static final int[] SIEVE = {64, 63, 65, 11, 17, 19};

    /** Below 2³⁰, so that its square fits into a long. */
    private static final long SIEVE_PRODUCT =
            Arrays.stream(SIEVE).asLongStream().reduce(1, Math::multiplyExact);

    private static final List<BitSet> SIEVE_SQUARES =
            Arrays.stream(SIEVE).mapToObj(RsaModulus::squaresModulo).toList();

    private RsaModulus() {}

    /** Why this modulus is weak, as a clause, or null. */
    static @Nullable String weakness(BigInteger modulus) {
        if (!modulus.testBit(0)) {
            return "its RSA modulus is even";
        }
        if (!modulus.gcd(SMALL_PRIMES).equals(BigInteger.ONE)) {
            return "its RSA modulus has a prime factor below " + SMALL_PRIMES_BELOW;
        }
        if (ROCA_RESIDUES.stream().allMatch(residues -> residues.contain(modulus))) {
            return "its RSA modulus shows the ROCA weakness of Infineon chips (CVE-2017-15361)";
        }
        if (hasClosePrimes(modulus)) {
            return "the two primes of its RSA modulus are too close (Fermat's factorisation finds them)";
        }
        return null;
    }

    /** Fermat: n = a² − b² with a just above √n when the primes are close. Mostly in longs, modulo the sieve. */
    private static boolean hasClosePrimes(BigInteger modulus) {
        BigInteger root = modulus.sqrt();
        if (root.multiply(root).equals(modulus)) {
            return true;
        }
        long n = modulo(modulus);
        long a = modulo(root);
        for (int round = 1; round <= FERMAT_ROUNDS; round++) {
            a = (a + 1) % SIEVE_PRODUCT;
            if (mayBeSquare(Math.floorMod(a * a - n, SIEVE_PRODUCT))
                    && isSquare(root.add(BigInteger.valueOf(round)).pow(2).subtract(modulus))) {
                return true;
            }
        }
        return false;
    }

    private static long modulo(BigInteger number) {
        return number.mod(BigInteger.valueOf(SIEVE_PRODUCT)).longValueExact();
    }

    private static boolean mayBeSquare(long residue) {
        for (int i = 0; i < SIEVE.length; i++) {
            if (!SIEVE_SQUARES.get(i).get((int) (residue % SIEVE[i]))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSquare(BigInteger number) {
        BigInteger root = number.sqrt();
        return root.multiply(root).equals(number);
    }

    private static BitSet squaresModulo(int modulus) {
        BitSet squares = new BitSet(modulus);
        IntStream.range(0, modulus).forEach(i -> squares.set(i * i % modulus));
        return squares;
    }

    private static IntStream primesBelow(int limit) {
        IntPredicate isPrime = n -> IntStream.range(2, n).allMatch(divisor -> n % divisor != 0);
        return IntStream.range(2, limit).filter(isPrime);
    }

    /**
     * ROCA primes are {@code k·M + (65537^a mod M)} with M a product of small primes, so modulo each of those the modulus
     * is a power of 65537 (Nemec and others, "The Return of Coppersmith's Attack", CCS 2017). A sound modulus is that for
     * all 38 of them with a probability below 2⁻²⁷.
     */
    private record RocaResidues(BigInteger prime, BitSet powersOf65537) {

        static RocaResidues modulo(int prime) {
            BitSet powers = new BitSet(prime);
            int power = 1;
            while (!powers.get(power)) {
                powers.set(power);
                power = power * (65537 % prime) % prime;
            }
            return new RocaResidues(BigInteger.valueOf(prime), powers);
        }

        boolean contain(BigInteger modulus) {
            return powersOf65537.get(modulus.mod(prime).intValue());
        }
    }
}
