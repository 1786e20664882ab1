package org.bailiwick.web.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.bailiwick.acme.Problem;
import org.bailiwick.acme.ProblemType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProblemStatusTest {

    @ParameterizedTest
    @CsvSource({
        "400, accountDoesNotExist alreadyRevoked badCSR badNonce badPublicKey badRevocationReason"
                + " badSignatureAlgorithm compound connection dns incorrectResponse invalidContact invalidProfile malformed"
                + " rejectedIdentifier tls unsupportedContact unsupportedIdentifier",
        "403, caa externalAccountRequired orderNotReady unauthorized userActionRequired",
        "409, alreadyReplaced",
        "429, rateLimited",
        "500, serverInternal"
    })
    void isTheOneOfTheTable(int status, String types) {
        assertThat(Stream.of(ProblemType.values())
                        .filter(type -> ProblemStatus.of(type) == status)
                        .map(ProblemType::rfcName))
                .containsExactlyInAnyOrder(types.split(" "));
    }

    @Test
    void ofACompoundProblemIs403AsSoonAsOneSubproblemIs() {
        Problem malformed = ProblemType.MALFORMED.problem("a");
        Problem rejected = ProblemType.REJECTED_IDENTIFIER.problem("b");
        Problem unauthorized = ProblemType.UNAUTHORIZED.problem("c");

        assertThat(ProblemStatus.of(Problem.together(List.of(malformed, rejected))))
                .isEqualTo(400);
        assertThat(ProblemStatus.of(Problem.together(List.of(malformed, unauthorized))))
                .isEqualTo(403);
        assertThat(ProblemStatus.of(
                        Problem.together(List.of(malformed, Problem.together(List.of(rejected, unauthorized))))))
                .isEqualTo(403);
    }

    @Test
    void ofAnyOtherProblemIsThatOfItsTypeWhateverItsSubproblems() {
        Problem unauthorized = ProblemType.UNAUTHORIZED.problem("c");

        assertThat(ProblemStatus.of(unauthorized)).isEqualTo(403);
        assertThat(ProblemStatus.of(new Problem(ProblemType.MALFORMED, "d", null, List.of(unauthorized))))
                .isEqualTo(400);
    }
}
