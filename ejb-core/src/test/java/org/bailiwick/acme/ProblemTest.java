package org.bailiwick.acme;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ProblemTest {

    private static final Identifier WEB = new DnsIdentifier("web.corp");
    private static final Identifier DB = new DnsIdentifier("db.corp");

    @Test
    void oneProblemThatIsAboutNoIdentifierIsItself() {
        Problem problem = ProblemType.MALFORMED.problem("no");
        assertThat(Problem.together(List.of(problem))).isSameAs(problem);
    }

    /** RFC 8555 §6.7.1: "identifier" must not be at the top. */
    @Test
    void oneProblemThatIsAboutAnIdentifierBecomesASubproblem() {
        Problem problem = ProblemType.REJECTED_IDENTIFIER.problem("no").about(WEB);
        assertThat(Problem.together(List.of(problem)))
                .isEqualTo(new Problem(ProblemType.REJECTED_IDENTIFIER, "no", null, List.of(problem)));
    }

    @Test
    void problemsOfOneTypeTogetherHaveThatType() {
        Problem web = ProblemType.REJECTED_IDENTIFIER.problem("no").about(WEB);
        Problem db = ProblemType.REJECTED_IDENTIFIER.problem("neither").about(DB);
        Problem together = Problem.together(List.of(web, db));
        assertThat(together.type()).isEqualTo(ProblemType.REJECTED_IDENTIFIER);
        assertThat(together.identifier()).isNull();
        assertThat(together.detail()).startsWith("2 identifiers");
        assertThat(together.subproblems()).containsExactly(web, db);
    }

    /** One name may be refused for several reasons. */
    @Test
    void whatIsCountedAreIdentifiers() {
        Problem web = ProblemType.REJECTED_IDENTIFIER.problem("no").about(WEB);
        Problem again =
                ProblemType.REJECTED_IDENTIFIER.problem("not here either").about(WEB);
        Problem ofNone = ProblemType.REJECTED_IDENTIFIER.problem("a common name");
        assertThat(Problem.together(List.of(web, again, ofNone)).detail()).startsWith("1 identifier cannot");
        assertThat(Problem.together(List.of(ofNone, ofNone)).detail()).startsWith("This cannot");
    }

    @Test
    void problemsOfSeveralTypesTogetherAreCompound() {
        Problem together = Problem.together(List.of(
                ProblemType.MALFORMED.problem("no").about(WEB),
                ProblemType.REJECTED_IDENTIFIER.problem("no").about(DB)));
        assertThat(together.type()).isEqualTo(ProblemType.COMPOUND);
    }

    @Test
    void aProblemSaidOfAnIdentifierKeepsTheRest() {
        Problem problem = ProblemType.DNS.problem("nobody answers");
        assertThat(problem.identifier()).isNull();
        assertThat(problem.subproblems()).isEmpty();
        assertThat(problem.about(WEB))
                .isEqualTo(new Problem(ProblemType.DNS, "nobody answers", Problem.Subject.of(WEB), List.of()));
    }

    @Test
    void subproblemsCannotBeChangedLater() {
        List<Problem> subproblems = new ArrayList<>(List.of(ProblemType.DNS.problem("x")));
        Problem problem = new Problem(ProblemType.DNS, "y", null, subproblems);
        subproblems.clear();
        assertThat(problem.subproblems()).hasSize(1);
    }

    @Test
    void anExceptionSaysWhatItsProblemSays() {
        Problem problem = ProblemType.BAD_CSR.problem("The CSR is empty.");
        IllegalStateException cause = new IllegalStateException();
        assertThat(new AcmeException(problem)).hasMessage("The CSR is empty.");
        assertThat(new AcmeException(problem, cause)).hasCause(cause);
        assertThat(new AcmeException(problem, cause).problem()).isEqualTo(problem);
    }

    @Test
    void aProblemCanSayWhereItIs() {
        Problem problem = ProblemType.BAD_CSR.problem("The CSR is empty.").about(new DnsIdentifier("a.corp"));
        assertThat(problem.in("the envelope"))
                .isEqualTo(ProblemType.BAD_CSR
                        .problem("In the envelope: The CSR is empty.")
                        .about(new DnsIdentifier("a.corp")));
    }

    @Property
    void whatWasSentIsPrintable(@ForAll String anything) {
        assertThat(Problem.printable(anything)).matches("[\\x20-\\x7e&&[^\"\\\\]]{0,100}…?");
    }

    @Test
    void whatWasSentIsCutAfterOneHundredCharacters() {
        assertThat(Problem.printable("a".repeat(100))).isEqualTo("a".repeat(100));
        assertThat(Problem.printable("a".repeat(101))).isEqualTo("a".repeat(100) + "…");
        assertThat(Problem.printable("a\"b\\c\u202e\r\n")).isEqualTo("a?b?c???");
    }
}
