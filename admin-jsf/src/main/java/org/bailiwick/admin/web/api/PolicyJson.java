package org.bailiwick.admin.web.api;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import org.bailiwick.acme.SubjectName;
import org.bailiwick.admin.AdminException;
import org.bailiwick.governance.Impact;
import org.bailiwick.governance.Impact.RefusedRenewal;
import org.bailiwick.json.StrictJson;
import org.bailiwick.policy.NamePolicy;
import org.bailiwick.policy.document.MalformedPolicyException;
import org.bailiwick.policy.document.MalformedPolicyException.Finding;
import org.bailiwick.policy.document.PolicyDocument;

/** Policies as requests and answers have them ({@code docs/policies.md}), and what one would do. */
final class PolicyJson {

    /** More than anybody reads at once. */
    private static final int MOST_FINDINGS = 100;

    private PolicyJson() {}

    static NamePolicy parse(byte[] body) {
        return parse(StrictJson.object("The body", body));
    }

    static NamePolicy parse(JsonObject document) {
        try {
            return PolicyDocument.read(document);
        } catch (MalformedPolicyException malformed) {
            throw AdminException.invalid(
                    "This is no policy; \"errors\" says what is wrong where (%d in all)."
                            .formatted(malformed.findings().size()),
                    malformed.findings().stream()
                            .limit(MOST_FINDINGS)
                            .map(Finding::toString)
                            .toList());
        }
    }

    static JsonObject of(Impact impact) {
        JsonArrayBuilder items = Json.array();
        impact.items().forEach(each -> items.add(of(each)));
        JsonObjectBuilder json = Json.object()
                .add("examined", impact.examined())
                .add("refused", impact.refused())
                .add("refusedToday", impact.refusedToday())
                .add("items", items);
        impact.next().ifPresent(position -> json.add("next", position.toString()));
        return json.build();
    }

    /** With its type: a common name may read like a DNS name. */
    private static JsonObjectBuilder of(SubjectName name) {
        return Json.object().add("type", name.type()).add("value", name.value());
    }

    private static JsonObject of(RefusedRenewal refused) {
        JsonArrayBuilder names = Json.array();
        refused.names().forEach(name -> names.add(of(name)));
        JsonArrayBuilder violations = Json.array();
        refused.violations()
                .forEach(violation -> violations.add(Json.object()
                        .add("level", violation.level().member())
                        .add("name", of(violation.name()))
                        .add("rule", violation.rule())
                        .add("detail", violation.sentence())));
        var json = Json.object()
                .add("certificate", refused.certificate().toString())
                .add("serial", refused.serial())
                .add("notAfter", Json.time(refused.notAfter()))
                .add("names", names)
                .add("violations", violations)
                .add("refusedToday", refused.refusedToday());
        refused.account().ifPresent(account -> json.add("account", account.toString()));
        return json.build();
    }
}
