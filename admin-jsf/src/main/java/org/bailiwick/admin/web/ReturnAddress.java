package org.bailiwick.admin.web;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where somebody wanted to go before he was asked to log in: a page of the portal, never anywhere else. */
public final class ReturnAddress {

    /** A path below the portal's, perhaps with a query; nothing that a browser might take for a host. */
    private static final Pattern TEXT =
            Pattern.compile("/[A-Za-z0-9-]{0,100}(\\?[A-Za-z0-9._~%&=+:,@!*()'-]{0,1000})?");

    private ReturnAddress() {}

    /**
     * The path within the portal to go to.
     *
     * @param wanted what the address of the log-in page says; the dashboard if it says nothing that can be
     */
    public static String of(@Nullable String wanted) {
        return wanted != null && TEXT.matcher(wanted).matches() ? wanted : "/";
    }

    /**
     * The log-in page's path within the portal, for who wanted to go somewhere.
     *
     * @param path within the portal
     * @param query null for none
     */
    static String logIn(String path, @Nullable String query) {
        String wanted = of(query == null ? path : path + "?" + query);
        return wanted.equals("/") ? "/login" : "/login?to=" + URLEncoder.encode(wanted, StandardCharsets.UTF_8);
    }
}
