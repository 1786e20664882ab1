package org.bailiwick.admin.web;

import org.bailiwick.admin.AdminException;

/**
 * What is typed before something is destroyed: the name of it. Whoever types it has read it, and who is on the wrong page
 * notices.
 */
public final class TypedName {

    private TypedName() {}

    /**
     * Demands that it was typed.
     *
     * @param name of what is to be changed; space around it does not count
     * @throws AdminException {@code INVALID} if it is another
     */
    public static void require(String typed, String name) {
        if (!typed.strip().equals(name.strip())) {
            throw AdminException.invalid("Nothing is changed: what you typed is not \"%s\".".formatted(name));
        }
    }
}
