package org.bailiwick.hsm.ceremony;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.bailiwick.hsm.softhsm.SoftHsmExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CeremoniesTest {

    @RegisterExtension
    static final SoftHsmExtension softHsm = new SoftHsmExtension();

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void eachIsDoneInItsTurn() {
        assertThat(run(List.of(
                        List.of("generate", "root", "--label=first", "--subject=CN=First"),
                        List.of("generate", "secret", "--label=second"))))
                .isZero();
        assertThat(out.toString()).containsSubsequence("generated root", "generated secret key");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void noneIsBegunAfterOneThatWasNotDone() {
        assertThat(run(List.of(
                        List.of("generate", "secret", "--label=taken"),
                        List.of("generate", "secret", "--label=taken"),
                        List.of("generate", "issuing", "--label=never", "--subject=CN=Never"))))
                .isEqualTo(1);
        assertThat(err.toString()).hasLineCount(1).contains("labelled \"taken\" already");
        assertThat(softHsm.token().keys()).noneMatch(key -> key.isLabelled("never"));
    }

    @Test
    void oneAloneIsDoneToo() {
        assertThat(run(List.of(List.of("show")))).isZero();
        assertThat(run(List.of(List.of("shoe")))).isEqualTo(2);
    }

    private int run(List<List<String>> commands) {
        List<String> options = List.of(
                "--library=" + softHsm.config().library(),
                "--token=" + softHsm.config().tokenLabel(),
                "--pin-file=" + softHsm.config().pinFile());
        return Ceremonies.run(
                new PrintWriter(out, true), new PrintWriter(err, true), Ceremonies.arguments(commands, options));
    }
}
