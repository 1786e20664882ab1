package org.bailiwick.governance;

import java.time.Instant;
import java.util.UUID;
import org.bailiwick.acme.ResourceId;

/**
 * One change of a policy.
 *
 * @param id of its audit event
 * @param at when
 * @param who the name of the person or of the credential, or that it was one of another team; empty if the server itself
 *     did it, or the name is not known
 * @param before what stood
 * @param after what stood then
 */
public record PolicyChange(UUID id, Instant at, String who, PolicyDraft before, PolicyDraft after) {

    /** What was changed. */
    public PolicyDifference difference() {
        return PolicyDifference.between(before, after);
    }

    /** By which it is asked for again. */
    public String text() {
        return new ResourceId(id).toString();
    }
}
