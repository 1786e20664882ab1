package org.bailiwick.web.acme;

import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.time.Clock;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.authorization.Authorization;
import org.bailiwick.authorization.ChallengeService;
import org.bailiwick.authorization.ChallengeStatus;
import org.bailiwick.web.json.AuthorizationJson;
import org.bailiwick.web.problem.HttpProblemException;

/** authorization (RFC 8555 §7.5), by POST-as-GET. */
@Path("{authority}/{provisioner}/authorization/{id}")
@Produces(MediaType.APPLICATION_JSON)
public class AuthorizationResource {

    @Inject
    AcmeRequests requests;

    @Inject
    ChallengeService challenges;

    @Inject
    Clock clock;

    @POST
    public Response authorization(
            @PathParam("id") String id, InputStream body, @Context UriInfo uri, @Context HttpHeaders headers) {
        AccountRequest request = requests.verifiedByAccount(body, uri, headers).requirePostAsGet();
        Authorization authorization = ResourceId.parse(id)
                .flatMap(found -> challenges.authorization(request.accountId(), found))
                .orElseThrow(() -> HttpProblemException.notFound("There is no such authorization for this account."));
        Response.ResponseBuilder answer =
                Response.ok(AuthorizationJson.of(authorization, request.directory()::challenge, clock.instant())
                        .toString());
        if (isBeingValidated(authorization)) {
            answer.header(HttpHeaders.RETRY_AFTER, 1);
        }
        return answer.build();
    }

    private static boolean isBeingValidated(Authorization authorization) {
        return authorization.challenges().stream()
                .anyMatch(challenge -> challenge.status() == ChallengeStatus.PROCESSING);
    }
}
