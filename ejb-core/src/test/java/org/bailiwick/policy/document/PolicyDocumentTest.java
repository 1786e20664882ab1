package org.bailiwick.policy.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.util.stream.IntStream;
import org.bailiwick.policy.NamePolicy;
import org.bailiwick.policy.document.MalformedPolicyException.Finding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyDocumentTest {

    private final NamePolicyConverter converter = new NamePolicyConverter();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'allowWildcardNames':false}",
                "{'allow':{'dns':['**.corp']}}",
                "{'allow':{'dns':['**.corp']},'allowWildcardNames':true}",
                "{'deny':{'dns':['secret.corp']}}",
                "{'deny':{'dns':['secret.corp']},'allowWildcardNames':false}",
                "{'allow':{'dns':['**.corp','<single-label>'],'ip':['10.0.0.0/8'],'email':['@corp'],"
                        + "'uri':['spiffe://corp/ns/'],'cn':['My Device']},'deny':{'ip':['10.1.0.0/16']}}",
            })
    void aCanonicalDocumentIsReadAndWrittenAgain(String quoted) throws MalformedPolicyException {
        JsonObject document = json(quoted);
        NamePolicy policy = PolicyDocument.read(document);
        assertThat(PolicyDocument.write(policy)).isEqualTo(document);
        assertThat(converter.convertToEntityAttribute(converter.convertToDatabaseColumn(policy)))
                .isEqualTo(policy);
    }

    @Test
    void aPolicyWithoutAnyRuleSaysNothing() throws MalformedPolicyException {
        assertThat(PolicyDocument.read(json("{}"))).isEqualTo(NamePolicy.EMPTY);
        assertThat(PolicyDocument.read(json("{'allow':{},'deny':{'dns':[]},'allowWildcardNames':true}")))
                .isEqualTo(NamePolicy.EMPTY);
        assertThat(PolicyDocument.read(json("{'allowWildcardNames':false}")).isEmpty())
                .isFalse();
    }

    @Test
    void whatIsNotCanonicalIsWrittenCanonically() throws MalformedPolicyException {
        JsonObject document = json("{'allow':{'ip':['10.1.2.3/8','::FFFF:10.0.0.1'],'dns':['**.CORP.']}}");
        assertThat(PolicyDocument.write(PolicyDocument.read(document)))
                .isEqualTo(json("{'allow':{'dns':['**.corp'],'ip':['10.0.0.0/8','10.0.0.1']}}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'alow':{}}                                | /alow",
                "{'allow':{'dns':['**.corp']},'level':'x'}  | /level",
                "{'allow':[]}                               | /allow",
                "{'allow':null}                             | /allow",
                "{'deny':'secret.corp'}                     | /deny",
                "{'deny':{'dns':'secret.corp'}}             | /deny/dns",
                "{'deny':{'dns':{}}}                        | /deny/dns",
                "{'deny':{'DNS':['secret.corp']}}           | /deny/DNS",
                "{'deny':{'a/b~c':[]}}                      | /deny/a~1b~0c",
                "{'deny':{'dns':[1]}}                       | /deny/dns/0",
                "{'deny':{'dns':['a.corp',null]}}           | /deny/dns/1",
                "{'deny':{'dns':['a.corp',['b.corp']]}}     | /deny/dns/1",
                "{'deny':{'dns':['*']}}                     | /deny/dns/0",
                "{'deny':{'dns':['.x']}}                    | /deny/dns/0",
                "{'deny':{'dns':['a.*.b']}}                 | /deny/dns/0",
                "{'deny':{'dns':['10.0.0.0/8']}}            | /deny/dns/0",
                "{'deny':{'ip':['10.0.0.0/33']}}            | /deny/ip/0",
                "{'deny':{'ip':['host.corp']}}              | /deny/ip/0",
                "{'deny':{'email':['user@*']}}              | /deny/email/0",
                "{'deny':{'uri':['corp']}}                  | /deny/uri/0",
                "{'deny':{'cn':['*']}}                      | /deny/cn/0",
                "{'allowWildcardNames':'true'}              | /allowWildcardNames",
                "{'allowWildcardNames':null}                | /allowWildcardNames",
                "{'allowWildcardNames':1}                   | /allowWildcardNames",
            })
    void whatIsNoPolicyIsRefusedWithThePlaceOfWhatIsWrong(String quoted, String place) {
        assertThatExceptionOfType(MalformedPolicyException.class)
                .isThrownBy(() -> PolicyDocument.read(json(quoted)))
                .satisfies(refusal -> assertThat(refusal.findings())
                        .singleElement()
                        .satisfies(finding -> {
                            assertThat(finding.place()).isEqualTo(place);
                            assertThat(finding.sentence()).endsWith(".");
                        }));
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnce() {
        JsonObject document = json("{'allow':{'dns':['*','a.corp','.x'],'ip':['10.0.0.0/33'],'mail':[]},"
                + "'deny':{'email':['user@*']},'allowWildcardNames':'no','x':1}");
        assertThatExceptionOfType(MalformedPolicyException.class)
                .isThrownBy(() -> PolicyDocument.read(document))
                .satisfies(refusal -> assertThat(refusal.findings())
                        .extracting(Finding::place)
                        .containsExactlyInAnyOrder(
                                "/allow/dns/0",
                                "/allow/dns/2",
                                "/allow/ip/0",
                                "/allow/mail",
                                "/deny/email/0",
                                "/allowWildcardNames",
                                "/x"))
                .withMessageContaining("/allow/ip/0: \"10.0.0.0/33\" is not a rule: ");
    }

    @ParameterizedTest
    @ValueSource(ints = {NamePolicy.MAXIMUM_RULES + 1, 100_000})
    void aPolicyOfTooManyRulesIsRefusedBeforeAnyIsRead(int rules) {
        assertThatExceptionOfType(MalformedPolicyException.class)
                .isThrownBy(() -> PolicyDocument.read(many(rules, "*")))
                .withMessage(
                        "This policy has %d rules; a policy has at most 2000. Patterns such as \"**.corp\" say more with fewer.",
                        rules)
                .satisfies(refusal -> assertThat(refusal.findings()).hasSize(1));
    }

    /** It must fit into its column. */
    @Test
    void aPolicyThatIsTooLongIsRefused() {
        String label = "a".repeat(60);
        assertThatExceptionOfType(MalformedPolicyException.class)
                .isThrownBy(() -> PolicyDocument.read(many(NamePolicy.MAXIMUM_RULES, label)))
                .withMessage("This policy is longer than 100000 characters; one that is not ASCII counts six.");
    }

    /** An event of the audit log has the policy before and the policy after, in ASCII. */
    @Test
    void whatIsNotAsciiCountsAsTheAuditLogWritesIt() throws MalformedPolicyException {
        PolicyDocument.read(commonNames("a".repeat(58)));
        assertThatExceptionOfType(MalformedPolicyException.class)
                .isThrownBy(() -> PolicyDocument.read(commonNames("\u00fc".repeat(58))));
    }

    /** By their text: a thousand policies may be a thousand long ones. */
    @Test
    void theMemoryOfParsedPoliciesIsBounded() {
        for (int i = 0; i < 60; i++) {
            converter.convertToEntityAttribute(
                    commonNames("a".repeat(50) + (100 + i)).toString());
        }
        NamePolicyConverter.PARSED.cleanUp();
        assertThat(NamePolicyConverter.PARSED.policy().eviction())
                .hasValueSatisfying(kept -> assertThat(kept.weightedSize().orElseThrow())
                        .isPositive()
                        .isLessThanOrEqualTo(NamePolicyConverter.KEPT));
    }

    /** As they were written before rules had types. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'allow':['**.corp'],'deny':[]}                    | {'allow':{'dns':['**.corp']}}",
                "{'allow':['**.corp','<wildcard>'],'deny':['a.corp']}"
                        + " | {'allow':{'dns':['**.corp']},'deny':{'dns':['a.corp']},'allowWildcardNames':true}",
                "{'allow':['**.corp','<wildcard>'],'deny':['<wildcard>']} | {'allow':{'dns':['**.corp']}}",
                "{'allow':['10.0.0.0/8','<single-label>','::1'],'deny':['10.1.2.3']}"
                        + " | {'allow':{'dns':['<single-label>'],'ip':['10.0.0.0/8','::1']},'deny':{'ip':['10.1.2.3']}}",
            })
    void aStoredDocumentWithoutTypesIsReadAsWhatItMeant(String old, String now) throws MalformedPolicyException {
        assertThat(converter.convertToEntityAttribute(json(old).toString())).isEqualTo(PolicyDocument.read(json(now)));
    }

    @Test
    void aStoredDocumentThatCannotBeReadPermitsNothing() {
        assertThatIllegalStateException()
                .isThrownBy(() -> converter.convertToEntityAttribute("{\"allow\":{\"phone\":[\"112\"]}}"));
    }

    @Test
    void noPolicyIsNoDocument() {
        assertThat(converter.convertToDatabaseColumn(null)).isNull();
        assertThat(converter.convertToEntityAttribute(null)).isNull();
    }

    private static JsonObject json(String quoted) {
        return Json.createReader(new StringReader(quoted.replace('\'', '"'))).readObject();
    }

    /** 1,000 that begin so. */
    private static JsonObject commonNames(String text) {
        JsonArrayBuilder list = Json.createArrayBuilder();
        IntStream.range(0, 1_000).forEach(i -> list.add(text + "%05d".formatted(i)));
        return Json.createObjectBuilder()
                .add("deny", Json.createObjectBuilder().add("cn", list))
                .build();
    }

    private static JsonObject many(int rules, String text) {
        JsonArrayBuilder list = Json.createArrayBuilder();
        IntStream.range(0, rules).forEach(i -> list.add(text));
        return Json.createObjectBuilder()
                .add("allow", Json.createObjectBuilder().add("dns", list))
                .build();
    }
}
