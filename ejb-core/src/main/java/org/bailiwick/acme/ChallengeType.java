package org.bailiwick.acme;

/** The challenge types that we validate (RFC 8555 §9.7.8). */
public enum ChallengeType {
    /** RFC 8555 §8.3. */
    HTTP_01("http-01");

    private final String wireName;

    ChallengeType(String wireName) {
        this.wireName = wireName;
    }

    /** The name as registered with IANA. */
    public String wireName() {
        return wireName;
    }
}
