package org.bailiwick.admin.web.profile;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serial;
import java.io.Serializable;
import org.bailiwick.admin.web.Notices;
import org.bailiwick.admin.web.PortalSession;
import org.bailiwick.person.OwnPassword;
import org.jspecify.annotations.Nullable;

/** Oneself, and one's password. No password is kept between requests, nor written back to the page. */
@Named
@ViewScoped
public class ProfileView implements Serializable {

    @Serial
    private static final long serialVersionUID = 1L;

    @Inject
    OwnPassword own;

    @Inject
    PortalSession session;

    @Inject
    Notices notices;

    private transient String old = "";
    private transient String chosen = "";
    private transient String repeated = "";

    public String replace() {
        session.renew(own.replace(text(old), text(chosen), text(repeated), session.client()));
        notices.tell(ProfileView.class, "replaced");
        return "/profile?faces-redirect=true";
    }

    /** Whether there is a password to change. */
    public boolean isWithPassword() {
        return own.exists();
    }

    public String getOld() {
        return "";
    }

    public void setOld(String old) {
        this.old = old;
    }

    public String getChosen() {
        return "";
    }

    public void setChosen(String chosen) {
        this.chosen = chosen;
    }

    public String getRepeated() {
        return "";
    }

    public void setRepeated(String repeated) {
        this.repeated = repeated;
    }

    /** On another node such a field is null. */
    private static String text(@Nullable String typed) {
        return typed == null ? "" : typed;
    }
}
