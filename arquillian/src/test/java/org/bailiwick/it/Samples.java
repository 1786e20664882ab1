package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bailiwick.it.AcmeClient.Answer;

/**
 * What a scrape of Prometheus' text format (version 0.0.4) holds.
 *
 * @param values by series, as {@code name{label="value"}}
 * @param types by the family's name
 */
record Samples(Map<String, Double> values, Map<String, String> types) {

    private static final Pattern TYPE = Pattern.compile("# TYPE ([a-z_]+) (counter|gauge|histogram|summary)");

    private static final Pattern SAMPLE = Pattern.compile(
            "(?<series>(?<name>[a-z_]+)(\\{[a-z_]+=\"[^\"]*\"(,[a-z_]+=\"[^\"]*\")*})?) (?<value>\\S+)");

    static Samples scrape(AdminClient client) throws IOException, InterruptedException {
        Answer answer = client.get("/metrics");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.header("Content-Type").replace(" ", "").toLowerCase(Locale.ROOT))
                .isEqualTo("text/plain;version=0.0.4;charset=utf-8");
        return parse(answer.body());
    }

    static Samples parse(String text) {
        Map<String, Double> values = new LinkedHashMap<>();
        Map<String, String> types = new TreeMap<>();
        for (String line : text.lines().toList()) {
            Matcher type = TYPE.matcher(line);
            Matcher sample = SAMPLE.matcher(line);
            if (type.matches()) {
                assertThat(types.put(type.group(1), type.group(2))).as(line).isNull();
            } else if (sample.matches()) {
                assertThat(values.put(sample.group("series"), number(sample.group("value"))))
                        .as(line)
                        .isNull();
                assertThat(types.keySet()).as(line).anyMatch(family -> sample.group("name")
                        .matches(family + "(_bucket|_sum|_count)?"));
            } else {
                assertThat(line).startsWith("# HELP ");
            }
        }
        return new Samples(values, types);
    }

    private static double number(String text) {
        return text.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(text);
    }

    /** The value of a series; 0 if it is not there. */
    double value(String series) {
        return values.getOrDefault(series, 0.0);
    }

    /** The sum of all series whose name and labels match. */
    double sum(String regex) {
        return values.entrySet().stream()
                .filter(entry -> entry.getKey().matches(regex))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    /** The names of families that have a sample. */
    Set<String> families() {
        return new TreeSet<>(types.keySet());
    }
}
