package org.bailiwick.ca;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;

/** A CRL that was signed, and whose signature was verified (RFC 5280 §5.1). It may be large, so it is read as a stream. */
public final class IssuedRevocationList {

    private final List<byte[]> pieces;

    /**
     * A CRL in pieces.
     *
     * @param pieces one after the other its DER; not copied
     */
    IssuedRevocationList(List<byte[]> pieces) {
        this.pieces = List.copyOf(pieces);
    }

    /** Its DER, from the beginning. */
    public InputStream open() {
        return new SequenceInputStream(Collections.enumeration(
                pieces.stream().<InputStream>map(ByteArrayInputStream::new).toList()));
    }

    /** How many octets it has. */
    public int length() {
        return pieces.stream().mapToInt(piece -> piece.length).reduce(0, Math::addExact);
    }

    /** The SHA-256 of its DER: 64 lower-case hexadecimal digits. */
    public String sha256() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            pieces.forEach(digest::update);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
