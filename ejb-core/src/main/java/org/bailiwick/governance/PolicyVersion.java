package org.bailiwick.governance;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.bailiwick.hash.Sha256;
import org.bailiwick.policy.NamePolicy;
import org.bailiwick.policy.document.PolicyDocument;

/**
 * The version of a policy: a number that its document has and another has not. So it changes with the policy only, and not
 * when the account is given another contact. None and an empty one say the same, and have the same version.
 */
final class PolicyVersion {

    /** A number of at most 18 digits. */
    private static final int UNUSED_BITS = 5;

    private PolicyVersion() {}

    static long of(Optional<NamePolicy> policy) {
        String document = PolicyDocument.write(policy.orElse(NamePolicy.EMPTY)).toString();
        byte[] hash = Sha256.of(document.getBytes(StandardCharsets.UTF_8));
        return ByteBuffer.wrap(hash).getLong() >>> UNUSED_BITS;
    }
}
