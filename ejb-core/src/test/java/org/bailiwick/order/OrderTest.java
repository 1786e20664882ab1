package org.bailiwick.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bailiwick.authorization.OrderScene.LIFETIME;
import static org.bailiwick.authorization.OrderScene.ORDERED;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.ChallengeType;
import org.bailiwick.acme.DnsIdentifier;
import org.bailiwick.acme.Identifier;
import org.bailiwick.acme.OfferedChallenges;
import org.bailiwick.acme.Problem;
import org.bailiwick.acme.ProblemType;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.authorization.Challenge;
import org.bailiwick.authorization.OrderScene;
import org.bailiwick.authorization.OrderScene.Fact;
import org.bailiwick.ca.CertificateProfile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class OrderTest {

    private static final Instant BEFORE_EXPIRY = ORDERED.plus(LIFETIME).minusNanos(1);
    private static final Instant EXPIRY = ORDERED.plus(LIFETIME);
    private static final Problem NOT_MADE = ProblemType.SERVER_INTERNAL.problem("It could not be made.");

    /** Not finalized, so ADR 5's cases 4 to 7 remain. */
    @ParameterizedTest(name = "{0} and {1}: {2}, then {3}: {4}")
    @CsvSource({
        // RFC 8555 §7.1.6: pending until "all listed authorizations are valid"; invalid "if it expires"
        "NOTHING,          NOTHING,          PENDING, INVALID",
        "NOTHING,          BEGUN,            PENDING, INVALID",
        "NOTHING,          MET,              PENDING, INVALID",
        "BEGUN,            BEGUN,            PENDING, INVALID",
        "BEGUN,            MET,              PENDING, INVALID",
        // ready once all are valid; "ready" expires too
        "MET,              MET,              READY,   INVALID",
        // invalid if "one of its authorizations enters a final state other than valid": invalid
        "NOTHING,          FAILED,           INVALID, INVALID",
        "BEGUN,            FAILED,           INVALID, INVALID",
        "MET,              FAILED,           INVALID, INVALID",
        "FAILED,           FAILED,           INVALID, INVALID",
        // … or deactivated (§7.5.2), whether it was pending or valid
        "NOTHING,          GIVEN_UP,         INVALID, INVALID",
        "MET,              GIVEN_UP,         INVALID, INVALID",
        "FAILED,           GIVEN_UP,         INVALID, INVALID",
        "NOTHING,          MET_AND_GIVEN_UP, INVALID, INVALID",
        "MET,              MET_AND_GIVEN_UP, INVALID, INVALID",
        "GIVEN_UP,         MET_AND_GIVEN_UP, INVALID, INVALID",
    })
    void anUnfinalizedOrderIsWhatItsAuthorizationsAndTheClockSay(
            Fact one, Fact other, OrderStatus before, OrderStatus after) {
        // the order of the identifiers changes nothing
        for (List<Fact> facts : List.of(List.of(one, other), List.of(other, one))) {
            Order order = OrderScene.order(facts);
            assertThat(order.statusAt(BEFORE_EXPIRY)).as("%s", facts).isEqualTo(before);
            assertThat(order.statusAt(EXPIRY)).as("%s", facts).isEqualTo(after);
        }
    }

    /** What may happen to authorizations while the certificate is made, ADR 5: nothing else matters any more. */
    @ParameterizedTest
    @CsvSource({
        // ADR 5 case 3: RFC 8555 §7.1.6 processing, until "the certificate is issued" or an "error"
        "PROCESSING, NOTHING,  PROCESSING",
        "PROCESSING, GIVEN_UP, PROCESSING",
        // case 2: "valid" is final in the diagram of §7.1.6
        "VALID,      NOTHING,  VALID",
        "VALID,      GIVEN_UP, VALID",
        // case 1: an error
        "INVALID,    NOTHING,  INVALID",
        "INVALID,    GIVEN_UP, INVALID",
    })
    void aFinalizedOrderIgnoresAuthorizationsAndTheClock(OrderStatus reached, Fact then, OrderStatus expected) {
        Order order = ready();
        order.beginProcessing(BEFORE_EXPIRY);
        if (reached == OrderStatus.VALID) {
            order.complete(ResourceId.random(ORDERED));
        } else if (reached == OrderStatus.INVALID) {
            order.fail(NOT_MADE);
        }
        if (then == Fact.GIVEN_UP) {
            order.authorizations().get(0).deactivate(BEFORE_EXPIRY);
        }
        for (Instant now : List.of(BEFORE_EXPIRY, EXPIRY, EXPIRY.plus(Duration.ofDays(1000)))) {
            assertThat(order.statusAt(now)).isEqualTo(expected);
        }
    }

    @Test
    void aReadyOrderBeginsProcessingAndIsCompleted() {
        Order order = ready();
        ResourceId certificate = ResourceId.random(ORDERED);
        order.beginProcessing(ORDERED);
        assertThat(order.certificate()).isEmpty();
        order.complete(certificate);
        assertThat(order.certificate()).contains(certificate);
        assertThat(order.problem()).isEmpty();
    }

    @Test
    void aProcessingOrderThatFailsSaysWhy() {
        Order order = ready();
        order.beginProcessing(ORDERED);
        order.fail(NOT_MADE);
        assertThat(order.problem()).contains(NOT_MADE);
        assertThat(order.certificate()).isEmpty();
    }

    /** RFC 8555 §7.4: "orderNotReady" for an order that is not ready, with the reason for who reads it. */
    @ParameterizedTest
    @CsvSource({
        "PENDING,    not all of its authorizations are valid",
        "PROCESSING, being finalized already",
        "VALID,      was finalized before",
        "INVALID,    is invalid",
    })
    void anOrderThatIsNotReadyIsNotFinalizedAndStaysAsItIs(OrderStatus status, String because) {
        Order order = OrderScene.order(List.of(
                switch (status) {
                    case PENDING -> Fact.NOTHING;
                    case INVALID -> Fact.FAILED;
                    case READY, PROCESSING, VALID -> Fact.MET;
                }));
        if (status == OrderStatus.PROCESSING || status == OrderStatus.VALID) {
            order.beginProcessing(ORDERED);
        }
        if (status == OrderStatus.VALID) {
            order.complete(ResourceId.random(ORDERED));
        }
        assertThat(order.statusAt(BEFORE_EXPIRY)).isEqualTo(status);
        assertThatThrownBy(() -> order.beginProcessing(BEFORE_EXPIRY))
                .isInstanceOfSatisfying(
                        AcmeException.class,
                        refusal -> assertThat(refusal.problem().type()).isEqualTo(ProblemType.ORDER_NOT_READY))
                .hasMessageContaining(because);
        assertThat(order.statusAt(BEFORE_EXPIRY)).isEqualTo(status);
    }

    @Test
    void anExpiredOrderIsNotFinalized() {
        Order order = ready();
        assertThatThrownBy(() -> order.beginProcessing(EXPIRY)).hasMessageContaining("is invalid");
    }

    @ParameterizedTest
    @EnumSource(names = {"PENDING", "VALID", "INVALID"})
    void whatIsNotProcessingNeitherCompletesNorFails(OrderStatus status) {
        Order order = ready();
        if (status != OrderStatus.PENDING) {
            order.beginProcessing(ORDERED);
        }
        if (status == OrderStatus.VALID) {
            order.complete(ResourceId.random(ORDERED));
        } else if (status == OrderStatus.INVALID) {
            order.fail(NOT_MADE);
        }
        OrderStatus before = order.statusAt(ORDERED);
        assertThatThrownBy(() -> order.complete(ResourceId.random(ORDERED))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> order.fail(NOT_MADE)).isInstanceOf(IllegalStateException.class);
        assertThat(order.statusAt(ORDERED)).isEqualTo(before);
    }

    @Test
    void aNewOrderHasAnAuthorizationForEachIdentifierInTheirOrder() {
        ResourceId account = ResourceId.random(ORDERED);
        Order order = new Order(
                account,
                OrderRequest.of(List.of(new DnsIdentifier("b.corp"), new DnsIdentifier("a.corp"))),
                CertificateProfile.tlsserver(),
                List.of(ChallengeType.HTTP_01),
                ORDERED,
                LIFETIME);
        assertThat(order.identifiers()).containsExactly(new DnsIdentifier("b.corp"), new DnsIdentifier("a.corp"));
        assertThat(order.expiresAt()).isEqualTo(EXPIRY);
        assertThat(order.authorizations()).allSatisfy(authorization -> {
            assertThat(authorization.order()).isEqualTo(order.id());
            assertThat(authorization.account()).isEqualTo(account);
            assertThat(authorization.expiresAt()).isEqualTo(EXPIRY);
            assertThat(authorization.wildcard()).isFalse();
            assertThat(authorization.challenges()).singleElement().satisfies(challenge -> assertThat(challenge.type())
                    .isEqualTo(ChallengeType.HTTP_01));
        });
    }

    /** RFC 8555 §8.4 for wildcards, RFC 8738 §4 and §7 for addresses. */
    @ParameterizedTest
    @CsvSource({
        "dns, host.corp,  'http-01, dns-01, tls-alpn-01'",
        "dns, host,       'http-01, dns-01, tls-alpn-01'",
        "dns, *.corp,     'dns-01'",
        "ip,  10.1.2.3,   'http-01, tls-alpn-01'",
        "ip,  fd00::1,    'http-01, tls-alpn-01'",
    })
    void anIdentifierIsOfferedTheChallengesThatCanProveIt(String type, String value, String expected) {
        Order order = new Order(
                ResourceId.random(ORDERED),
                OrderRequest.of(List.of(Identifier.parse(type, value))),
                CertificateProfile.tlsserver(),
                List.of(ChallengeType.values()),
                ORDERED,
                LIFETIME);
        List<ChallengeType> offered = order.authorizations().get(0).challenges().stream()
                .map(Challenge::type)
                .toList();
        assertThat(new OfferedChallenges(offered)).hasToString(expected);
    }

    /** RFC 8555 §7.1.6 knows no sixth one; a new status needs rows above. */
    @Test
    void theTablesAboveKnowEveryStatus() {
        assertThat(Arrays.asList(OrderStatus.values()))
                .containsExactly(
                        OrderStatus.PENDING,
                        OrderStatus.READY,
                        OrderStatus.PROCESSING,
                        OrderStatus.VALID,
                        OrderStatus.INVALID);
    }

    private static Order ready() {
        return OrderScene.order(List.of(Fact.MET));
    }
}
