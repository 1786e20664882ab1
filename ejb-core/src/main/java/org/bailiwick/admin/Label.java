package org.bailiwick.admin;

/**
 * What people call something: for people only, nothing is found by it.
 *
 * @param value 1 to 100 characters, not only spaces, and none that would change how what is around them is shown
 */
public record Label(String value) {

    static final int MAXIMUM_LENGTH = 100;

    /**
     * Checks it.
     *
     * @throws AdminException {@code INVALID}
     */
    public Label {
        if (value.isBlank()
                || value.length() > MAXIMUM_LENGTH
                || value.codePoints().anyMatch(Label::changesOthers)) {
            throw AdminException.invalid(
                    "A name has 1 to %d characters, and no control or formatting characters among them."
                            .formatted(MAXIMUM_LENGTH));
        }
    }

    private static boolean changesOthers(int c) {
        int type = Character.getType(c);
        return type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || type == Character.SURROGATE;
    }

    @Override
    public String toString() {
        return value;
    }
}
