package org.bailiwick.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import java.nio.file.Path;
import java.util.Map;
import org.bailiwick.admin.ClientCas;
import org.bailiwick.config.InvalidSettingException;
import org.bailiwick.config.Settings;
import org.bailiwick.schema.Injected;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the server does at its start for administrators' certificates. */
class AdminClientTrustTest {

    @TempDir
    private Path folder;

    /** A singleton of the start that cannot be made fails the deployment. */
    @Test
    void aFileThatIsNotThereStopsTheStart() throws NoSuchMethodException {
        assertThatExceptionOfType(InvalidSettingException.class)
                .isThrownBy(() -> trust(true).atStart())
                .withMessageContaining("bailiwick.admin.client-ca")
                .withMessageContaining(folder.toString());
        assertThat(AdminClientTrust.class).hasAnnotations(Singleton.class, Startup.class);
        assertThat(AdminClientTrust.class.getDeclaredMethod("atStart").isAnnotationPresent(PostConstruct.class))
                .isTrue();
    }

    @Test
    void whoLetsNobodyInNeedsNoFile() {
        assertThatNoException().isThrownBy(() -> trust(false).atStart());
    }

    private AdminClientTrust trust(boolean used) {
        Settings settings = Settings.of(Map.of(
                "bailiwick.data",
                folder.toString(),
                "bailiwick.admin.client-certificates",
                Boolean.toString(used),
                "bailiwick.admin.client-ca",
                folder.resolve("admin-ca.pem").toString()));
        return Injected.into(new AdminClientTrust(), settings, Injected.into(new ClientCas(), settings));
    }
}
