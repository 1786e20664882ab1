package org.bailiwick.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.bailiwick.acme.SubjectName;

/**
 * How long a decision of a policy of 1,000 rules at each of four levels takes, for one name ({@code docs/performance.md}).
 * Run it by hand; nothing is asserted.
 */
public final class PolicyBenchmark {

    private static final int RULES = 1_000;
    private static final int DECISIONS = 30_000;
    private static final int ROUNDS = 12;

    private PolicyBenchmark() {}

    public static void main(String[] args) {
        IssuancePolicy one = IssuancePolicy.of(Optional.of(policy()));
        IssuancePolicy four = one.with(PolicyLevel.PROVISIONER, Optional.of(policy()))
                .with(PolicyLevel.ACCOUNT, Optional.of(policy()))
                .with(PolicyLevel.EXTERNAL_ACCOUNT_KEY, Optional.of(policy()));
        Map<String, SubjectName> names = new TreeMap<>(Map.of(
                "a name that a rule allows", SubjectName.parse("dns", "host-77.team-77.corp"),
                "a name five labels below a rule", SubjectName.parse("dns", "a.b.c.d.e.deep-3.corp"),
                "a denied name", SubjectName.parse("dns", "secret-9.corp"),
                "a name that no rule allows", SubjectName.parse("dns", "host.elsewhere.example.com"),
                "a wildcard", SubjectName.parse("dns", "*.team-42.corp"),
                "an IPv4 address", SubjectName.parse("ip", "10.3.77.1"),
                "an IPv6 address", SubjectName.parse("ip", "fd00:0:0:77::1"),
                "a common name", SubjectName.parse("cn", "host-77.team-77.corp"),
                "a URI", SubjectName.parse("uri", "spiffe://corp/ns/ns-42/sa/web")));
        System.out.printf("%-34s %16s %16s%n", "microseconds for one decision", "one level", "four levels");
        names.forEach((what, name) ->
                System.out.printf("%-34s %16.2f %16.2f%n", what, microseconds(one, name), microseconds(four, name)));
        IssuancePolicy oneHost = IssuancePolicy.of(Optional.of(oneHost()));
        Map<String, SubjectName> ofOneHost = new TreeMap<>(Map.of(
                "a URI, 1,000 rules", SubjectName.parse("uri", "spiffe://corp/ns/ns-42/sa/web"),
                "a denied URI, 1,000 rules", SubjectName.parse("uri", "https://corp:1077/"),
                "an e-mail address, 1,000 rules", SubjectName.parse("email", "ops-77@corp")));
        ofOneHost.forEach((what, name) ->
                System.out.printf("%-34s %16.2f%n", what + " of one host", microseconds(oneHost, name)));
    }

    /** 1,000 rules about URIs of one host, half of them about one path, and 1,000 about mailboxes of one domain. */
    private static NamePolicy oneHost() {
        List<NameRule> allow = new ArrayList<>();
        List<NameRule> deny = new ArrayList<>();
        for (int i = 0; i < RULES; i++) {
            allow.add(NameType.EMAIL.rule("ops-%d@corp".formatted(i)));
        }
        for (int i = 0; i < RULES / 2; i++) {
            allow.add(NameType.URI.rule("spiffe://corp/ns/ns-%d/".formatted(i)));
            deny.add(NameType.URI.rule("//corp:%d/".formatted(1_000 + i)));
        }
        return new NamePolicy(new NameRules(allow), new NameRules(deny), true);
    }

    /** The best of some rounds, which is the one that was least disturbed. */
    private static double microseconds(IssuancePolicy policy, SubjectName name) {
        List<SubjectName> names = List.of(name);
        long best = Long.MAX_VALUE;
        int permitted = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            for (int i = 0; i < DECISIONS; i++) {
                permitted += policy.decide(names) instanceof PolicyDecision.Permitted ? 1 : 0;
            }
            best = Math.min(best, System.nanoTime() - start);
        }
        // so that no compiler finds that nobody wants to know
        return permitted < 0 ? 0 : best / 1_000.0 / DECISIONS;
    }

    /** 1,000 rules: names, addresses, URIs; the URIs all at one host, which is the worst that they can do. */
    private static NamePolicy policy() {
        List<NameRule> allow = new ArrayList<>();
        List<NameRule> deny = new ArrayList<>();
        for (int i = 0; i < RULES / 10; i++) {
            allow.add(NameType.DNS.rule("**.team-%d.corp".formatted(i)));
            allow.add(NameType.DNS.rule("*.site-%d.corp".formatted(i)));
            allow.add(NameType.DNS.rule("host-%d.corp".formatted(i)));
            allow.add(NameType.DNS.rule("**.deep-%d.corp".formatted(i)));
            allow.add(NameType.IP.rule("10.3.%d.0/%d".formatted(i, 24 + i % 8)));
            allow.add(NameType.IP.rule("fd00:0:0:%d::/%d".formatted(i, 64 + i % 60)));
            allow.add(NameType.URI.rule("spiffe://corp/ns/ns-%d/".formatted(i)));
            deny.add(NameType.DNS.rule("secret-%d.corp".formatted(i)));
            deny.add(NameType.DNS.rule("**.dmz-%d.corp".formatted(i)));
            deny.add(NameType.IP.rule("10.3.%d.%d".formatted(i, 100 + i)));
        }
        return new NamePolicy(new NameRules(allow), new NameRules(deny), true);
    }
}
