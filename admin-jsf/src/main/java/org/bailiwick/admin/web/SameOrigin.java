package org.bailiwick.admin.web;

import org.jspecify.annotations.Nullable;

/**
 * Whether a request that may change something comes from a page of ours, by what the browser says of it: pages cannot set
 * these headers (Fetch Metadata; Fetch §3.2). Asked before anything else is done, for ajax, too. A browser that says neither
 * is older than any that gets security updates, and refused.
 */
final class SameOrigin {

    private SameOrigin() {}

    /**
     * Whether it does.
     *
     * @param site the header {@code Sec-Fetch-Site}
     * @param origin the header {@code Origin}
     * @param host the header {@code Host}
     */
    static boolean is(@Nullable String site, @Nullable String origin, @Nullable String host) {
        return site == null ? host != null && ("https://" + host).equals(origin) : site.equals("same-origin");
    }

    /** Whether somebody followed a link of another site, and so came without the cookie of his session. */
    static boolean isFollowedLink(@Nullable String site) {
        return "cross-site".equals(site);
    }
}
