package org.bailiwick.admin.web.administrator;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serial;
import java.io.Serializable;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.AdministratorToken;
import org.bailiwick.admin.TokenAdministration;
import org.bailiwick.admin.web.Ids;
import org.bailiwick.admin.web.Notices;
import org.bailiwick.authority.TeamAdministration;
import org.jspecify.annotations.Nullable;

/** One bearer token or client certificate, and its end. */
@Named
@ViewScoped
public class TokenView implements Serializable {

    @Serial
    private static final long serialVersionUID = 1L;

    @Inject
    TokenAdministration tokens;

    @Inject
    TeamAdministration teams;

    @Inject
    Notices notices;

    private String id = "";
    private String typed = "";
    private @Nullable TokenRow token;

    public void load() {
        AdministratorToken found = tokens.find(uuid());
        Optional<String> team = found.team().map(of -> teams.find(of).name());
        token = TokenRow.of(found, team, tokens.opens(found));
    }

    /** Ends it, if its name was typed. */
    public String end() {
        String name = tokens.find(uuid()).name();
        if (!typed.strip().equals(name.strip())) {
            throw AdminException.invalid("Type the name of what you want to end, as it stands above.");
        }
        tokens.revoke(uuid());
        notices.tell(TokenView.class, "token.ended", name);
        return "/administrator-tokens?faces-redirect=true";
    }

    public @Nullable TokenRow getToken() {
        return token;
    }

    public String getId() {
        return id;
    }

    public void setId(String id) {
        this.id = id;
    }

    public String getTyped() {
        return typed;
    }

    public void setTyped(String typed) {
        this.typed = typed;
    }

    private UUID uuid() {
        return Ids.uuid("token", id);
    }
}
