package org.bailiwick.certificate;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.acme.ResourceId;
import org.jspecify.annotations.Nullable;

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
    public static final CertificateCriteria ALL = builder().build();

    /** Those of an account. */
    public static CertificateCriteria ofAccount(ResourceId account) {
        return builder().account(account).build();
    }

    /** Those that fulfil what is named, and nothing else. */
    public static Builder builder() {
        return new Builder();
    }

    /** Names the conditions. */
    public static final class Builder {

        private @Nullable String name;
        private @Nullable String below;
        private @Nullable String beginning;
        private @Nullable String serial;
        private @Nullable String sha256;
        private @Nullable ResourceId account;
        private @Nullable ResourceId externalAccountKey;
        private @Nullable UUID registrationAuthority;
        private @Nullable CertificateState state;
        private @Nullable Instant expiresBefore;
        private @Nullable UUID authority;

        private Builder() {}

        public Builder name(String name) {
            this.name = name;
            return this;
        }

        public Builder below(String below) {
            this.below = below;
            return this;
        }

        public Builder beginning(String beginning) {
            this.beginning = beginning;
            return this;
        }

        public Builder serial(String serial) {
            this.serial = serial;
            return this;
        }

        public Builder sha256(String sha256) {
            this.sha256 = sha256;
            return this;
        }

        public Builder account(ResourceId account) {
            this.account = account;
            return this;
        }

        public Builder externalAccountKey(ResourceId externalAccountKey) {
            this.externalAccountKey = externalAccountKey;
            return this;
        }

        public Builder registrationAuthority(UUID registrationAuthority) {
            this.registrationAuthority = registrationAuthority;
            return this;
        }

        public Builder state(CertificateState state) {
            this.state = state;
            return this;
        }

        public Builder expiresBefore(Instant expiresBefore) {
            this.expiresBefore = expiresBefore;
            return this;
        }

        public Builder authority(UUID authority) {
            this.authority = authority;
            return this;
        }

        public CertificateCriteria build() {
            return new CertificateCriteria(
                    Optional.ofNullable(name),
                    Optional.ofNullable(below),
                    Optional.ofNullable(beginning),
                    Optional.ofNullable(serial),
                    Optional.ofNullable(sha256),
                    Optional.ofNullable(account),
                    Optional.ofNullable(externalAccountKey),
                    Optional.ofNullable(registrationAuthority),
                    Optional.ofNullable(state),
                    Optional.ofNullable(expiresBefore),
                    Optional.ofNullable(authority));
        }
    }
}
