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
import org.bailiwick.admin.AdministratorName;
import org.bailiwick.admin.LinkSecret;
import org.bailiwick.config.Mode;
import org.bailiwick.config.Settings;
import org.bailiwick.person.FirstAdministrator;
import org.bailiwick.person.NewPassword;
import org.bailiwick.person.Passwords;

/**
 * Lets the first person into the portal (docs/portal.md), as long as nobody can log in who may do everything. In production
 * that is a link in the log, which works once and for a day. A quick start makes the person itself, with a random password in
 * a file for its owner only, so that whoever tries Bailiwick begins with one command.
 */
@Singleton
@Startup
@DependsOn("FirstAuthority")
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class PortalSetUp {

    private static final Logger LOG = System.getLogger(PortalSetUp.class.getName());

    @Inject
    Settings settings;

    @Inject
    FirstAdministrator first;

    @Inject
    Passwords passwords;

    @PostConstruct
    void open() {
        if (!first.isMissing()) {
            return;
        }
        if (settings.mode() == Mode.QUICKSTART) {
            create(settings.portalPasswordFile());
        } else {
            LOG.log(
                    Level.WARNING,
                    "Nobody can log in to the portal yet. Whoever opens this link first becomes its super administrator; it works once, until 24 hours from now or the next start: {0}/admin/setup?link={1}",
                    settings.url(),
                    first.openLink().reveal());
        }
    }

    private void create(Path file) {
        String password = LinkSecret.random().reveal().substring(0, 24);
        try {
            Path next = OwnerOnlyFile.create(settings.data(), "portal", "");
            Files.writeString(next, password + System.lineSeparator());
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            first.createForQuickStart(
                    new AdministratorName(Settings.QUICKSTART_ADMINISTRATOR),
                    passwords.hash(NewPassword.of(password, password, Settings.QUICKSTART_ADMINISTRATOR)));
        } catch (IOException cannot) {
            throw new IllegalStateException(
                    "The file %s for the portal's first password cannot be written.".formatted(file), cannot);
        }
    }
}
