package org.bailiwick.provenance;

import java.io.Serial;
import java.io.Serializable;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.bailiwick.account.Account;
import org.bailiwick.account.AccountKey;
import org.bailiwick.account.Contact;
import org.bailiwick.eab.ExternalAccountKey;
import org.jspecify.annotations.Nullable;

/**
 * An ACME account. Its contacts are whatever its owner wrote.
 *
 * @param id as its URL has it
 * @param status the word of RFC 8555 §7.1.6
 * @param contacts URLs
 * @param algorithm that its key signs with, as JWS names it
 * @param thumbprint of its key (RFC 7638), base64url
 * @param terms that its owner agreed to; null if there were none
 * @param key the external account key that it was made with; null if it was with none
 * @param provisionerId where it is
 * @param authorityId whose that is
 */
public record AccountDetails(
        String id,
        String status,
        Instant createdAt,
        List<String> contacts,
        String algorithm,
        String thumbprint,
        @Nullable String terms,
        @Nullable BoundKey key,
        String provisioner,
        UUID provisionerId,
        String authority,
        UUID authorityId)
        implements Serializable {

    @Serial
    private static final long serialVersionUID = 1L;

    private static final int SHOWN = 2;

    public AccountDetails {
        contacts = List.copyOf(contacts);
    }

    /** The first of the contacts: as many as a list has room for. */
    public List<String> shownContacts() {
        return contacts.subList(0, Math.min(SHOWN, contacts.size()));
    }

    static AccountDetails of(Account account, Instant now) {
        return new AccountDetails(
                account.id().toString(),
                account.status().name().toLowerCase(Locale.ROOT),
                account.createdAt(),
                account.contacts().stream().map(Contact::url).toList(),
                AccountKey.ofSubjectPublicKeyInfo(account.publicKey())
                        .algorithm()
                        .alg(),
                account.keyThumbprint(),
                account.terms().map(URI::toString).orElse(null),
                account.externalAccountKey().map(key -> BoundKey.of(key, now)).orElse(null),
                account.provisioner().name(),
                account.provisioner().id(),
                account.provisioner().authority().name(),
                account.provisioner().authority().id());
    }

    /**
     * An external account key that an account is bound to (RFC 8555 §7.3.4).
     *
     * @param reference its name in another system
     * @param owner null if nobody said
     * @param status the word
     */
    public record BoundKey(String id, String reference, @Nullable String owner, String status) implements Serializable {

        @Serial
        private static final long serialVersionUID = 1L;

        static BoundKey of(ExternalAccountKey key, Instant now) {
            return new BoundKey(
                    key.id().toString(),
                    key.reference(),
                    key.owner().orElse(null),
                    key.statusAt(now).name().toLowerCase(Locale.ROOT));
        }
    }
}
