package org.bailiwick.admin.web.policy;

import java.io.Serial;
import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.acme.SubjectName;
import org.bailiwick.governance.Impact;
import org.bailiwick.governance.Impact.RefusedRenewal;
import org.bailiwick.policy.PolicyViolation;

/**
 * What a policy would stop, as the page shows it.
 *
 * @param examined how many valid certificates count
 * @param refused how many of them could not be renewed
 * @param refusedToday how many of these could not even as the policies are now
 * @param rows some of those, what ends first is first
 * @param next where to go on; empty at the end
 */
public record StoppedRenewals(long examined, long refused, long refusedToday, List<Row> rows, String next)
        implements Serializable {

    @Serial
    private static final long serialVersionUID = 1L;

    /** Of one certificate; it may have a hundred. */
    private static final int NAMES = 5;

    public StoppedRenewals {
        rows = List.copyOf(rows);
    }

    /**
     * A certificate that could not be renewed.
     *
     * @param id of the certificate
     * @param names some of them, with commas between
     * @param moreNames how many more it has
     * @param account whose it is; empty for none
     * @param notAfter when it ends
     * @param why the first reasons
     * @param today whether that is so even as the policies are now
     */
    public record Row(
            String id, String names, int moreNames, String account, Instant notAfter, List<String> why, boolean today)
            implements Serializable {

        @Serial
        private static final long serialVersionUID = 1L;

        public Row {
            why = List.copyOf(why);
        }

        private static Row of(RefusedRenewal renewal) {
            List<String> names =
                    renewal.names().stream().map(SubjectName::value).distinct().toList();
            return new Row(
                    renewal.certificate().toString(),
                    names.stream().limit(NAMES).collect(Collectors.joining(", ")),
                    Math.max(0, names.size() - NAMES),
                    renewal.account().map(ResourceId::toString).orElse(""),
                    renewal.notAfter(),
                    renewal.violations().stream()
                            .limit(NAMES)
                            .map(PolicyViolation::sentence)
                            .toList(),
                    renewal.refusedToday());
        }
    }

    static StoppedRenewals of(Impact impact) {
        return new StoppedRenewals(
                impact.examined(),
                impact.refused(),
                impact.refusedToday(),
                impact.items().stream().map(Row::of).toList(),
                impact.next().map(Impact.Position::toString).orElse(""));
    }

    /** How many could be renewed today and could not then. */
    public long newly() {
        return refused - refusedToday;
    }
}
