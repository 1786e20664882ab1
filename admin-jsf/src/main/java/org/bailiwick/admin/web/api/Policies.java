package org.bailiwick.admin.web.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.admin.AdminException;
import org.bailiwick.governance.GovernedPolicy;
import org.bailiwick.governance.Impact.Position;
import org.bailiwick.governance.PolicyAdministration;
import org.bailiwick.policy.NamePolicy;
import org.bailiwick.policy.PolicyLevel;
import org.bailiwick.policy.document.PolicyDocument;
import org.jspecify.annotations.Nullable;

/** What the resources of all levels do with their policies. The document is the body as it is; none is an empty one. */
@ApplicationScoped
class Policies {

    @Inject
    PolicyAdministration administration;

    Response read(PolicyLevel level, UUID id) {
        return answer(administration.read(level, id));
    }

    Response replace(PolicyLevel level, UUID id, byte[] body, HttpHeaders headers) {
        long version = IfMatch.version(headers, "policy");
        return answer(administration.replace(level, id, version, PolicyJson.parse(body)));
    }

    Response impact(PolicyLevel level, UUID id, byte[] body, Paging paging) {
        int limit = paging.size();
        return Answers.ok(PolicyJson.of(
                administration.impact(level, id, PolicyJson.parse(body), position(paging.cursor), limit)));
    }

    private static Optional<Position> position(@Nullable String cursor) {
        return Optional.ofNullable(cursor).map(text -> Position.parse(text)
                .orElseThrow(() -> AdminException.invalid(
                        "This is no cursor; take \"next\" of the answer before as it is, or leave \"cursor\" out.")));
    }

    private static Response answer(GovernedPolicy governed) {
        return Answers.ok(PolicyDocument.write(governed.policy().orElse(NamePolicy.EMPTY)), governed.version());
    }
}
