package org.bailiwick.ca;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.bailiwick.acme.Problem;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Certificate;

/**
 * The certificates by which another CA is trusted (RFC 5280 §6.1.1 (d)): somebody has decided so, and nothing that the CA
 * sends adds to them.
 *
 * <p>Every refusal is an {@code IllegalArgumentException} whose message is a clause. Immutable.
 */
public final class TrustAnchors {

    /** Hierarchies have two or three levels. */
    private static final int LONGEST_PATH = 8;

    /** Certificates that a CA may send along. */
    private static final int MOST_OTHERS = 20;

    /**
     * How far the other CA's clock may be ahead of ours: not every CA lets what it makes be valid from a time before.
     */
    static final Duration SKEW = Duration.ofMinutes(5);

    /** {@code id-kp-cmcCA} (RFC 6402 §2.10): who speaks for a CA without being one. */
    private static final String SPEAKS_FOR_CA = "1.3.6.1.5.5.7.3.27";

    private final List<X509Certificate> certificates;

    private TrustAnchors(List<X509Certificate> certificates) {
        this.certificates = List.copyOf(certificates);
    }

    /**
     * Reads them.
     *
     * @param pem certificates in any order; text between them is ignored
     */
    public static TrustAnchors parse(String pem) {
        return new TrustAnchors(UploadedChain.parse(pem).certificates());
    }

    /** All of them. */
    public List<X509Certificate> certificates() {
        return certificates;
    }

    /**
     * The path from a certificate up to one of these: signatures, names, path lengths, name constraints and validity hold, and
     * nobody in it signs with a broken hash.
     *
     * @param certificate DER
     * @param others DER, certificates that may be between them, in any order; what has no place is ignored
     * @param now the moment at which it must be valid; by the CA's clock, which may be some minutes ahead
     * @return the certificate first, the anchor last
     */
    public CertificateChain pathFrom(byte[] certificate, List<byte[]> others, Instant now) {
        if (others.size() > MOST_OTHERS) {
            throw new IllegalArgumentException("there are more than %d certificates with it".formatted(MOST_OTHERS));
        }
        try {
            List<X509Certificate> path = up(read(certificate), readable(others));
            requireSound(path);
            CertificateChain chain = new CertificateChain(path);
            if (chain.pem().length() > UploadedChain.LONGEST) {
                throw new IllegalArgumentException(
                        "its chain has more than %d characters".formatted(UploadedChain.LONGEST));
            }
            Instant there = there(path.get(0), now);
            chain.requireValidAt(there);
            PathValidation.require(path, there);
            return chain;
        } catch (IllegalStateException | ClassCastException unreadable) {
            throw new IllegalArgumentException("it has something in it that cannot be read", unreadable);
        }
    }

    /**
     * Demands of a certificate that whoever has its key speaks for the CA: it is one of these, or leads up to one of these and
     * is a CA's, or is for the messages of a CA. Any other holder of a certificate of that CA would speak for it otherwise.
     *
     * @param certificate DER
     * @param others as {@link #pathFrom}
     * @return that certificate
     */
    public X509Certificate requireSpeaker(byte[] certificate, List<byte[]> others, Instant now) {
        CertificateChain path = pathFrom(certificate, others, now);
        X509Certificate speaker = path.first();
        if (certificates.contains(speaker) || CertificateChain.isAuthority(speaker) || isForMessages(speaker)) {
            return speaker;
        }
        throw new IllegalArgumentException(
                "the certificate of \"%s\", by which the answer is signed, is neither a CA's nor for a CA's messages (id-kp-cmcCA), nor a trust anchor itself"
                        .formatted(UploadedChain.shown(speaker.getSubjectX500Principal())));
    }

    /** What time it is at a CA that has just made a certificate. */
    private static Instant there(X509Certificate certificate, Instant now) {
        Instant begin = certificate.getNotBefore().toInstant();
        return begin.isAfter(now) && !begin.isAfter(now.plus(SKEW)) ? begin : now;
    }

    private static boolean isForMessages(X509Certificate certificate) {
        try {
            return Objects.requireNonNullElse(certificate.getExtendedKeyUsage(), List.<String>of())
                    .contains(SPEAKS_FOR_CA);
        } catch (CertificateParsingException unreadable) {
            return false;
        }
    }

    private List<X509Certificate> up(X509Certificate first, List<X509Certificate> others) {
        List<X509Certificate> path = new ArrayList<>(List.of(first));
        X509Certificate last = first;
        while (!certificates.contains(last)) {
            X509Certificate below = last;
            X509Certificate next = issuerOf(below, certificates)
                    .or(() -> issuerOf(
                            below,
                            others.stream()
                                    .filter(other -> !path.contains(other))
                                    .toList()))
                    .orElseThrow(() -> new IllegalArgumentException(
                            "the certificate of \"%s\" does not lead up to a trust anchor: nothing that was sent or is trusted has signed it"
                                    .formatted(UploadedChain.shown(below.getSubjectX500Principal()))));
            if (path.size() == LONGEST_PATH) {
                throw new IllegalArgumentException("its chain is longer than %d certificates".formatted(LONGEST_PATH));
            }
            path.add(next);
            last = next;
        }
        return path;
    }

    private static Optional<X509Certificate> issuerOf(X509Certificate certificate, List<X509Certificate> among) {
        return among.stream()
                .filter(other -> other.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())
                        && VerifiedSignatures.isSigned(certificate, other))
                .findFirst();
    }

    /** Nobody asks an anchor who has signed it. */
    private static void requireSound(List<X509Certificate> path) {
        AlgorithmIdentifier signature =
                Certificate.getInstance(CertificateChain.encoded(path.get(0))).getSignatureAlgorithm();
        if (path.size() > 1 && !SignatureAlgorithms.isSound(signature)) {
            throw new IllegalArgumentException("the certificate is signed with %s, which is broken or not known here"
                    .formatted(Problem.printable(SignatureAlgorithms.nameOf(signature))));
        }
        for (int i = 1; i < path.size() - 1; i++) {
            UploadedChain.requireSound(path.get(i));
        }
    }

    private static X509Certificate read(byte[] der) {
        try {
            DistinguishedEncoding.read(der);
        } catch (EncodingException notDer) {
            throw new IllegalArgumentException("the certificate cannot be read: " + notDer.clause(), notDer);
        }
        return CertificateChain.read(der);
    }

    /** What cannot be read leads nowhere. */
    private static List<X509Certificate> readable(List<byte[]> others) {
        List<X509Certificate> readable = new ArrayList<>();
        for (byte[] other : others) {
            ifReadable(other).ifPresent(readable::add);
        }
        return readable;
    }

    private static Optional<X509Certificate> ifReadable(byte[] der) {
        try {
            return Optional.of(read(der));
        } catch (IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }
}
