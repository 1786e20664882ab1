package org.bailiwick.validation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened during an attempt. The sentence is for people; the other members say the same for machines, as
 * far as they apply to this kind of step. All text is printable and at most {@value #MAXIMUM_LENGTH} characters long.
 *
 * @param kind what kind of thing happened
 * @param sentence what happened, without a full stop
 * @param url the URL that was requested
 * @param hostname the name or the address that was looked up or connected to
 * @param port the TCP port
 * @param addressesResolved what the name resolved to, at most {@value #MAXIMUM_ADDRESSES}
 * @param addressUsed the address that was connected to, or would have been
 * @param resolver the name server that answered, or what stood in for one
 * @param elsewhere whether it happened after a redirect, at another server than the one that answered first
 */
public record ValidationStep(
        Kind kind,
        String sentence,
        @Nullable String url,
        @Nullable String hostname,
        @Nullable Integer port,
        List<String> addressesResolved,
        @Nullable String addressUsed,
        @Nullable String resolver,
        boolean elsewhere) {

    static final int MAXIMUM_LENGTH = 500;
    static final int MAXIMUM_ADDRESSES = 16;

    /** What a step is about. */
    public enum Kind {
        /** A name resolved: to addresses, or to TXT records. */
        RESOLVED,
        /** A name did not resolve. */
        NOT_RESOLVED,
        /** An address is no permitted target. */
        REFUSED,
        /** A TCP connection was made. */
        CONNECTED,
        /** A TCP connection could not be made. */
        NOT_CONNECTED,
        /** A TLS handshake was completed. */
        SECURED,
        /** A request was answered. */
        ANSWERED,
        /** An answer sent us elsewhere. */
        REDIRECTED,
        /** The outcome. */
        CONCLUDED
    }

    /** One that happened at the server that is validated. */
    public ValidationStep(
            Kind kind,
            String sentence,
            @Nullable String url,
            @Nullable String hostname,
            @Nullable Integer port,
            List<String> addressesResolved,
            @Nullable String addressUsed,
            @Nullable String resolver) {
        this(kind, sentence, url, hostname, port, addressesResolved, addressUsed, resolver, false);
    }

    public ValidationStep {
        sentence = fit(sentence);
        url = url == null ? null : fit(url);
        hostname = hostname == null ? null : fit(hostname);
        addressesResolved = addressesResolved.stream()
                .limit(MAXIMUM_ADDRESSES)
                .map(ValidationStep::fit)
                .toList();
        addressUsed = addressUsed == null ? null : fit(addressUsed);
        resolver = resolver == null ? null : fit(resolver);
    }

    /** The same, of another server. */
    ValidationStep atAnotherServer() {
        return new ValidationStep(kind, sentence, url, hostname, port, addressesResolved, addressUsed, resolver, true);
    }

    /**
     * The same as the client may know it. Why a connection was not made is not told: whose name leads to any address
     * could map a network by it. Of another server, to which a redirect led, nothing is told but that.
     */
    public ValidationStep told() {
        if (elsewhere) {
            String words = "a redirect led to another server; what happened there is not told";
            return new ValidationStep(Kind.REDIRECTED, words, null, null, null, List.of(), null, null, true);
        }
        if (kind != Kind.REFUSED && kind != Kind.NOT_CONNECTED) {
            return this;
        }
        String words = "no connection to %s port %d was made".formatted(addressUsed, port);
        return new ValidationStep(
                Kind.NOT_CONNECTED, words, url, hostname, port, addressesResolved, addressUsed, resolver);
    }

    /** Our own sentences have a few characters beyond ASCII; what others sent has none. */
    private static String fit(String text) {
        StringBuilder fitting = new StringBuilder();
        for (int i = 0; i < text.length() && i < MAXIMUM_LENGTH; i++) {
            char c = text.charAt(i);
            fitting.append((c >= 0x20 && c < 0x7f) || c == '…' || c == '§' ? c : '?');
        }
        if (text.length() > MAXIMUM_LENGTH) {
            fitting.setCharAt(MAXIMUM_LENGTH - 1, '…');
        }
        return fitting.toString();
    }
}
