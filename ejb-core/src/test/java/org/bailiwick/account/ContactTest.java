package org.bailiwick.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.ProblemType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A5. */
class ContactTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mailto:ops@corp.internal",
                "mailto:first.last@corp.internal",
                "mailto:ops+acme@corp.internal",
                "mailto:o'neil@corp.internal",
                "mailto:root@localhost",
                "MAILTO:Ops@Corp.Internal",
                "mailto:ops@xn--bcher-kva.corp",
                "mailto:ops@mail-1.corp.test",
            })
    void oneMailAddressIsKeptAsItWasSent(String url) {
        assertThat(Contact.parse(List.of(url))).containsExactly(new Contact(url));
    }

    /** RFC 8555 §7.3: "unsupportedContact" for a scheme that the server does not support. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "tel:+12025551212",
                "https://corp.internal/ops",
                "ops@corp.internal",
                "",
                "mailto",
                " mailto:a@b",
                "mail\u0000to:a@b",
                "javascript:alert(1)",
            })
    void otherSchemesAreUnsupported(String url) {
        refused(List.of(url), ProblemType.UNSUPPORTED_CONTACT);
    }

    /** RFC 8555 §7.3: no hfields and one address; RFC 6068 §2 and RFC 5322 §3.4.1 for the address. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "mailto:",
                "mailto:ops",
                "mailto:@corp.internal",
                "mailto:ops@",
                "mailto:a@b,c@d",
                "mailto:a@b;c@d",
                "mailto:a@b@c",
                "mailto:a@b?subject=hello",
                "mailto:?to=a@b",
                "mailto:a@b#fragment",
                "mailto:a#b@c",
                "mailto:a/b@c",
                "mailto:a b@c",
                "mailto: a@b",
                "mailto:a@b ",
                "mailto:a@b\r\nBcc: c@d",
                "mailto:a@b\n",
                "mailto:a%0D%0A@b",
                "mailto:\"a\"@b",
                "mailto:<a@b>",
                "mailto:Ops <a@b>",
                "mailto:a@bücher.corp",
                "mailto:ö@corp.internal",
                "mailto:a@[10.0.0.1]",
                "mailto:a@b..corp",
                "mailto:a@.corp",
                "mailto:a@corp.",
                "mailto:a@-corp",
                "mailto:a@corp-.internal",
                "mailto:a@corp_1",
                "mailto:.a@corp",
                "mailto:a.@corp",
                "mailto:a..b@corp",
                "mailto://a@b",
            })
    void whatIsNotOneAddressIsInvalid(String url) {
        refused(List.of(url), ProblemType.INVALID_CONTACT);
    }

    @Test
    void tenContactsAreFineAndElevenAreTooMany() {
        assertThat(Contact.parse(Collections.nCopies(10, "mailto:a@b"))).hasSize(10);
        refused(Collections.nCopies(11, "mailto:a@b"), ProblemType.INVALID_CONTACT);
        assertThat(Contact.parse(List.of())).isEmpty();
    }

    @Test
    void anAddressHasItsLength() {
        String start = "mailto:a@";
        assertThat(Contact.parse(List.of(start + "b.".repeat((320 - start.length()) / 2) + "b")))
                .hasSize(1);
        refused(List.of(start + "b".repeat(320)), ProblemType.INVALID_CONTACT);
        refused(List.of(start + "b".repeat(10_000)), ProblemType.INVALID_CONTACT);
    }

    @Test
    void oneBadContactRefusesAll() {
        refused(List.of("mailto:a@b", "tel:112"), ProblemType.UNSUPPORTED_CONTACT);
    }

    private static void refused(List<String> urls, ProblemType type) {
        assertThatThrownBy(() -> Contact.parse(urls)).isInstanceOfSatisfying(AcmeException.class, refusal -> {
            assertThat(refusal.problem().type()).isEqualTo(type);
            // fit for a log line
            assertThat(refusal.problem().detail()).hasSizeLessThan(400).doesNotContainPattern("\\p{Cntrl}");
        });
    }
}
