package org.bailiwick.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataFolderTest {

    @TempDir
    private Path folder;

    private Path data;

    @BeforeEach
    void nameTheFolder() {
        data = folder.resolve("deep").resolve("data");
    }

    @Test
    void aNewOneIsForItsOwnerOnly() throws IOException {
        DataFolder.at(data);
        assertThat(permissions()).isEqualTo("rwx------");
    }

    @Test
    void aServerThatRunsHasItForItself() throws IOException, InterruptedException {
        DataFolder folderOfOne = DataFolder.at(data);
        folderOfOne.requireNoServer();
        Process server = new ProcessBuilder("sleep", "60").start();
        folderOfOne.noteServer(server.toHandle());
        assertThatThrownBy(folderOfOne::requireNoServer)
                .isInstanceOf(QuickStartException.class)
                .hasMessageContaining("process " + server.pid());
        server.destroyForcibly().waitFor();
        folderOfOne.requireNoServer();
    }

    @Test
    void anEmptyOneThatExistsIsClosedToOthers() throws IOException {
        makeOpen();
        DataFolder.at(data);
        assertThat(permissions()).isEqualTo("rwx------");
    }

    @ParameterizedTest
    @ValueSource(strings = {"token", "bailiwick.properties"})
    void oneOfOursIsClosedToOthers(String content) throws IOException {
        makeOpen();
        Files.createFile(data.resolve(content));
        DataFolder.at(data);
        assertThat(permissions()).isEqualTo("rwx------");
    }

    /** Somebody may have named /tmp. */
    @Test
    void oneWithOtherThingsInItIsLeftAsItIsAndRefused() throws IOException {
        makeOpen();
        Files.createFile(data.resolve("thesis.tex"));
        assertThatThrownBy(() -> DataFolder.at(data))
                .isInstanceOf(QuickStartException.class)
                .hasMessageContaining(data.toString())
                .hasMessageContaining("bailiwick.data");
        assertThat(permissions()).isEqualTo("rwxr-xr-x");
    }

    @Test
    void oneThatIsClosedAlreadyIsLeftAsItIs() throws IOException {
        makeOpen();
        Files.createFile(data.resolve("thesis.tex"));
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx------"));
        assertThat(DataFolder.at(data).path()).isEqualTo(data);
    }

    @Test
    void aSecretStaysTheSameAndIsForItsOwnerOnly() throws IOException {
        Path file = DataFolder.at(data).tls().resolve("password");
        String secret = DataFolder.secret(file);
        assertThat(secret).hasSize(32);
        assertThat(DataFolder.secret(file)).isEqualTo(secret);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void whatComesAfterTheKeysTellsThatThereWereKeys() throws IOException {
        DataFolder made = DataFolder.at(data);
        Files.createDirectories(made.database());
        Files.createDirectories(made.token());
        assertThat(made.holdsMoreThanKeys()).isFalse();
        DataFolder.secret(made.tls().resolve("password"));
        assertThat(made.holdsMoreThanKeys()).isTrue();
    }

    private void makeOpen() throws IOException {
        Files.createDirectories(data);
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private String permissions() throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(data));
    }
}
