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
 */
public record ValidationStep(
        Kind kind,
        String sentence,
        @Nullable String url,
        @Nullable String hostname,
        @Nullable Integer port,
        List<String> addressesResolved,
        @Nullable String addressUsed,
        @Nullable String resolver) {

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

    /**
     * The same as the client may know it. It controls the name that is validated and nothing else: what it may not learn,
     * because a network could be mapped by it, is why a connection was not made, and what a server answers to which a
     * redirect led.
     *
     * @param validated the name or the address that is validated
     */
    public ValidationStep toldOwnerOf(String validated) {
        return switch (kind) {
            case REFUSED, NOT_CONNECTED ->
                told(Kind.NOT_CONNECTED, "no connection to %s port %d was made".formatted(addressUsed, port));
            case ANSWERED -> validated.equals(hostname) ? this : told(kind, "GET was answered");
            default -> this;
        };
    }

    private ValidationStep told(Kind what, String words) {
        return new ValidationStep(what, words, url, hostname, port, addressesResolved, addressUsed, resolver);
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
