package org.bailiwick.ra.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bailiwick.ra.exchange.CmpScene.NOW;
import static org.bailiwick.ra.exchange.CmpScene.failure;
import static org.bailiwick.ra.exchange.CmpScene.read;
import static org.bailiwick.ra.exchange.CmpScene.request;

import java.security.cert.X509Certificate;
import java.time.Instant;
import javax.security.auth.x500.X500Principal;
import org.bailiwick.cmp.BodyKind;
import org.bailiwick.cmp.CmpException;
import org.bailiwick.cmp.CmpHeader;
import org.bailiwick.cmp.CmpMessage;
import org.bailiwick.cmp.FailureInfo;
import org.bailiwick.schema.TestDatabase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whose signature counts: that by a pinned certificate, as long as it is good. */
class SignersTest {

    @ParameterizedTest
    @EnumSource
    void aPinnedCertificateThatIsRevokedCountsNoMore(TestDatabase database) throws CmpException {
        CmpScene scene = CmpScene.of(database);
        byte[] own = scene.enrolled();
        assertCounts(scene, own, NOW);
        long journaled = scene.journaled();

        scene.ownRevoked();

        assertCountsNot(scene, own, NOW);
        assertThat(scene.journaled()).isEqualTo(journaled);
    }

    /** RFC 5280 §4.1.2.5: both ends belong to it. */
    @ParameterizedTest
    @EnumSource
    void aPinnedCertificateCountsFromItsBeginningToItsEnd(TestDatabase database) throws CmpException {
        CmpScene scene = CmpScene.of(database);
        byte[] own = scene.enrolled();
        X509Certificate certificate = read(own);
        Instant beginning = certificate.getNotBefore().toInstant();
        Instant end = certificate.getNotAfter().toInstant();
        assertCountsNot(scene, own, beginning.minusSeconds(1));
        assertCounts(scene, own, beginning);
        assertCounts(scene, own, end);
        assertCountsNot(scene, own, end.plusSeconds(1));
        assertThat(scene.journaled())
                .as("its own, and what it relayed when it counted")
                .isEqualTo(3);
    }

    private static void assertCounts(CmpScene scene, byte[] own, Instant moment) throws CmpException {
        CmpMessage answer = sent(scene, own, moment);
        assertThat(answer.body().kind()).as(moment.toString()).isEqualTo(BodyKind.CP);
        assertThat(answer.protectedBy()).isEqualTo(CmpMessage.ProtectedBy.SIGNATURE);
    }

    /** Nothing is signed for it, either. */
    private static void assertCountsNot(CmpScene scene, byte[] own, Instant moment) throws CmpException {
        CmpMessage refused = sent(scene, own, moment);
        assertThat(failure(refused)).as(moment.toString()).isEqualTo(FailureInfo.SIGNER_NOT_TRUSTED);
        assertThat(refused.protectedBy()).isEqualTo(CmpMessage.ProtectedBy.NOTHING);
    }

    private static CmpMessage sent(CmpScene scene, byte[] own, Instant moment) throws CmpException {
        scene.at(moment);
        return scene.send(CmpHeader.request(new X500Principal(""), moment), request("host.corp"), scene.signature(own));
    }
}
