package org.bailiwick.ra.exchange;

import java.util.UUID;
import org.bailiwick.cmp.CmpMessage;
import org.bailiwick.hash.Sha256;

/**
 * Which message it is.
 *
 * @param registrationAuthority whose it was proven to be
 * @param transaction its transactionID, hexadecimal
 * @param sha256 of all of it, hexadecimal
 */
public record MessageKey(UUID registrationAuthority, String transaction, String sha256) {

    static MessageKey of(UUID registrationAuthority, CmpMessage message) {
        return new MessageKey(
                registrationAuthority, message.header().transactionId().hex(), Sha256.hexadecimal(message.der()));
    }
}
