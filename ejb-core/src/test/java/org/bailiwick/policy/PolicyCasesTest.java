package org.bailiwick.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.SubjectName;
import org.bailiwick.acme.UnsupportedName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code policy-cases.txt}, line by line. */
class PolicyCasesTest {

    private static final Pattern ESCAPE = Pattern.compile("\\\\u([0-9a-f]{4})");

    /** One line, with the policy above it. */
    record Case(int line, IssuancePolicy policy, String type, String value, String expected) {
        @Override
        public String toString() {
            return "line " + line + ": " + type + " " + value + " = " + expected;
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aPolicySaysWhatTheTableSays(Case row) {
        if (row.expected().equals("no name")) {
            assertThatExceptionOfType(AcmeException.class).isThrownBy(() -> name(row));
            return;
        }
        Explanation explanation = row.policy().explain(List.of(name(row)));
        String refusals = explanation.violations().stream()
                .map(violation -> violation.level().words() + ": " + violation.rule())
                .collect(Collectors.joining(" + "));
        if (!row.expected().startsWith("permitted")) {
            assertThat(refusals).isEqualTo(row.expected());
            assertThat(explanation.violations()).allSatisfy(violation -> assertThat(violation.sentence())
                    .contains("is refused: ")
                    .endsWith("."));
            return;
        }
        assertThat(refusals).isEmpty();
        if (!row.expected().equals("permitted")) {
            assertThat("permitted: "
                            + explanation.names().get(0).levels().get(0).decidedBy())
                    .isEqualTo(row.expected());
        }
    }

    private static SubjectName name(Case row) {
        return NameType.withWord(row.type())
                .map(type -> SubjectName.parse(row.type(), row.value()))
                .orElseGet(() -> new UnsupportedName(row.type(), row.value()));
    }

    static Stream<Case> cases() throws IOException {
        List<Case> cases = new ArrayList<>();
        Map<PolicyLevel, NamePolicy> levels = new EnumMap<>(PolicyLevel.class);
        int number = 0;
        for (String line : lines()) {
            number++;
            if (line.startsWith("[")) {
                int colon = line.indexOf(':');
                PolicyLevel level = level(line.substring(1, colon));
                if (level == PolicyLevel.AUTHORITY) {
                    levels.clear();
                }
                levels.put(level, Policies.typed(line.substring(colon + 1, line.length() - 1)));
            } else if (!line.isBlank() && !line.startsWith("#")) {
                String[] sides = line.split(" = ", 2);
                String[] name = sides[0].strip().split(" ", 2);
                String value = ESCAPE.matcher(name[1])
                        .replaceAll(code -> Character.toString(Integer.parseInt(code.group(1), 16)));
                cases.add(new Case(number, new IssuancePolicy(levels), name[0], value, sides[1]));
            }
        }
        assertThat(cases).hasSizeGreaterThan(150);
        return cases.stream();
    }

    private static PolicyLevel level(String words) {
        return Stream.of(PolicyLevel.values())
                .filter(level -> level.words().equals(words))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> lines() throws IOException {
        try (InputStream table = Objects.requireNonNull(PolicyCasesTest.class.getResourceAsStream("policy-cases.txt"));
                BufferedReader reader = new BufferedReader(new InputStreamReader(table, StandardCharsets.UTF_8))) {
            return reader.lines().toList();
        }
    }
}
