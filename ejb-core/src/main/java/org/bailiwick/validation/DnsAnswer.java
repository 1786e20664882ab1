package org.bailiwick.validation;

import java.util.List;
import org.xbill.DNS.Record;

/**
 * What a name server made of a question.
 *
 * @param outcome which kind of answer it is
 * @param records the answer records of the types that were asked for; empty unless the outcome is {@code RECORDS}
 * @param resolver the name server, as text
 * @param sentence what it said, without a full stop
 */
record DnsAnswer(Outcome outcome, List<Record> records, String resolver, String sentence) {

    /** Kinds of answers. When several types were asked for at once, the later one here is the answer to all. */
    enum Outcome {
        /** The name exists, and has no records of these types. */
        NO_DATA,
        /** NXDOMAIN. */
        NO_SUCH_NAME,
        /** The zone is broken: a CNAME loop or an endless chain, two CNAMEs. */
        BROKEN,
        /** SERVFAIL, REFUSED and the like, or nothing that can be read. */
        FAILED,
        /** No answer. */
        SILENT,
        /** There are records. */
        RECORDS;

        /** Whether another server would say the same. */
        boolean definite() {
            return this != FAILED && this != SILENT;
        }
    }

    boolean found() {
        return outcome == Outcome.RECORDS;
    }
}
