package org.bailiwick.audit.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifierTest {

    private static final KeyPair KEYS = ExportScene.key();
    private static final List<String> EXPORT = ExportScene.export(KEYS, 6, Set.of(3, 6));

    @TempDir
    Path folder;

    @Test
    void exitCodesTellWhatWasFound() throws IOException {
        String key = file("key.pem", List.of(ExportScene.pem(KEYS)));
        String whole = file("whole.ndjson", EXPORT);
        String cut = file("cut.ndjson", EXPORT.subList(0, 5));
        String kept = file("kept.ndjson", List.of(EXPORT.get(7)));
        assertThat(run(whole, "--key", key)).isEqualTo(Verifier.SOUND);
        assertThat(run(whole, "--key", key, "--checkpoint", kept)).isEqualTo(Verifier.SOUND);
        assertThat(run("--checkpoint", kept, "--key", key, cut)).isEqualTo(Verifier.UNSOUND);
        assertThat(run(cut, "--key", key)).isEqualTo(Verifier.SOUND);
        assertThat(run(file("none.ndjson", EXPORT.subList(0, 2)), "--key", key)).isEqualTo(Verifier.NOT_PROVEN);
        assertThat(run(file("gap.ndjson", EXPORT.subList(1, 8)), "--key", key)).isEqualTo(Verifier.UNSOUND);
    }

    @Test
    void whatCannotBeVerifiedIsNotSaidToBeSound() throws IOException {
        String key = file("key.pem", List.of(ExportScene.pem(KEYS)));
        String whole = file("whole.ndjson", EXPORT);
        assertThat(run()).isEqualTo(Verifier.NOT_VERIFIED);
        assertThat(run(whole)).isEqualTo(Verifier.NOT_VERIFIED);
        assertThat(run(whole, "--key")).isEqualTo(Verifier.NOT_VERIFIED);
        assertThat(run(whole, whole, "--key", key)).isEqualTo(Verifier.NOT_VERIFIED);
        assertThat(run(whole, "--trust", key)).isEqualTo(Verifier.NOT_VERIFIED);
        assertThat(run(whole, "--key", whole)).isEqualTo(Verifier.NOT_VERIFIED);
        assertThat(run(folder.resolve("away").toString(), "--key", key)).isEqualTo(Verifier.NOT_VERIFIED);
    }

    @Test
    void anotherKeyIsNotBelieved() throws IOException {
        String another = file("another.pem", List.of(ExportScene.pem(ExportScene.key())));
        assertThat(run(file("whole.ndjson", EXPORT), "--key", another)).isEqualTo(Verifier.UNSOUND);
    }

    private static int run(String... arguments) {
        PrintStream out = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        return Verifier.run(out, out, arguments);
    }

    private String file(String name, List<String> lines) throws IOException {
        return Files.write(folder.resolve(name), lines).toString();
    }
}
