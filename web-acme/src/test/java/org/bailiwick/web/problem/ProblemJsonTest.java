package org.bailiwick.web.problem;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.util.List;
import org.bailiwick.acme.DnsIdentifier;
import org.bailiwick.acme.IpIdentifier;
import org.bailiwick.acme.Problem;
import org.bailiwick.acme.ProblemType;
import org.junit.jupiter.api.Test;

class ProblemJsonTest {

    @Test
    void hasTypeDetailAndStatus() {
        assertThat(ProblemJson.of(ProblemType.ORDER_NOT_READY.problem("Finish \"the\" authorizations – first.")))
                .isEqualTo(
                        json(
                                """
                                {"type": "urn:ietf:params:acme:error:orderNotReady",
                                 "detail": "Finish \\"the\\" authorizations – first.",
                                 "status": 403}
                                """));
    }

    @Test
    void hasTheStatusThatItIsGiven() {
        assertThat(ProblemJson.of(ProblemType.MALFORMED.problem("No such resource."), 404)
                        .getInt("status"))
                .isEqualTo(404);
    }

    /** RFC 8555 §6.7.1; subproblems have no status. */
    @Test
    void hasSubproblemsWithTheirIdentifiers() {
        Problem problem = Problem.together(List.of(
                ProblemType.MALFORMED.problem("No underscore.").about(new DnsIdentifier("a.corp")),
                ProblemType.REJECTED_IDENTIFIER.problem("Not yours.").about(new IpIdentifier("10.0.0.1"))));

        assertThat(ProblemJson.of(problem))
                .isEqualTo(
                        json(
                                """
                                {"type": "urn:ietf:params:acme:error:compound",
                                 "detail": "2 identifiers cannot be accepted; each subproblem says why.",
                                 "subproblems": [
                                   {"type": "urn:ietf:params:acme:error:malformed", "detail": "No underscore.",
                                    "identifier": {"type": "dns", "value": "a.corp"}},
                                   {"type": "urn:ietf:params:acme:error:rejectedIdentifier", "detail": "Not yours.",
                                    "identifier": {"type": "ip", "value": "10.0.0.1"}}],
                                 "status": 400}
                                """));
    }

    /** RFC 8555 §6.2; J1. */
    @Test
    void ofABadSignatureAlgorithmListsThoseThatAreSupported() {
        assertThat(ProblemJson.of(ProblemType.BAD_SIGNATURE_ALGORITHM.problem("No.")))
                .isEqualTo(
                        json(
                                """
                                {"type": "urn:ietf:params:acme:error:badSignatureAlgorithm", "detail": "No.",
                                 "algorithms": ["ES256", "ES384", "ES512", "EdDSA", "RS256"], "status": 400}
                                """));
    }

    private static JsonObject json(String text) {
        return Json.createReader(new StringReader(text)).readObject();
    }
}
