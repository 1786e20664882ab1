package org.bailiwick.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import org.bailiwick.authority.Issuers.ReadyIssuer;
import org.bailiwick.ca.CertificateIssuer;
import org.bailiwick.ca.TestAuthority;
import org.bailiwick.hsm.SignatureScheme;
import org.junit.jupiter.api.Test;

/** Which issuer is taken if one is retired just then. */
@SuppressWarnings("UnnecessaryAssignment") // no container here that would inject
class IssuersTest {

    private static final UUID AUTHORITY = UUID.randomUUID();
    private static final CertificateIssuer CA =
            TestAuthority.of(SignatureScheme.ECDSA_P256_SHA256).issuer();

    private final ReadyIssuer first = ready();
    private final ReadyIssuer second = ready();

    @Test
    void whatTheFirstDoesNotDoTheNextOneDoes() {
        assertThat(new Successive(first, second).<ReadyIssuer>withActiveOf(AUTHORITY, this::unlessRetired))
                .isSameAs(second);
        assertThat(new Successive(second).<ReadyIssuer>withActiveOf(AUTHORITY, this::unlessRetired))
                .isSameAs(second);
    }

    @Test
    void thereMayBeNone() {
        assertThatExceptionOfType(NoActiveIssuerException.class)
                .isThrownBy(() -> new Successive(first).<ReadyIssuer>withActiveOf(AUTHORITY, this::unlessRetired));
    }

    /** Whether it is worth to wait. */
    @Test
    void whetherItHasIssuedIsTold() {
        Instant now = Instant.parse("2026-11-26T10:00:00Z");
        Issuer retired = new Issuer(AUTHORITY, "key", CA.chain().pem(), now);
        retired.retire(now);
        assertNone(List.of(), false);
        assertNone(List.of(Issuer.ofRoot(AUTHORITY, "root", CA.chain().pem(), now)), false);
        assertNone(List.of(retired), true);
    }

    private static void assertNone(List<Issuer> all, boolean retired) {
        Issuers issuers = new Issuers();
        issuers.authorities = new Authorities() {
            @Override
            public List<Issuer> issuersOf(UUID authority) {
                return all;
            }
        };
        assertThatExceptionOfType(NoActiveIssuerException.class)
                .isThrownBy(() -> issuers.activeOf(AUTHORITY))
                .satisfies(none -> assertThat(none.retired()).isEqualTo(retired))
                .withMessageContaining(retired ? "was retired" : "waits for its own certificate");
    }

    private ReadyIssuer unlessRetired(ReadyIssuer issuer) {
        if (issuer.equals(first)) {
            throw new NoActiveIssuerException(true);
        }
        return issuer;
    }

    private static ReadyIssuer ready() {
        return new ReadyIssuer(
                UUID.randomUUID(),
                AUTHORITY,
                null,
                CA,
                IssuerUrls.of(URI.create("http://pki.corp"), CA.chain().keyFingerprint()));
    }

    /** One after the other is the active one, then none is. */
    private static final class Successive extends Issuers {

        private final Deque<ReadyIssuer> active;

        Successive(ReadyIssuer... active) {
            this.active = new ArrayDeque<>(List.of(active));
        }

        @Override
        public ReadyIssuer activeOf(UUID authority) {
            if (active.isEmpty()) {
                throw new NoActiveIssuerException(true);
            }
            return active.remove();
        }
    }
}
