package org.bailiwick.admin.web.ra;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Named;
import java.time.Instant;
import org.bailiwick.ra.administration.EnrolmentSecret;
import org.bailiwick.ra.administration.RegistrationAuthorityOverview;
import org.jspecify.annotations.Nullable;

/**
 * A secret that this request made, for the page that answers it. It lives as long as the request: the secret is neither in the
 * session nor in the state of a page, and loading the page again does not show it again.
 */
@Named
@RequestScoped
public class FreshEnrolment {

    private @Nullable Shown shown;

    private record Shown(RegistrationAuthorityOverview of, EnrolmentLines lines) {}

    /** Has it shown. */
    public void show(EnrolmentSecret made) {
        RegistrationAuthorityOverview of = made.registrationAuthority();
        shown = new Shown(
                of, new EnrolmentLines(of.url(), of.name(), made.secret().base64url()));
    }

    /** Whether there is one. */
    public boolean isThere() {
        return shown != null;
    }

    public @Nullable RegistrationAuthorityOverview getOf() {
        Shown there = shown;
        return there == null ? null : there.of();
    }

    /** When the secret is of no use any more. */
    public @Nullable Instant getUntil() {
        Shown there = shown;
        return there == null ? null : there.of().secretExpiresAt();
    }

    /** In base64url, whose characters are what CMP takes. */
    public String getSecret() {
        Shown there = shown;
        return there == null ? "" : there.lines().secret();
    }

    /** The command that writes it into a file. */
    public String getFile() {
        Shown there = shown;
        return there == null ? "" : there.lines().file();
    }

    /** The settings of another server of this kind. */
    public String getSettings() {
        Shown there = shown;
        return there == null ? "" : there.lines().settings();
    }

    /** The commands for OpenSSL's client. */
    public String getOpenSsl() {
        Shown there = shown;
        return there == null ? "" : there.lines().openSsl();
    }
}
