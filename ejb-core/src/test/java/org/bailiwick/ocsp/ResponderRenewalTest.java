package org.bailiwick.ocsp;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.authority.CaKey;
import org.bailiwick.authority.Issuers;
import org.bailiwick.ca.CertificateChain;
import org.bailiwick.ca.TestAuthority;
import org.bailiwick.hsm.SignatureScheme;
import org.bailiwick.schema.Injected;
import org.bailiwick.schema.Population;
import org.junit.jupiter.api.Test;

class ResponderRenewalTest {

    /** Neither is its token opened, nor a key made, nor a serial number used up, however often it is tried. */
    @Test
    void nothingIsTriedForAnIssuerWhoseChainPermitsNoResponder() {
        assertThatCode(() -> renewal(TestAuthority.excluded()).run()).doesNotThrowAnyException();
        assertThatExceptionOfType(Tried.class)
                .isThrownBy(() -> renewal(TestAuthority.of(SignatureScheme.ECDSA_P256_SHA256))
                        .run());
    }

    private static ResponderRenewal renewal(TestAuthority authority) {
        return Injected.into(
                new ResponderRenewal(),
                new OneIssuer(authority.chain()),
                new NoResponders(),
                Clock.fixed(Population.NOW, ZoneOffset.UTC));
    }

    /** Nobody catches it. */
    private static final class Tried extends Error {

        private static final long serialVersionUID = 1L;
    }

    private static final class OneIssuer extends Issuers {

        private final CertificateChain chain;

        OneIssuer(CertificateChain chain) {
            this.chain = chain;
        }

        @Override
        public CertificateChain chainOf(UUID id) {
            return chain;
        }

        @Override
        public CaKey keyOf(UUID id) {
            return new CaKey(null, "issuing", null);
        }

        @Override
        public ReadyIssuer withId(UUID id) {
            throw new Tried();
        }
    }

    private static final class NoResponders extends Responders {

        @Override
        List<UUID> issuersWithoutOneAt(Instant moment, Instant now) {
            return List.of(new UUID(1, 2));
        }

        @Override
        Optional<Current> current(UUID issuer, Instant now) {
            return Optional.empty();
        }
    }
}
