package org.bailiwick.admin.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.bailiwick.admin.LinkSecret;
import org.bailiwick.config.Settings;

/** The link by which somebody sets his password, to be sent to him. */
@ApplicationScoped
public class InvitationLink {

    @Inject
    Settings settings;

    /** All of it. */
    public String of(LinkSecret secret) {
        return "%s/admin/invitation?link=%s".formatted(settings.url(), secret.reveal());
    }
}
