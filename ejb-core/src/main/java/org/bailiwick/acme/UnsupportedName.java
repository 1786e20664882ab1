package org.bailiwick.acme;

/**
 * A name of a kind that nobody here can judge, or that cannot be read: it is seen, so that it can be refused.
 *
 * @param type its kind in RFC 5280's words: {@code otherName}, {@code directoryName}; or what could not be read
 * @param value what can be said of it, for people
 */
public record UnsupportedName(String type, String value) implements SubjectName {}
