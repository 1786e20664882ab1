package org.bailiwick.admin.web.api;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.UUID;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.AdministratorToken;
import org.bailiwick.admin.Grant;
import org.bailiwick.admin.Label;
import org.bailiwick.admin.Role;

/** A bearer token, and the request for one. */
final class TokenJson {

    private TokenJson() {}

    static Grant parse(byte[] body) {
        Members members = Members.of(body, "name", "role", "team", "expires");
        Role role = Role.named(members.text("role"))
                .orElseThrow(
                        () -> AdminException.invalid("There is no such role; there are %s.".formatted(Role.words())));
        return new Grant(
                new Label(members.text("name")),
                role,
                members.optionalId("team").orElse(null),
                members.time("expires"));
    }

    static JsonObject of(AdministratorToken token) {
        return builder(token).build();
    }

    static JsonObjectBuilder builder(AdministratorToken token) {
        JsonObjectBuilder json = Json.object()
                .add("id", token.id().toString())
                .add("name", token.name())
                .add("role", token.role().word())
                .add("created", Json.time(token.createdAt()))
                .add("expires", Json.time(token.expiresAt()));
        token.team().map(UUID::toString).ifPresent(team -> json.add("team", team));
        token.lastUsedOn().ifPresent(day -> json.add("lastUsed", day.toString()));
        token.revokedAt().ifPresent(when -> json.add("revoked", Json.time(when)));
        return json;
    }
}
