package org.bailiwick.ocsp;

import java.time.Instant;
import java.util.Optional;
import org.bailiwick.ca.OcspError;
import org.bailiwick.ca.OcspResponse;
import org.jspecify.annotations.Nullable;

/** What whoever asked gets: a signed answer, or an unsigned error. */
public final class OcspAnswer {

    private final byte[] der;
    private final @Nullable Reuse reuse;

    private OcspAnswer(byte[] der, @Nullable Reuse reuse) {
        this.der = der;
        this.reuse = reuse;
    }

    /**
     * That an answer is for everybody who asks the same.
     *
     * @param from since when it is right, its thisUpdate; whole seconds
     * @param until how long, its nextUpdate; whole seconds
     */
    public record Reuse(Instant from, Instant until) {}

    static OcspAnswer of(OcspError error) {
        return new OcspAnswer(error.der(), null);
    }

    /** An answer for who asked only. */
    static OcspAnswer of(OcspResponse response) {
        return new OcspAnswer(response.der(), null);
    }

    static OcspAnswer forAll(OcspResponse response) {
        return new OcspAnswer(response.der(), new Reuse(response.thisUpdate(), response.nextUpdate()));
    }

    /** The DER {@code OCSPResponse} (RFC 6960 §4.2.1). The array is the caller's. */
    public byte[] der() {
        return der.clone();
    }

    /** Whether others may be given it, too; empty for an error, and for what has a nonce. */
    public Optional<Reuse> reuse() {
        return Optional.ofNullable(reuse);
    }
}
