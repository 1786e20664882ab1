package org.bailiwick.server;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import org.bailiwick.admin.BearerToken;
import org.bailiwick.admin.FirstToken;
import org.bailiwick.config.Setting;
import org.bailiwick.config.Settings;

/**
 * Hands the first administrator a token (docs/admin-api.md): in the file that the setting {@code bailiwick.admin.token-file}
 * names, if there is none of that name, for its owner only. It holds a whole header line, so that curl takes it as {@code -H
 * @file} and the token is on no command line; and it is in no log.
 */
@Singleton
@Startup
@DependsOn("FirstAuthority")
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class AdminTokenFile {

    private static final Logger LOG = System.getLogger(AdminTokenFile.class.getName());

    @Inject
    Settings settings;

    @Inject
    FirstToken token;

    @PostConstruct
    void create() {
        settings.adminTokenFile().filter(file -> !Files.exists(file)).ifPresent(this::write);
    }

    private void write(Path file) {
        try {
            Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file is in a folder");
            Path next = OwnerOnlyFile.create(folder, "admin", "");
            BearerToken made = token.create(settings.node());
            try {
                Files.writeString(next, "Authorization: Bearer %s%n".formatted(made.reveal()));
                Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException cannot) {
                // nobody has it, and nobody shall find it
                token.withdraw(made);
                Files.deleteIfExists(next);
                throw cannot;
            }
            LOG.log(Level.WARNING, "Wrote an administrator''s token, valid for 30 days, into {0}.", file);
        } catch (IOException cannot) {
            throw new IllegalStateException(
                    "The file %s for the first administrator's token cannot be written: make its folder, for the server's user, or remove the setting %s."
                            .formatted(file, Setting.ADMIN_TOKEN_FILE.key()),
                    cannot);
        }
    }
}
