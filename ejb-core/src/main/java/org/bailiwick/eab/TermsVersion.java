package org.bailiwick.eab;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;
import org.bailiwick.policy.NamePolicy;
import org.bailiwick.policy.document.PolicyDocument;

/** The version of a key's terms: a number that these have and others have not. */
final class TermsVersion {

    /** A number of at most 18 digits. */
    private static final int UNUSED_BITS = 5;

    private TermsVersion() {}

    static long of(List<String> profiles, Optional<NamePolicy> policy, KeyDescription description) {
        String document =
                policy.map(PolicyDocument::write).map(Object::toString).orElse("");
        // none of them has a line break
        String terms = String.join(
                "\n",
                String.join(" ", profiles),
                document,
                description.owner().orElse(""),
                description.note().orElse(""),
                description.expiresAt().map(Object::toString).orElse(""));
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(terms.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(hash).getLong() >>> UNUSED_BITS;
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
