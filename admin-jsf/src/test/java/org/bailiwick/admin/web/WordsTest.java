package org.bailiwick.admin.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.function.Function;
import org.bailiwick.account.AccountStatus;
import org.bailiwick.acme.ChallengeType;
import org.bailiwick.authorization.AuthorizationStatus;
import org.bailiwick.authorization.ChallengeStatus;
import org.bailiwick.ca.RevocationReason;
import org.bailiwick.certificate.CertificateState;
import org.bailiwick.eab.ExternalAccountKeyStatus;
import org.bailiwick.order.OrderSearch;
import org.bailiwick.order.OrderStatus;
import org.bailiwick.ra.RegistrationAuthorityStatus;
import org.bailiwick.ra.RelayedRequest;
import org.bailiwick.ra.RelayedRequestStatus;
import org.bailiwick.upstream.UpstreamState;
import org.bailiwick.upstream.outbox.OutboxState;
import org.bailiwick.validation.ValidationStep;
import org.junit.jupiter.api.Test;

/** What pages put together from a prefix and a word has a text, whatever the word is. */
class WordsTest {

    @Test
    void ofCertificates() {
        assertTexts("certificate", "state.", CertificateState.values(), CertificateState::word);
        assertTexts("certificate", "reason.", RevocationReason.values(), RevocationReason::rfcName);
    }

    @Test
    void ofOrders() {
        assertTexts("order", "status.", OrderStatus.values(), WordsTest::word);
        assertTexts("order", "state.", OrderSearch.State.values(), OrderSearch.State::word);
        assertTexts("order", "name.", AuthorizationStatus.values(), WordsTest::word);
        assertTexts("order", "challenge.", ChallengeStatus.values(), WordsTest::word);
        assertTexts("order", "step.", ValidationStep.Kind.values(), WordsTest::word);
        assertTexts("order", "expected.", ChallengeType.values(), ChallengeType::wireName);
        assertTexts("order", "proof.", ChallengeType.values(), ChallengeType::wireName);
    }

    @Test
    void ofAccounts() {
        assertTexts("account", "status.", AccountStatus.values(), WordsTest::word);
        assertTexts("account", "key.", ExternalAccountKeyStatus.values(), WordsTest::word);
        assertTexts("account", "order.", OrderStatus.values(), WordsTest::word);
        assertTexts("account", "state.", CertificateState.values(), CertificateState::word);
    }

    @Test
    void ofRegistrationAuthorities() {
        assertTexts("ra", "state.", RegistrationAuthorityStatus.values(), RegistrationAuthorityStatus::word);
        assertTexts("ra", "status.", RelayedRequestStatus.values(), RelayedRequestStatus::word);
        assertTexts("ra", "kind.", RelayedRequest.Kind.values(), RelayedRequest.Kind::word);
        String[] reasons = RevocationReason.ofAdministrators().toArray(String[]::new);
        assertTexts("ra", "reason.", reasons, Function.identity());
    }

    @Test
    void ofUpstreamAuthorities() {
        assertTexts("authority", "upstream.state.", UpstreamState.values(), UpstreamState::word);
        assertTexts("upstream", "state.", OutboxState.values(), OutboxState::word);
        assertTexts("upstream", "kind.", new String[] {"certificate", "revocation"}, Function.identity());
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static <T> void assertTexts(String page, String prefix, T[] constants, Function<T, String> word) {
        assertThat(ResourceBundle.getBundle("org.bailiwick.admin.web." + page + ".texts", Locale.ENGLISH)
                        .keySet())
                .containsAll(Arrays.stream(constants)
                        .map(constant -> prefix + word.apply(constant))
                        .toList());
    }
}
