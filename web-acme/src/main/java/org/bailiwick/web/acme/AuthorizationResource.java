package org.bailiwick.web.acme;

import jakarta.enterprise.context.ApplicationScoped;
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
import java.time.Instant;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.authorization.Authorization;
import org.bailiwick.authorization.AuthorizationStatus;
import org.bailiwick.authorization.ChallengeService;
import org.bailiwick.authorization.ChallengeStatus;
import org.bailiwick.authorization.DeactivationService;
import org.bailiwick.web.json.AuthorizationJson;
import org.bailiwick.web.problem.HttpProblemException;

/** authorization (RFC 8555 §7.5). */
@ApplicationScoped
@Path("{authority}/{provisioner}/authorization/{id}")
@Produces(MediaType.APPLICATION_JSON)
public class AuthorizationResource {

    @Inject
    AcmeRequests requests;

    @Inject
    ChallengeService challenges;

    @Inject
    DeactivationService deactivation;

    @Inject
    Clock clock;

    /** POST-as-GET reads it; a POST with a payload gives it up (RFC 8555 §7.5.2). */
    @POST
    public Response authorization(
            @PathParam("id") String id, InputStream body, @Context UriInfo uri, @Context HttpHeaders headers) {
        AccountRequest request = requests.verifiedByAccount(body, uri, headers);
        ResourceId authorization = ResourceId.parse(id).orElseThrow(AuthorizationResource::noSuchAuthorization);
        if (!request.jws().isPostAsGet()) {
            AuthorizationJson.requireDeactivation(request.payload());
            deactivation.deactivate(request.accountId(), authorization);
        }
        return challenges
                .authorization(request.accountId(), authorization)
                .map(found -> answer(found, request.directory()))
                .orElseThrow(AuthorizationResource::noSuchAuthorization);
    }

    private Response answer(Authorization authorization, Directory urls) {
        Instant now = clock.instant();
        Response.ResponseBuilder answer = Response.ok(
                AuthorizationJson.of(authorization, urls::challenge, now).toString());
        if (authorization.statusAt(now) == AuthorizationStatus.PENDING && isBeingValidated(authorization)) {
            answer.header(HttpHeaders.RETRY_AFTER, 1);
        }
        return answer.build();
    }

    private static boolean isBeingValidated(Authorization authorization) {
        return authorization.challenges().stream()
                .anyMatch(challenge -> challenge.status() == ChallengeStatus.PROCESSING);
    }

    private static HttpProblemException noSuchAuthorization() {
        return HttpProblemException.notFound("There is no such authorization for this account.");
    }
}
