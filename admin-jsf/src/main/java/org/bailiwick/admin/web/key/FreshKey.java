package org.bailiwick.admin.web.key;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.json.Json;
import org.bailiwick.config.Settings;
import org.bailiwick.eab.IssuedKey;
import org.bailiwick.provisioner.Provisioner;
import org.jspecify.annotations.Nullable;

/**
 * A key that this request made, or gave a new secret, for the page that answers it. It lives as long as the request: the
 * secret is neither in the session nor in the state of a page, and loading the page again does not show it again.
 */
@Named
@RequestScoped
public class FreshKey {

    @Inject
    Settings settings;

    private @Nullable Shown shown;

    private record Shown(String reference, String kid, String secret, String directory, QrCode qr) {}

    /** Has it shown. */
    public void show(IssuedKey issued) {
        Provisioner provisioner = issued.key().provisioner();
        String kid = issued.key().id().toString();
        String secret = issued.secret().base64url();
        String directory = "%s/acme/%s/%s/directory"
                .formatted(settings.url(), provisioner.authority().name(), provisioner.name());
        String text = Json.createObjectBuilder()
                .add("directory", directory)
                .add("kid", kid)
                .add("hmacKey", secret)
                .build()
                .toString();
        shown = new Shown(issued.key().reference(), kid, secret, directory, QrCode.of(text));
    }

    /** Whether there is one. */
    public boolean isThere() {
        return shown != null;
    }

    public String getReference() {
        Shown there = shown;
        return there == null ? "" : there.reference();
    }

    /** What clients call the key identifier. */
    public String getKid() {
        Shown there = shown;
        return there == null ? "" : there.kid();
    }

    /** In base64url, as clients take it. */
    public String getSecret() {
        Shown there = shown;
        return there == null ? "" : there.secret();
    }

    /** The directory that it is for. */
    public String getDirectory() {
        Shown there = shown;
        return there == null ? "" : there.directory();
    }

    /** The box of the QR code's drawing, as SVG has it. */
    public String getQrBox() {
        Shown there = shown;
        return there == null ? "0 0 1 1" : "0 0 %1$d %1$d".formatted(there.qr().size());
    }

    /** The QR code's dark modules, as a path of SVG. */
    public String getQrPath() {
        Shown there = shown;
        return there == null ? "" : there.qr().path();
    }
}
