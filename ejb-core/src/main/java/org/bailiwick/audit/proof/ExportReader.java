package org.bailiwick.audit.proof;

import java.io.Reader;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Consumer;
import org.bailiwick.audit.AuditTrail;

/** An export as it is read, a page at a time: none of it is kept. */
final class ExportReader extends Reader {

    /** The events of one query. */
    static final int PAGE = 1_000;

    private final AuditTrail trail;
    private final Consumer<AuditTrail.Place> progress;
    private Optional<AuditTrail.Place> next;
    private Iterator<String> lines;
    private String line = "";
    private int offset;

    /**
     * Begins one.
     *
     * @param first its first page
     * @param progress told of each place at which a page begins
     */
    ExportReader(AuditTrail trail, AuditTrail.Page first, Consumer<AuditTrail.Place> progress) {
        this.trail = trail;
        this.progress = progress;
        this.next = first.next();
        this.lines = first.lines().iterator();
    }

    @Override
    public int read(char[] buffer, int from, int length) {
        while (offset == line.length()) {
            if (!advance()) {
                return -1;
            }
        }
        int count = Math.min(length, line.length() - offset);
        line.getChars(offset, offset + count, buffer, from);
        offset += count;
        return count;
    }

    private boolean advance() {
        while (!lines.hasNext()) {
            if (next.isEmpty()) {
                return false;
            }
            progress.accept(next.get());
            AuditTrail.Page page = trail.page(next.get(), PAGE);
            next = page.next();
            lines = page.lines().iterator();
        }
        line = lines.next() + "\n";
        offset = 0;
        return true;
    }

    @Override
    public void close() {
        // nothing is open between two pages
    }
}
