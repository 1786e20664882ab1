package org.bailiwick.account;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.bailiwick.eab.ExternalAccountBinding;

/**
 * What newAccount asks for (RFC 8555 §7.3).
 *
 * @param key who wants an account, and has signed this
 * @param contacts how its owner can be reached
 * @param termsAgreed whether it agrees to the terms of service
 * @param binding by which it wants to be bound to an external account (§7.3.4)
 * @param client the client's address
 */
public record Registration(
        AccountKey key,
        List<Contact> contacts,
        boolean termsAgreed,
        Optional<ExternalAccountBinding> binding,
        InetAddress client) {

    public Registration {
        contacts = List.copyOf(contacts);
    }
}
