package org.bailiwick.ca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.ProblemType;
import org.junit.jupiter.api.Test;

class CsrTextTest {

    private static final byte[] OCTETS =
            "sixty-three octets, so that a line breaks: +/+/ and on and on.~".getBytes(StandardCharsets.US_ASCII);

    @Test
    void pemAndBase64urlAreRead() {
        for (String label : List.of("CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST")) {
            for (String newLine : List.of("\n", "\r\n")) {
                String pem = pem(label, newLine);
                assertThat(CsrText.der(pem)).isEqualTo(OCTETS);
                assertThat(CsrText.der("\n" + pem + newLine + " ")).isEqualTo(OCTETS);
            }
        }
        assertThat(CsrText.der(Base64.getUrlEncoder().withoutPadding().encodeToString(OCTETS)))
                .isEqualTo(OCTETS);
    }

    @Test
    void anythingElseIsRefused() {
        String pem = pem("CERTIFICATE REQUEST", "\n");
        for (String text : List.of(
                "",
                " ",
                "#",
                "A",
                Base64.getEncoder().encodeToString(new byte[] {-1, -2, -3, -4}),
                pem + pem,
                "host.corp\n" + pem,
                pem + "x",
                pem.replace("BEGIN ", "BEGIN NEW "),
                pem("CERTIFICATE", "\n"),
                pem("PRIVATE KEY", "\n"),
                pem.replace("-----END CERTIFICATE REQUEST-----", ""),
                "-----BEGIN CERTIFICATE REQUEST-----\n-----END CERTIFICATE REQUEST-----",
                "-----BEGIN CERTIFICATE REQUEST-----\nAAA=AAAA\n-----END CERTIFICATE REQUEST-----",
                "-----BEGIN CERTIFICATE REQUEST-----\nProc-Type: 4\n\nAAAA\n-----END CERTIFICATE REQUEST-----",
                "A".repeat(CsrText.LONGEST + 1),
                "-----BEGIN CERTIFICATE REQUEST-----\n" + " ".repeat(CsrText.LONGEST))) {
            assertThatExceptionOfType(AcmeException.class)
                    .as(text.length() > 100 ? "a long one" : text)
                    .isThrownBy(() -> CsrText.der(text))
                    .satisfies(refusal -> {
                        assertThat(refusal.problem().type()).isEqualTo(ProblemType.BAD_CSR);
                        assertThat(refusal.problem().detail()).startsWith("The CSR cannot be used: ");
                    });
        }
    }

    private static String pem(String label, String newLine) {
        return "-----BEGIN %s-----%s%s%s-----END %s-----"
                .formatted(
                        label,
                        newLine,
                        Base64.getMimeEncoder(64, newLine.getBytes(StandardCharsets.US_ASCII))
                                .encodeToString(OCTETS),
                        newLine,
                        label);
    }
}
