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
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.authorization.Challenge;
import org.bailiwick.authorization.ChallengeService;
import org.bailiwick.authorization.ChallengeService.Begun;
import org.bailiwick.authorization.ChallengeStatus;
import org.bailiwick.authorization.ValidationService;
import org.bailiwick.web.json.ChallengeJson;
import org.bailiwick.web.problem.HttpProblemException;

/** challenge (RFC 8555 §7.5.1). */
@ApplicationScoped
@Path("{authority}/{provisioner}/challenge/{id}")
@Produces(MediaType.APPLICATION_JSON)
public class ChallengeResource {

    /** How long an answer may wait for the end of the validation: it saves the client a poll or two. */
    private static final Duration PATIENCE = Duration.ofMillis(400);

    @Inject
    AcmeRequests requests;

    @Inject
    ChallengeService challenges;

    @Inject
    ValidationService validation;

    /** The client is ready; or, by POST-as-GET, how the challenge stands. */
    @POST
    public CompletionStage<Response> challenge(
            @PathParam("id") String id, InputStream body, @Context UriInfo uri, @Context HttpHeaders headers) {
        AccountRequest request = requests.verifiedByAccount(body, uri, headers);
        ResourceId challengeId = ResourceId.parse(id).orElseThrow(ChallengeResource::noSuchChallenge);
        if (request.jws().isPostAsGet()) {
            return CompletableFuture.completedFuture(answer(find(request, challengeId), request.directory()));
        }
        request.payload();
        Begun begun = challenges.begin(request.account(), challengeId).orElseThrow(ChallengeResource::noSuchChallenge);
        if (begun.attempt().isEmpty()) {
            return CompletableFuture.completedFuture(answer(begun.challenge(), request.directory()));
        }
        return validation
                .attempt(begun.attempt().get(), PATIENCE)
                .thenApply(ended -> answer(ended.orElseGet(() -> find(request, challengeId)), request.directory()));
    }

    private Challenge find(AccountRequest request, ResourceId id) {
        return challenges.challenge(request.accountId(), id).orElseThrow(ChallengeResource::noSuchChallenge);
    }

    private static Response answer(Challenge challenge, Directory urls) {
        Response.ResponseBuilder answer = Response.ok(ChallengeJson.of(challenge, urls.challenge(challenge.id()))
                        .toString())
                .header(
                        HttpHeaders.LINK,
                        "<" + urls.authorization(challenge.authorization().id()) + ">;rel=\"up\"");
        if (challenge.status() == ChallengeStatus.PROCESSING) {
            answer.header(HttpHeaders.RETRY_AFTER, 1);
        }
        return answer.build();
    }

    private static HttpProblemException noSuchChallenge() {
        return HttpProblemException.notFound("There is no such challenge for this account.");
    }
}
