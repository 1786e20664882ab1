package org.bailiwick.ra.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bailiwick.ra.exchange.CmpScene.AUTHORITY;
import static org.bailiwick.ra.exchange.CmpScene.failure;
import static org.bailiwick.ra.exchange.CmpScene.header;
import static org.bailiwick.ra.exchange.CmpScene.request;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.bailiwick.cmp.BodyKind;
import org.bailiwick.cmp.CertificateResponse;
import org.bailiwick.cmp.CmpException;
import org.bailiwick.cmp.CmpMessage;
import org.bailiwick.cmp.FailureInfo;
import org.bailiwick.cmp.SignatureProtection;
import org.bailiwick.schema.TestDatabase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Evidence is the word of who signed it: nobody else can say it, and all who read it read the same. */
class RelayedEvidenceTest {

    @ParameterizedTest
    @EnumSource
    void whatWasAlteredOnItsWayIsRefused(TestDatabase database) throws CmpException {
        CmpScene scene = CmpScene.of(database);
        byte[] own = scene.enrolled();
        byte[] message = scene.signature(own)
                .protect(header().withOrder(UUID.randomUUID(), "{\"account\":\"anna\"}"), request("host.corp"));

        CmpMessage refused = CmpMessage.parseResponse(scene.answer(replaced(message, "anna", "otto")));

        assertThat(failure(refused)).isEqualTo(FailureInfo.BAD_MESSAGE_CHECK);
        assertThat(refused.protectedBy()).isEqualTo(CmpMessage.ProtectedBy.NOTHING);
        assertThat(scene.journaled()).as("its enrolment").isEqualTo(1);
        assertThat(CmpMessage.parseResponse(scene.answer(message)).body().kind())
                .as("as it was sent")
                .isEqualTo(BodyKind.CP);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "[{\"account\":\"anna\"}]",
                "\"anna\"",
                "null",
                "{\"account\":\"anna\"",
                "{\"account\":\"anna\"} {}",
                "{\"account\":\"anna\",\"account\":\"otto\"}",
                "{\"identifiers\":[{\"value\":\"a.corp\",\"value\":\"b.corp\"}]}",
                "{\"created\":1e9}",
                "\uFEFF{\"account\":\"anna\"}",
                "{account:\"anna\"}"
            })
    void whatReadersUnderstandDifferentlyIsRefused(String evidence) throws CmpException {
        CmpScene scene = CmpScene.of(TestDatabase.H2);
        byte[] own = scene.enrolled();

        CmpMessage refused =
                scene.send(header().withOrder(UUID.randomUUID(), evidence), request("host.corp"), scene.signature(own));

        assertThat(failure(refused)).isEqualTo(FailureInfo.BAD_DATA_FORMAT);
        assertThat(((CertificateResponse) refused.body()).status().text().toString())
                .contains("The evidence");
        SignatureProtection.verify(refused, AUTHORITY.chain().first());
        assertThat(scene.journaled()).as("its enrolment").isEqualTo(1);
    }

    /** A word stands once in a message, and another of the same length takes its place. */
    private static byte[] replaced(byte[] message, String word, String other) {
        String text = new String(message, StandardCharsets.ISO_8859_1);
        assertThat(text).containsOnlyOnce(word);
        return text.replace(word, other).getBytes(StandardCharsets.ISO_8859_1);
    }
}
