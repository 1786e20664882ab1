package org.bailiwick.admin.web.authority;

import java.io.Serial;
import java.io.Serializable;
import java.util.UUID;
import java.util.function.Supplier;
import org.bailiwick.admin.AdminException;
import org.bailiwick.authority.AuthorityName;
import org.bailiwick.config.OtherCaUrl;
import org.bailiwick.upstream.EnrolmentSecretText;
import org.bailiwick.upstream.NewUpstream;
import org.jspecify.annotations.Nullable;

/** The fields of another CA, which makes an authority's certificates. The secret is not kept: it is typed with each attempt. */
public class UpstreamForm implements Serializable {

    @Serial
    private static final long serialVersionUID = 1L;

    private String url = "";
    private String anchors = "";
    private transient @Nullable String secret;

    /**
     * What was typed.
     *
     * @throws AdminException {@code INVALID} if it cannot be right
     */
    NewUpstream wanted(UUID team, AuthorityName name) {
        return sound(
                "What is given as trust anchors",
                () -> new NewUpstream(
                        team,
                        name,
                        OtherCaUrl.parse(url.strip())
                                .orElseThrow(() -> AdminException.invalid(
                                        "The URL of the CA cannot be right: %s.".formatted(OtherCaUrl.RIGHT))),
                        anchors));
    }

    /**
     * The secret that was typed, once: then it is forgotten.
     *
     * @throws AdminException {@code INVALID} if it cannot be one
     */
    EnrolmentSecretText secret() {
        String typed = secret;
        secret = null;
        return secret(typed);
    }

    /**
     * A secret as it was typed.
     *
     * @param typed null if nothing was
     * @throws AdminException {@code INVALID} if it cannot be one
     */
    static EnrolmentSecretText secret(@Nullable String typed) {
        return sound("The secret", () -> new EnrolmentSecretText(typed == null ? "" : typed.strip()));
    }

    private static <T> T sound(String what, Supplier<T> made) {
        try {
            return made.get();
        } catch (IllegalArgumentException wrong) {
            throw AdminException.invalid("%s cannot be right: %s.".formatted(what, wrong.getMessage()));
        }
    }

    public String getUrl() {
        return url;
    }

    public void setUrl(@Nullable String url) {
        this.url = url == null ? "" : url;
    }

    /** PEM. */
    public String getAnchors() {
        return anchors;
    }

    public void setAnchors(@Nullable String anchors) {
        this.anchors = anchors == null ? "" : anchors;
    }

    /** No page shows it. */
    public String getSecret() {
        return "";
    }

    public void setSecret(@Nullable String secret) {
        this.secret = secret;
    }
}
