package org.bailiwick.validation;

import java.util.HashSet;
import java.util.Set;
import org.bailiwick.acme.ChallengeType;
import org.bailiwick.acme.DnsIdentifier;
import org.bailiwick.acme.KeyAuthorization;
import org.bailiwick.acme.Problem;
import org.bailiwick.acme.ProblemType;

/**
 * http-01 (RFC 8555 §8.3; RFC 8738 §4 for IP addresses): the key authorization must be what {@code GET
 * http://name/.well-known/acme-challenge/token} answers, after redirects.
 *
 * <p>Each hop is resolved, judged and connected to anew, over a connection of its own. White space at the end of the body
 * is ignored; nothing else is, and the media type says nothing.
 */
public final class Http01Validator implements ChallengeValidator {

    /** What is read beyond the key authorization: white space, or enough of something else to quote it. */
    private static final int SLACK = 1024;

    private final ValidationSettings settings;
    private final TargetConnector connector;

    public Http01Validator(ValidationSettings settings) {
        this.settings = settings;
        this.connector = new TargetConnector(settings);
    }

    @Override
    public ChallengeType type() {
        return ChallengeType.HTTP_01;
    }

    @Override
    public ValidationResult validate(ChallengeAttempt attempt) {
        TraceRecorder trace = new TraceRecorder();
        try {
            if (attempt.identifier() instanceof DnsIdentifier name && name.wildcard()) {
                throw ValidationFailure.lasting(
                        ProblemType.MALFORMED, "http-01 asks one host and cannot prove a wildcard name; use dns-01.");
            }
            HttpAnswer answer = follow(attempt, trace);
            requireKeyAuthorization(answer, attempt);
            trace.proven(answer.url(), answer.address());
            return new Proven(trace.trace());
        } catch (ValidationFailure failure) {
            return (trace.elsewhere() ? elsewhere(attempt) : failure).notProven(trace.trace());
        }
    }

    /**
     * One answer for all that can happen at another server, which is none of the client's: it could read, by redirects,
     * what the network has (RFC 8555 §10.4). Passing, whatever it was: the number of attempts would tell, too.
     */
    private static ValidationFailure elsewhere(ChallengeAttempt attempt) {
        return ValidationFailure.passing(
                ProblemType.INCORRECT_RESPONSE,
                "A redirect of %s led to another server (another name or address), where the key authorization was not found. What happened there is not told; answer without a redirect, or redirect to the same name."
                        .formatted(attempt.identifier().value()));
    }

    private HttpAnswer follow(ChallengeAttempt attempt, TraceRecorder trace) throws ValidationFailure {
        HttpExchange exchange = new HttpExchange(connector, Deadline.in(settings.timeLimit()), trace);
        int bodyLimit = attempt.keyAuthorization().value().length() + SLACK;
        HttpUrl url = HttpUrl.challenge(attempt.identifier(), settings.ports().http01(), attempt.token());
        Set<HttpUrl> visited = new HashSet<>();
        while (visited.add(url)) {
            HttpAnswer answer = exchange.get(url, bodyLimit);
            if (!answer.redirects()) {
                return answer;
            }
            if (visited.size() > settings.redirectLimit()) {
                throw ValidationFailure.lasting(
                        ProblemType.INCORRECT_RESPONSE,
                        "%s redirects once more, after %d redirects that were followed."
                                .formatted(url.shown(), settings.redirectLimit()));
            }
            url = url.redirect(location(answer), settings.ports().http01());
            trace.redirected(answer.url(), answer.address(), url);
            if (!visited.contains(url)) {
                trace.nextHop();
            }
        }
        throw ValidationFailure.lasting(
                ProblemType.INCORRECT_RESPONSE,
                "The redirects go round in circles: \"%s\" was requested before.".formatted(url.shown()));
    }

    private static String location(HttpAnswer answer) throws ValidationFailure {
        if (answer.locations().size() != 1) {
            throw ValidationFailure.lasting(
                    ProblemType.INCORRECT_RESPONSE,
                    "%s answered with status %d and %d Location headers; a redirect has one."
                            .formatted(
                                    answer.server(),
                                    answer.status(),
                                    answer.locations().size()));
        }
        return answer.locations().get(0);
    }

    private void requireKeyAuthorization(HttpAnswer answer, ChallengeAttempt attempt) throws ValidationFailure {
        KeyAuthorization expected = attempt.keyAuthorization();
        if (answer.status() != 200) {
            String detail = "%s answered with status %d; status 200 and the key authorization were expected."
                    .formatted(answer.server(), answer.status());
            throw answer.passing()
                    ? ValidationFailure.passing(ProblemType.INCORRECT_RESPONSE, detail)
                    : ValidationFailure.lasting(ProblemType.INCORRECT_RESPONSE, detail);
        }
        // A body that fills all that is read may go on after it.
        boolean complete = answer.body().length() < expected.value().length() + SLACK;
        if (!complete || !withoutTrailingSpace(answer.body()).equals(expected.value())) {
            String detail = "%s did not answer with the key authorization: expected \"%s\"%s."
                    .formatted(answer.server(), expected.value(), quoted(answer, attempt, complete));
            // An answer without anything in it may be one that broke off.
            throw answer.body().isBlank()
                    ? ValidationFailure.passing(ProblemType.INCORRECT_RESPONSE, detail)
                    : ValidationFailure.lasting(ProblemType.INCORRECT_RESPONSE, detail);
        }
    }

    /** After a redirect not even what the same server says is told: it may serve others, by other names and paths. */
    private String quoted(HttpAnswer answer, ChallengeAttempt attempt, boolean complete) {
        return answer.url()
                        .equals(HttpUrl.challenge(
                                attempt.identifier(), settings.ports().http01(), attempt.token()))
                ? ", got \"%s\"%s".formatted(Problem.printable(answer.body()), complete ? "" : " and more than is read")
                : "";
    }

    private static String withoutTrailingSpace(String body) {
        int end = body.length();
        while (end > 0 && isSpace(body.charAt(end - 1))) {
            end--;
        }
        return body.substring(0, end);
    }

    private static boolean isSpace(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }
}
