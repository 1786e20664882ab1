package org.bailiwick.ca;

import java.util.List;
import java.util.Optional;
import org.bailiwick.acme.DnsIdentifier;
import org.bailiwick.acme.Identifier;

/** Which of its names a certificate shows as common name, for software that still looks there. */
public enum CommonNameChoice {
    /** The first DNS name that fits into 64 characters; none if none does. */
    FIRST_DNS_NAME("first-dns-name") {
        @Override
        Optional<String> choose(List<Identifier> identifiers) {
            return identifiers.stream()
                    .filter(DnsIdentifier.class::isInstance)
                    .map(Identifier::value)
                    .filter(name -> name.length() <= RequestedNames.COMMON_NAME_MAXIMUM)
                    .findFirst();
        }
    },
    /** Never: an empty subject and a critical subjectAltName (RFC 5280 §4.1.2.6). */
    NONE("none") {
        @Override
        Optional<String> choose(List<Identifier> identifiers) {
            return Optional.empty();
        }
    };

    private final String word;

    CommonNameChoice(String word) {
        this.word = word;
    }

    /** As documents have it. */
    public String word() {
        return word;
    }

    abstract Optional<String> choose(List<Identifier> identifiers);
}
