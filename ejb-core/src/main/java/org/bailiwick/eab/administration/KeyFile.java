package org.bailiwick.eab.administration;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.bailiwick.acme.Problem;
import org.bailiwick.admin.AdminException;
import org.bailiwick.eab.KeyDescription;
import org.bailiwick.eab.KeyTerms;
import org.bailiwick.eab.MacAlgorithm;
import org.bailiwick.policy.NamePolicy;

/**
 * A CSV file (RFC 4180, commas, UTF-8) that describes keys, one a line. Its first line names the columns, in any order: {@code
 * reference}, which must be there, and as wanted {@code owner}, {@code note}, {@code expires} (a time as {@code
 * 2027-12-31T00:00:00Z}, or a day, which is its beginning in UTC), {@code uses}, and {@code macs}, {@code profiles}, {@code
 * allow}, {@code deny}, which are lists separated by spaces. What is empty is as usual: one use, all algorithms, all profiles,
 * for ever, no policy.
 *
 * @param lines one for each key
 */
record KeyFile(List<Line> lines) {

    /** The most keys in one file. */
    static final int MOST_LINES = 10_000;

    private static final List<String> COLUMNS =
            List.of("reference", "owner", "note", "expires", "uses", "macs", "profiles", "allow", "deny");

    KeyFile {
        lines = List.copyOf(lines);
    }

    /**
     * A line that describes a key, or fails to.
     *
     * @param number in the file, from 1
     * @param terms of the key; empty if there is a fault
     * @param fault what is wrong with it, a sentence
     */
    record Line(long number, Optional<KeyTerms> terms, Optional<String> fault) {

        /**
         * What is wrong with it: as it is written, or by more checks.
         *
         * @param checks throw {@link IllegalArgumentException} with a sentence
         */
        Optional<String> fault(Consumer<KeyTerms> checks) {
            try {
                terms.ifPresent(checks);
                return fault;
            } catch (IllegalArgumentException cannotBe) {
                return Optional.of(String.valueOf(cannotBe.getMessage()));
            }
        }
    }

    /** What the lines without a fault describe. */
    List<KeyTerms> terms() {
        return lines.stream().flatMap(line -> line.terms().stream()).toList();
    }

    /**
     * Reads one.
     *
     * @throws AdminException {@code INVALID} if it has more than {@value #MOST_LINES} lines, no header that can be read, or quotes that do not end
     */
    static KeyFile parse(String csv) {
        // each begins, ends or stands twice within a cell; the reader would take a cell that does not end for the rest
        if (csv.chars().filter(character -> character == '"').count() % 2 != 0) {
            throw notCsv();
        }
        try {
            Iterator<CsvRecord> records = CsvReader.builder()
                    .allowExtraFields(true)
                    .allowMissingFields(true)
                    .ofCsvRecord(csv.startsWith("\uFEFF") ? csv.substring(1) : csv)
                    .iterator();
            if (!records.hasNext()) {
                throw AdminException.invalid("The file is empty; its first line names the columns: %s."
                        .formatted(String.join(",", COLUMNS)));
            }
            List<String> header = header(records.next());
            List<Line> lines = new ArrayList<>();
            while (records.hasNext()) {
                if (lines.size() == MOST_LINES) {
                    throw AdminException.invalid("The file has more than %d lines; split it.".formatted(MOST_LINES));
                }
                lines.add(line(header, records.next()));
            }
            return new KeyFile(lines);
        } catch (CsvParseException broken) {
            throw notCsv();
        }
    }

    private static AdminException notCsv() {
        return AdminException.invalid("The file is not CSV (RFC 4180): look for a quotation mark that is not closed.");
    }

    private static List<String> header(CsvRecord record) {
        List<String> header = record.getFields().stream().map(String::strip).toList();
        for (String name : header) {
            if (!COLUMNS.contains(name)) {
                throw AdminException.invalid("There is no column \"%s\"; the first line names some of these: %s."
                        .formatted(Problem.printable(name), String.join(",", COLUMNS)));
            }
        }
        if (!header.contains("reference") || Set.copyOf(header).size() < header.size()) {
            throw AdminException.invalid("The first line names each column once, \"reference\" among them.");
        }
        return header;
    }

    private static Line line(List<String> header, CsvRecord record) {
        long number = record.getStartingLineNumber();
        try {
            if (record.getFieldCount() != header.size()) {
                throw new IllegalArgumentException(
                        "It has %d cells, and the first line has %d; put a cell with a comma into quotation marks."
                                .formatted(record.getFieldCount(), header.size()));
            }
            Map<String, String> cells = new HashMap<>();
            for (int i = 0; i < header.size(); i++) {
                cells.put(header.get(i), record.getField(i).strip());
            }
            return new Line(number, Optional.of(terms(cells)), Optional.empty());
        } catch (IllegalArgumentException cannotBe) {
            return new Line(number, Optional.empty(), Optional.of(String.valueOf(cannotBe.getMessage())));
        }
    }

    private static KeyTerms terms(Map<String, String> cells) {
        return new KeyTerms(
                cells.getOrDefault("reference", ""),
                Optional.ofNullable(cells.get("owner")),
                Optional.ofNullable(cells.get("note")),
                cell(cells, "expires").map(KeyDescription::expiry),
                cell(cells, "macs").map(KeyFile::macs).orElse(KeyTerms.ALL_MACS),
                cell(cells, "uses").map(KeyFile::uses).orElse(1),
                list(cells, "profiles").toList(),
                policy(list(cells, "allow").toList(), list(cells, "deny").toList()));
    }

    private static Optional<NamePolicy> policy(List<String> allow, List<String> deny) {
        return allow.isEmpty() && deny.isEmpty() ? Optional.empty() : Optional.of(NamePolicy.ofBareRules(allow, deny));
    }

    private static Optional<String> cell(Map<String, String> cells, String name) {
        return Optional.ofNullable(cells.get(name)).filter(text -> !text.isEmpty());
    }

    private static Stream<String> list(Map<String, String> cells, String name) {
        return cell(cells, name).stream().flatMap(text -> Stream.of(text.split("\\s+", -1)));
    }

    private static int uses(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException(
                    "\"uses\" is a number from 1 to %d.".formatted(KeyTerms.MOST_USES), notANumber);
        }
    }

    private static Set<MacAlgorithm> macs(String text) {
        Set<MacAlgorithm> macs = EnumSet.noneOf(MacAlgorithm.class);
        for (String name : text.split("\\s+", -1)) {
            macs.add(MacAlgorithm.ofAlg(name)
                    .orElseThrow(() -> new IllegalArgumentException(
                            "\"macs\" names some of HS256, HS384 and HS512, separated by spaces.")));
        }
        return macs;
    }
}
