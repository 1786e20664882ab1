package org.bailiwick.upstream;

/**
 * An enrolment secret as the database has it: encrypted under a key of the token, and bound to one authority.
 *
 * @param keyLabel the label of that key
 * @param encrypted what it made of the secret
 */
@SuppressWarnings("ArrayRecordComponent") // copied by the entity
public record SealedEnrolmentSecret(String keyLabel, byte[] encrypted) {}
