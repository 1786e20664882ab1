package org.bailiwick.web.start;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.bailiwick.authority.AuthorityOverview;

/**
 * An authority as the start page shows it. Getters, because the expression language of Jakarta EE 10 does not read
 * records.
 */
public final class AuthorityCard {

    private final AuthorityOverview authority;
    private final String rootUrl;
    private final List<DirectoryCard> directories;

    AuthorityCard(AuthorityOverview authority, String rootUrl, List<DirectoryCard> directories) {
        this.authority = authority;
        this.rootUrl = rootUrl;
        this.directories = List.copyOf(directories);
    }

    public String getName() {
        return authority.name();
    }

    public String getIssuer() {
        return authority.issuer();
    }

    public String getKeyAlgorithm() {
        return authority.keyAlgorithm();
    }

    /** A date, in UTC. */
    public String getNotAfter() {
        return DateTimeFormatter.ISO_LOCAL_DATE.format(authority.notAfter().atOffset(ZoneOffset.UTC));
    }

    public String getPermits() {
        return String.join(", ", authority.permits());
    }

    public String getRootSha256() {
        return authority.rootSha256();
    }

    public String getRootUrl() {
        return rootUrl;
    }

    public List<DirectoryCard> getDirectories() {
        return directories;
    }
}
