package org.bailiwick.admin.web.provisioner;

import org.jspecify.annotations.Nullable;

/** What is in a field. */
final class Typed {

    private Typed() {}

    /** What a field has that was left empty: Faces says nothing then. */
    static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
