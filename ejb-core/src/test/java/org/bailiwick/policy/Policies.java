package org.bailiwick.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Policies as tests write them. */
public final class Policies {

    private Policies() {}

    /** Rules without a type, separated by commas, as in the settings. */
    public static NamePolicy bare(String allow, String deny) {
        return NamePolicy.ofBareRules(split(allow, ","), split(deny, ","));
    }

    /** {@code allow dns **.corp; deny ip 10.0.0.0/8; wildcards}; without a word on wildcards as a document without one. */
    public static NamePolicy typed(String text) {
        List<NameRule> allow = new ArrayList<>();
        List<NameRule> deny = new ArrayList<>();
        List<String> switches = new ArrayList<>();
        for (String each : split(text, ";")) {
            String[] words = each.split(" ", 3);
            switch (words[0]) {
                case "allow" -> allow.add(rule(words));
                case "deny" -> deny.add(rule(words));
                default -> switches.add(each);
            }
        }
        boolean wildcards = switches.isEmpty() ? allow.isEmpty() : switches.contains("wildcards");
        return new NamePolicy(new NameRules(allow), new NameRules(deny), wildcards);
    }

    private static NameRule rule(String[] words) {
        return NameType.withWord(words[1]).orElseThrow().rule(words[2]);
    }

    private static List<String> split(String text, String separator) {
        return Stream.of(text.split(separator, -1))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }
}
