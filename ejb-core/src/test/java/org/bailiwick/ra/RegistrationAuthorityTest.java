package org.bailiwick.ra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.bailiwick.ra.RelayScene.EXPIRY;
import static org.bailiwick.ra.RelayScene.NOW;

import java.util.Optional;
import java.util.UUID;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.ProblemType;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.authority.Authority;
import org.bailiwick.ca.KeyFingerprint;
import org.bailiwick.eab.ExternalAccountSecret;
import org.bailiwick.eab.SealedSecret;
import org.bailiwick.provisioner.Provisioner;
import org.bailiwick.provisioner.ProvisionerKind;
import org.bailiwick.ra.RelayedRequest.Kind;
import org.bailiwick.schema.Population;
import org.junit.jupiter.api.Test;

/** Which secret and which certificates of a registration authority count. */
class RegistrationAuthorityTest {

    private static final KeyFingerprint KEY = new KeyFingerprint("0a".repeat(32));

    private final RegistrationAuthority branch = RelayScene.unsaved(
            new Provisioner(
                    new Authority(UUID.randomUUID(), Population.name(), NOW),
                    Population.name(),
                    ProvisionerKind.RA,
                    NOW),
            ExternalAccountSecret.random());

    @Test
    void aSecretIsGoodOnceAndUntilItExpires() {
        assertThat(branch.mayEnrolAt(NOW)).isTrue();
        assertThat(branch.mayEnrolAt(EXPIRY.minusSeconds(1))).isTrue();
        assertThat(branch.mayEnrolAt(EXPIRY)).isFalse();
        assertThat(branch.statusAt(NOW)).isEqualTo(RegistrationAuthorityStatus.WAITING);
        assertThat(branch.statusAt(EXPIRY)).isEqualTo(RegistrationAuthorityStatus.LAPSED);

        ResourceId certificate = certify(Kind.ENROLMENT);

        assertThat(branch.mayEnrolAt(NOW)).isFalse();
        assertThat(branch.pinned()).containsExactly(certificate);
        assertThat(branch.statusAt(EXPIRY)).isEqualTo(RegistrationAuthorityStatus.ENROLLED);
        assertThat(branch.secret()).as("a confirmation is protected by it").isPresent();
    }

    /** The token was away, say. */
    @Test
    void aSecretIsAsGoodAsBeforeIfTheEnrolmentFailed() {
        RelayedRequest request = ask(Kind.ENROLMENT);
        new OwnCertificate(request, branch).fail(ProblemType.SERVER_INTERNAL.problem("The token was away."));
        assertThat(branch.mayEnrolAt(NOW)).isTrue();
        assertThat(branch.pinned()).isEmpty();
        assertThat(request.status()).isEqualTo(RelayedRequestStatus.INVALID);
    }

    @Test
    void anotherSecretTakesThePlaceOfTheFirstAndTheCertificateCountsUntilItIsUsed() {
        ResourceId first = certify(Kind.ENROLMENT);
        branch.used(first, NOW);
        assertThat(branch.giveSecret(1, new SealedSecret("secrets", new byte[36]), EXPIRY))
                .isTrue();
        assertThat(branch.giveSecret(1, new SealedSecret("secrets", new byte[36]), EXPIRY))
                .as("somebody else was faster")
                .isFalse();
        assertThat(branch.secretNumber()).isEqualTo(2);
        assertThat(branch.mayEnrolAt(NOW)).isTrue();
        assertThat(branch.pinned()).containsExactly(first);

        ResourceId second = certify(Kind.ENROLMENT);

        assertThat(branch.pinned()).as("the first key may have been stolen").containsExactly(second);
    }

    /** Its key was stolen, and to enrol anew it must be resumed: whoever has the key must have nothing of that. */
    @Test
    void aSecretThatIsMadeForASuspendedOneIsTheEndOfAllThatItHad() {
        ResourceId first = certify(Kind.ENROLMENT);
        branch.used(first, NOW);
        certify(Kind.RENEWAL);
        RelayedRequest begun = ask(Kind.RENEWAL);
        branch.suspend(NOW);
        assertThat(branch.giveSecret(1, new SealedSecret("secrets", new byte[36]), EXPIRY))
                .isTrue();
        branch.resume();
        assertThat(branch.pinned()).isEmpty();
        assertThatIllegalStateException()
                .isThrownBy(() -> new OwnCertificate(begun, branch).complete(ResourceId.random(NOW)));
        assertThat(branch.pinned()).isEmpty();
        assertThat(branch.statusAt(NOW)).isEqualTo(RegistrationAuthorityStatus.WAITING);
        ResourceId fresh = certify(Kind.ENROLMENT);
        assertThat(branch.pinned()).containsExactly(fresh);
    }

    /** M10: the answer to kur may be lost. */
    @Test
    void theOldCertificateCountsUntilTheNewOneSigns() {
        ResourceId first = certify(Kind.ENROLMENT);
        branch.used(first, NOW);
        ResourceId second = certify(Kind.RENEWAL);
        assertThat(branch.pinned()).containsExactly(second, first);
        assertThat(branch.isFirstUse(second)).isTrue();
        branch.used(first, NOW);
        assertThat(branch.pinned()).containsExactly(second, first);
        branch.used(second, NOW);
        assertThat(branch.pinned()).containsExactly(second);
        assertThat(branch.isFirstUse(second)).isFalse();
    }

    /** It asked twice, since the first answer was lost. */
    @Test
    void theCertificateThatIsInUseIsNotForgottenByARenewalThatNobodyUsed() {
        ResourceId used = certify(Kind.ENROLMENT);
        branch.used(used, NOW);
        certify(Kind.RENEWAL);
        ResourceId third = certify(Kind.RENEWAL);
        assertThat(branch.pinned()).containsExactly(third, used);
    }

    @Test
    void onlyTheLastRequestForItsOwnCertificateCounts() {
        RelayedRequest first = ask(Kind.ENROLMENT);
        ask(Kind.ENROLMENT);
        assertThatIllegalStateException()
                .isThrownBy(() -> new OwnCertificate(first, branch).complete(ResourceId.random(NOW)));
    }

    @Test
    void nothingOfASuspendedOneCounts() {
        branch.requireActive();
        assertThat(branch.suspend(NOW)).isTrue();
        assertThat(branch.suspend(NOW)).isFalse();
        assertThat(branch.mayEnrolAt(NOW)).isFalse();
        assertThat(branch.statusAt(NOW)).isEqualTo(RegistrationAuthorityStatus.SUSPENDED);
        assertThatExceptionOfType(AcmeException.class)
                .isThrownBy(branch::requireActive)
                .satisfies(refused -> assertThat(refused.problem().detail()).contains(branch.name(), "suspended"));
        assertThat(branch.resume()).isTrue();
        assertThat(branch.resume()).isFalse();
        branch.requireActive();
        assertThat(branch.mayEnrolAt(NOW)).isTrue();
    }

    @Test
    void aSecretIsForgottenOnceItIsOfNoUse() {
        assertThat(branch.forgetSecret(NOW)).isFalse();
        assertThat(branch.forgetSecret(EXPIRY)).isTrue();
        assertThat(branch.secret()).isEmpty();
        assertThat(branch.forgetSecret(EXPIRY)).isFalse();
        assertThat(branch.mayEnrolAt(NOW)).isFalse();
    }

    private RelayedRequest ask(Kind kind) {
        return RelayedRequest.own(branch, kind, RelayScene.message(Optional.empty()), KEY, NOW);
    }

    private ResourceId certify(Kind kind) {
        ResourceId certificate = ResourceId.random(NOW);
        new OwnCertificate(ask(kind), branch).complete(certificate);
        return certificate;
    }
}
