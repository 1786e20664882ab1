package org.bailiwick.upstream.cmp;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.bailiwick.cmp.CmpException;
import org.bailiwick.cmp.CmpMessage;

/**
 * What a transaction goes on with: its first request, and the last answer to it.
 *
 * @param request that request
 * @param answer that answer
 */
record Ticket(CmpMessage request, CmpMessage answer) {

    /** As the database keeps it: the length of the request in four octets, the request, the answer. */
    byte[] octets() {
        byte[] asked = request.der();
        byte[] answered = answer.der();
        return ByteBuffer.allocate(Integer.BYTES + asked.length + answered.length)
                .putInt(asked.length)
                .put(asked)
                .put(answered)
                .array();
    }

    /** Reads what {@link #octets} wrote. */
    static Ticket read(byte[] octets) throws CmpException {
        int end = Integer.BYTES + ByteBuffer.wrap(octets).getInt();
        return new Ticket(
                CmpMessage.parseRequest(Arrays.copyOfRange(octets, Integer.BYTES, end)),
                CmpMessage.parseResponse(Arrays.copyOfRange(octets, end, octets.length)));
    }
}
