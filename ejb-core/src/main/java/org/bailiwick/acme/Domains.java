package org.bailiwick.acme;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** The domains that a name is in. */
public final class Domains {

    /** No DNS name's last label is a number ({@link DnsIdentifier}), no address's is anything else. */
    private static final Pattern ADDRESS = Pattern.compile(".*:.*|(.*\\.)?[0-9]+");

    private Domains() {}

    /**
     * A name itself and every domain above it: of {@code a.b.corp} that, {@code b.corp} and {@code corp}. Of a wildcard it is
     * the same, and an address is in no domain.
     *
     * @param name in canonical form, as certificates have it
     */
    public static Set<String> of(String name) {
        Set<String> domains = new LinkedHashSet<>();
        domains.add(name);
        if (!ADDRESS.matcher(name).matches()) {
            for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
                domains.add(name.substring(dot + 1));
            }
        }
        return domains;
    }
}
