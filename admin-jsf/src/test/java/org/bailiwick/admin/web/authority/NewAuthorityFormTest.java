package org.bailiwick.admin.web.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.AdminException.Refusal;
import org.bailiwick.authority.AuthorityState;
import org.bailiwick.authority.founding.FirstIssuer.KeyInToken;
import org.bailiwick.authority.founding.FirstIssuer.OtherRoot;
import org.bailiwick.authority.founding.FirstIssuer.OwnRoot;
import org.bailiwick.authority.founding.NewAuthority;
import org.bailiwick.hsm.KeyAlgorithm;
import org.bailiwick.hsm.SignatureScheme;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NewAuthorityFormTest {

    private static final UUID TEAM = new UUID(1, 2);

    @Test
    void anAuthorityWithARootOfItsOwnIsWhatWasTyped() {
        NewAuthorityForm form = form("root");
        form.setName(" plant ");
        form.getRoot().setSubject(" CN=Plant Root,O=Example ");
        form.getRoot().setAlgorithm("RSA_4096");
        form.getRoot().setScheme("RSA_PSS_SHA512");
        form.getIssuing().setSubject("CN=Plant Issuing");
        form.getIssuing().setLabel(" plant-1 ");
        form.getIssuing().setYears(" 5 ");
        NewAuthority wanted = form.wanted();
        assertThat(wanted.team()).isEqualTo(TEAM);
        assertThat(wanted.name().value()).isEqualTo("plant");
        assertThat(wanted.token()).isNull();
        assertThat(wanted.issuer()).isInstanceOfSatisfying(OwnRoot.class, own -> {
            assertThat(own.root().algorithm()).isEqualTo(KeyAlgorithm.RSA_4096);
            assertThat(own.root().scheme()).isEqualTo(SignatureScheme.RSA_PSS_SHA512);
            assertThat(own.root().label()).isEmpty();
            assertThat(own.rootYears()).isEqualTo(20);
            assertThat(own.issuing().scheme()).isEqualTo(SignatureScheme.ECDSA_P256_SHA256);
            assertThat(own.issuing().label()).contains("plant-1");
            assertThat(own.issuingYears()).isEqualTo(5);
        });
        assertThat(form.isWithNewKeys()).isTrue();
    }

    @Test
    void oneBelowAnotherRootNeedsNoRoot() {
        NewAuthorityForm form = form("request");
        form.setToken("vault");
        form.getIssuing().setSubject("CN=Plant Issuing");
        NewAuthority wanted = form.wanted();
        assertThat(wanted.token()).isEqualTo("vault");
        assertThat(wanted.issuer()).isInstanceOf(OtherRoot.class);
        assertThat(form.isWithNewKeys()).isTrue();
    }

    @Test
    void aKeyThatIsInTheTokenHasItsLabel() {
        NewAuthorityForm form = form("key");
        form.setLabel(" issuing-2027 ");
        assertThat(form.wanted().issuer())
                .isEqualTo(new KeyInToken("issuing-2027", Optional.empty(), Optional.empty()));
        form.setScheme("RSA_PSS_SHA256");
        form.setChain("-----BEGIN");
        assertThat(form.wanted().issuer())
                .isEqualTo(new KeyInToken(
                        "issuing-2027", Optional.of(SignatureScheme.RSA_PSS_SHA256), Optional.of("-----BEGIN")));
        assertThat(form.isWithNewKeys()).isFalse();
    }

    @Test
    void anotherCaHasItsUrlAndASecretThatIsForgotten() {
        NewAuthorityForm form = form("upstream");
        form.getUpstream().setUrl(" https://ca.corp/cmp/internal/plant ");
        form.getUpstream().setAnchors("no certificate");
        form.getUpstream().setSecret(" once ");
        assertThat(form.isFromAnotherCa()).isTrue();
        assertThat(form.isWithNewKeys()).isFalse();
        assertThat(form.getUpstream().secret().value()).isEqualTo("once");
        assertThatExceptionOfType(AdminException.class)
                .isThrownBy(() -> form.getUpstream().secret())
                .withMessageContaining("The secret cannot be right: it must be");
        assertThatExceptionOfType(AdminException.class)
                .isThrownBy(form::wantedUpstream)
                .withMessageContaining("trust anchors cannot be right: there is no certificate in it");
        form.getUpstream().setUrl("ldap://ca.corp/");
        assertThatExceptionOfType(AdminException.class)
                .isThrownBy(form::wantedUpstream)
                .withMessageContaining("The URL of the CA cannot be right: write http:// or https://");
    }

    @ParameterizedTest
    @CsvSource({
        "Plant, CN=a, EC_P256, '', 10, lower-case letters",
        "plant, plant, EC_P256, '', 10, The root cannot be so: its name is not one that RFC 4514 knows",
        "plant, O=x, EC_P256, '', 10, common name",
        "plant, CN=a, EC_P256, RSA_PSS_SHA256, 10, does not sign by",
        "plant, CN=a, EC_P224, '', 10, The root cannot be so",
        "plant, CN=a, EC_P256, '', 0, 1 to 50 years",
        "plant, CN=a, EC_P256, '', 51, 1 to 50 years",
        "plant, CN=a, EC_P256, '', x, 1 to 50 years",
        "plant, CN=a, EC_P256, '', '', 1 to 50 years",
        "plant, CN=a, EC_P256, '', 9, longer than its root",
        "plant, CN=issuing, EC_P256, '', 10, have one name"
    })
    void whatCannotBeRightIsASentence(
            String name, String subject, String algorithm, String scheme, String years, String sentence) {
        NewAuthorityForm form = form("root");
        form.setName(name);
        form.getRoot().setSubject(subject);
        form.getRoot().setAlgorithm(algorithm);
        form.getRoot().setScheme(scheme);
        form.getRoot().setYears(years);
        form.getIssuing().setSubject("CN=issuing");
        assertRefused(form, sentence);
    }

    @Test
    void soIsWhatIsMissing() {
        NewAuthorityForm homeless = form("root");
        homeless.setTeam("");
        assertRefused(homeless, "Choose a team");
        assertRefused(form("key"), "label");
        assertRefused(form("whatever"), "where the authority has its key from");
        NewAuthorityForm tooLong = form("request");
        tooLong.getIssuing().setSubject("CN=a");
        tooLong.getIssuing().setLabel("x".repeat(65));
        assertRefused(tooLong, "more than 64 characters");
    }

    /** A key without a text would be an error when the page is shown. */
    @Test
    void everyChoiceHasAText() {
        Set<String> texts = ResourceBundle.getBundle("org.bailiwick.admin.web.authority.texts", Locale.ENGLISH)
                .keySet();
        assertThat(texts)
                .containsAll(Stream.of(
                                Stream.of(KeyAlgorithm.values()).map(each -> "algorithm." + each),
                                Stream.of(SignatureScheme.values()).map(each -> "scheme." + each),
                                Stream.of(AuthorityState.values()).map(each -> "state." + each.word()),
                                new NewAuthorityForm().getWays().stream().map(each -> "way." + each),
                                new NewAuthorityForm().getWays().stream().map(each -> "waytext." + each),
                                Stream.of("issuing", "spare", "retired", "crl-only", "other-ca")
                                        .map(each -> "issuer." + each),
                                Stream.of("missing", "fresh", "late", "ended", "over", "none")
                                        .map(each -> "crl." + each),
                                Stream.of("ready", "missing", "over", "none").map(each -> "ocsp." + each),
                                Stream.of("retire.done", "new.done", "answer.done"))
                        .flatMap(each -> each)
                        .toList());
    }

    private static NewAuthorityForm form(String way) {
        NewAuthorityForm form = new NewAuthorityForm();
        form.setWay(way);
        form.setTeam(TEAM.toString());
        form.setName("plant");
        return form;
    }

    private static void assertRefused(NewAuthorityForm form, String sentence) {
        assertThatExceptionOfType(AdminException.class).isThrownBy(form::wanted).satisfies(refused -> {
            assertThat(refused.refusal()).isEqualTo(Refusal.INVALID);
            assertThat(refused.getMessage()).contains(sentence);
        });
    }
}
