package org.bailiwick.admin.web.api;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.AdministratorToken;
import org.bailiwick.admin.ClientCertificate;
import org.bailiwick.admin.Grant;
import org.bailiwick.admin.Label;
import org.bailiwick.admin.Role;

/** A bearer token or a client certificate, and the request for one. */
final class TokenJson {

    private TokenJson() {}

    static Members members(byte[] body) {
        return Members.of(body, "name", "role", "team", "expires", "certificate");
    }

    static Grant grant(Members members) {
        Role role = Role.named(members.text("role"))
                .orElseThrow(
                        () -> AdminException.invalid("There is no such role; there are %s.".formatted(Role.words())));
        return new Grant(
                new Label(members.text("name")),
                role,
                members.optionalId("team").orElse(null),
                members.time("expires"));
    }

    /** The certificate that is to be registered; empty if a bearer token is to be made. */
    static Optional<ClientCertificate> certificate(Members members) {
        if (members.isNull("certificate")) {
            throw AdminException.invalid("The member \"certificate\" must not be null, as that is no certificate;"
                    + " leave it out if a bearer token is to be made.");
        }
        return members.optionalText("certificate").map(ClientCertificate::parse);
    }

    static JsonObject of(AdministratorToken token) {
        return builder(token).build();
    }

    static JsonObjectBuilder builder(AdministratorToken token) {
        JsonObjectBuilder json = Json.object()
                .add("id", token.id().toString())
                .add("kind", token.certificateSha256().isPresent() ? "certificate" : "token")
                .add("name", token.name())
                .add("role", token.role().word())
                .add("created", Json.time(token.createdAt()))
                .add("expires", Json.time(token.expiresAt()));
        token.team().map(UUID::toString).ifPresent(team -> json.add("team", team));
        token.certificateSubject().ifPresent(subject -> json.add("certificateSubject", subject));
        token.certificateSha256().ifPresent(sha256 -> json.add("certificateSha256", sha256));
        token.lastUsedOn().ifPresent(day -> json.add("lastUsed", day.toString()));
        token.revokedAt().ifPresent(when -> json.add("revoked", Json.time(when)));
        return json;
    }
}
