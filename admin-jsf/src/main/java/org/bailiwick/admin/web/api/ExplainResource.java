package org.bailiwick.admin.web.api;

import jakarta.inject.Inject;
import jakarta.json.JsonValue;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.UUID;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.acme.SubjectName;
import org.bailiwick.admin.AdminException;
import org.bailiwick.governance.PolicyAdministration;
import org.bailiwick.policy.PolicyLevel;
import org.bailiwick.policy.document.ExplanationDocument;

/** What the policies say of some names, and by which rule. */
@Path("explain")
@Produces(MediaType.APPLICATION_JSON)
public class ExplainResource {

    private static final int MOST_NAMES = 100;

    @Inject
    PolicyAdministration administration;

    /** What each level says of each name if it is asked in some context: that of an authority, and so on. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response explain(byte[] body) {
        Members members = Members.of(body, "authority", "provisioner", "account", "externalAccountKey", "names");
        PolicyLevel level = context(members);
        UUID id = level == PolicyLevel.AUTHORITY || level == PolicyLevel.PROVISIONER
                ? members.id(level.member())
                : resource(level, members.text(level.member()));
        return Answers.ok(ExplanationDocument.whole(administration.explain(level, id, names(members))));
    }

    private static PolicyLevel context(Members members) {
        List<PolicyLevel> given = List.of(PolicyLevel.values()).stream()
                .filter(level -> members.optionalText(level.member()).isPresent())
                .toList();
        if (given.size() != 1) {
            throw AdminException.invalid(
                    "Say where the names are asked for by one of \"authority\", \"provisioner\", \"account\", \"externalAccountKey\".");
        }
        return given.get(0);
    }

    private static UUID resource(PolicyLevel level, String text) {
        return ResourceId.parse(text)
                .map(ResourceId::value)
                .orElseThrow(() -> AdminException.invalid(
                        "The member \"%s\" must be an id, as other answers have it.".formatted(level.member())));
    }

    private static List<SubjectName> names(Members members) {
        List<JsonValue> values = members.values("names");
        if (values.isEmpty() || values.size() > MOST_NAMES) {
            throw AdminException.invalid("\"names\" has 1 to %d names.".formatted(MOST_NAMES));
        }
        return NameJson.parse(values);
    }
}
