package org.bailiwick.web.problem;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.spi.JsonProvider;
import java.net.URI;
import org.bailiwick.account.JwsAlgorithm;
import org.bailiwick.acme.Problem;
import org.bailiwick.acme.ProblemType;

/** The problem document (RFC 9457 §3.1) with the members that ACME adds (RFC 8555 §6.2, §6.7.1). */
public final class ProblemJson {

    /** RFC 9457 §3. */
    public static final String MEDIA_TYPE = "application/problem+json";

    private static final JsonProvider JSON = JsonProvider.provider();

    private ProblemJson() {}

    /** The document of a problem with the status of {@link ProblemStatus#of(Problem)}. */
    public static JsonObject of(Problem problem) {
        return of(problem, ProblemStatus.of(problem));
    }

    /**
     * The document of a problem.
     *
     * @param status the status of the response that carries it
     */
    public static JsonObject of(Problem problem, int status) {
        return members(problem).add("status", status).build();
    }

    /**
     * The same with an {@code instance}.
     *
     * @param instance the URL where a person is told what to do (RFC 8555 §7.3.3)
     */
    static JsonObject of(Problem problem, int status, URI instance) {
        return members(problem)
                .add("status", status)
                .add("instance", instance.toString())
                .build();
    }

    private static JsonObjectBuilder members(Problem problem) {
        JsonObjectBuilder document =
                JSON.createObjectBuilder().add("type", problem.type().urn()).add("detail", problem.detail());
        if (!problem.subproblems().isEmpty()) {
            JsonArrayBuilder subproblems = JSON.createArrayBuilder();
            problem.subproblems().forEach(each -> subproblems.add(subproblem(each)));
            document.add("subproblems", subproblems);
        }
        // RFC 8555 §6.2 wants this in every such problem; it is the same list each time, so no Problem carries it.
        if (problem.type() == ProblemType.BAD_SIGNATURE_ALGORITHM) {
            document.add("algorithms", JSON.createArrayBuilder(JwsAlgorithm.algs()));
        }
        return document;
    }

    /** RFC 8555 §6.7.1: an identifier is in subproblems, never at the top. */
    private static JsonObjectBuilder subproblem(Problem problem) {
        JsonObjectBuilder document = members(problem);
        Problem.Subject identifier = problem.identifier();
        if (identifier != null) {
            document.add(
                    "identifier",
                    JSON.createObjectBuilder().add("type", identifier.type()).add("value", identifier.value()));
        }
        return document;
    }
}
