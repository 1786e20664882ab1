package org.bailiwick.certificate;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.acme.ResourceId;

/**
 * Which certificates a person looks for; what is empty is no condition. Unlike {@link CertificateSearch} each of them is
 * answered at once however many certificates there are.
 *
 * @param name a name in it, as it is written there
 * @param below a domain that one of its names is, or is below
 * @param beginning what one of its names begins with
 * @param serial hexadecimal, lower case
 * @param sha256 of its DER, hexadecimal, lower case
 * @param account whose it is
 * @param externalAccountKey of whose accounts it is
 * @param registrationAuthority that relayed the request for it
 * @param expiresBefore its last second of validity is earlier
 * @param authority which issued it
 */
public record CertificateCriteria(
        Optional<String> name,
        Optional<String> below,
        Optional<String> beginning,
        Optional<String> serial,
        Optional<String> sha256,
        Optional<ResourceId> account,
        Optional<ResourceId> externalAccountKey,
        Optional<UUID> registrationAuthority,
        Optional<CertificateState> state,
        Optional<Instant> expiresBefore,
        Optional<UUID> authority) {

    /** All certificates. */
    public static final CertificateCriteria ALL = new CertificateCriteria(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    /** Those that any or no registration authority relayed. */
    public CertificateCriteria(
            Optional<String> name,
            Optional<String> below,
            Optional<String> beginning,
            Optional<String> serial,
            Optional<String> sha256,
            Optional<ResourceId> account,
            Optional<ResourceId> externalAccountKey,
            Optional<CertificateState> state,
            Optional<Instant> expiresBefore,
            Optional<UUID> authority) {
        this(
                name,
                below,
                beginning,
                serial,
                sha256,
                account,
                externalAccountKey,
                Optional.empty(),
                state,
                expiresBefore,
                authority);
    }

    /** Those of whatever authority. */
    public CertificateCriteria(
            Optional<String> name,
            Optional<String> below,
            Optional<String> beginning,
            Optional<String> serial,
            Optional<String> sha256,
            Optional<ResourceId> account,
            Optional<ResourceId> externalAccountKey,
            Optional<CertificateState> state,
            Optional<Instant> expiresBefore) {
        this(
                name,
                below,
                beginning,
                serial,
                sha256,
                account,
                externalAccountKey,
                state,
                expiresBefore,
                Optional.empty());
    }

    /** Those of an account. */
    public static CertificateCriteria ofAccount(ResourceId account) {
        return new CertificateCriteria(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(account),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** Those that a registration authority relayed the requests for. */
    public static CertificateCriteria relayedBy(UUID registrationAuthority) {
        return new CertificateCriteria(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(registrationAuthority),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
