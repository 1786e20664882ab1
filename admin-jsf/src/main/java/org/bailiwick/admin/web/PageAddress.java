package org.bailiwick.admin.web;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** The address of a list, within the portal: what is empty is left out, so that people can read and share it. */
public final class PageAddress {

    private final StringBuilder address;
    private boolean asks;

    private PageAddress(String page) {
        this.address = new StringBuilder(page);
    }

    /** The address of a page, as {@code /certificates}. */
    public static PageAddress of(String page) {
        return new PageAddress(page);
    }

    /** The same with one more parameter, if it has a value. */
    public PageAddress with(String parameter, String value) {
        if (!value.isEmpty()) {
            address.append(asks ? '&' : '?')
                    .append(parameter)
                    .append('=')
                    .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
            asks = true;
        }
        return this;
    }

    @Override
    public String toString() {
        return address.toString();
    }
}
