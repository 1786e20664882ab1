package org.bailiwick.certificate;

import org.bailiwick.admin.SortColumn;

/** What lists of certificates can be sorted by besides their ids; there is an index for it (V22_1). */
public enum CertificateColumn implements SortColumn {
    /** The last second of validity. */
    EXPIRY;

    @Override
    public String expression() {
        return "x.notAfter";
    }
}
