package org.bailiwick.policy.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.bailiwick.acme.SubjectName;
import org.bailiwick.policy.IssuancePolicy;
import org.bailiwick.policy.NamePolicy;
import org.bailiwick.policy.NameRule;
import org.bailiwick.policy.NameRules;
import org.bailiwick.policy.NameType;
import org.bailiwick.policy.PolicyLevel;
import org.junit.jupiter.api.Test;

class ExplanationDocumentTest {

    /** It is journaled before a certificate is signed: what does not fit would stop the issuance. */
    @Test
    void whatDecidedFitsIntoItsColumnWhateverDecided() {
        List<NameRule> rules = new ArrayList<>();
        List<SubjectName> names = new ArrayList<>();
        for (int i = 10; i < 50; i++) {
            String uri = "https://corp/%s/%d".formatted("a".repeat(900), i);
            rules.add(NameType.URI.rule(uri));
            names.add(SubjectName.parse("uri", uri));
            String quotes = "\"".repeat(62) + i;
            rules.add(NameType.COMMON_NAME.rule(quotes));
            names.add(SubjectName.parse("cn", quotes));
        }
        NamePolicy policy = new NamePolicy(new NameRules(rules), NameRules.NONE, true);
        Map<PolicyLevel, NamePolicy> levels = new EnumMap<>(PolicyLevel.class);
        for (PolicyLevel level : PolicyLevel.values()) {
            levels.put(level, policy);
        }
        String deciding = ExplanationDocument.deciding(new IssuancePolicy(levels).explain(names))
                .toString();
        assertThat(deciding)
                .hasSizeLessThanOrEqualTo(ExplanationDocument.DECIDING_LENGTH)
                .contains("…", " more\"");
    }
}
