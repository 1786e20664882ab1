package org.bailiwick.ca;

import java.net.URI;
import java.util.Collection;
import java.util.List;

/** What is demanded of the members of one profile. */
record ProfileChecks(String profile) {

    /**
     * Demands something of a member.
     *
     * @param fault the end of a sentence that begins with the member
     */
    void require(boolean holds, String member, String fault) {
        if (!holds) {
            throw unusable(member, fault);
        }
    }

    /** A set that is to be copied, which {@code EnumSet} does only of one with elements. */
    void requireSome(Collection<?> some, String member, String fault) {
        require(
                !some.isEmpty() && some.size() <= CertificateProfile.MOST_OF_A_KIND,
                member,
                some.isEmpty() ? fault : "has more than %d".formatted(CertificateProfile.MOST_OF_A_KIND));
    }

    /** RFC 5280 §8: fetching a CRL over https may need the very check that it is for. */
    List<URI> plainHttp(String member, List<URI> urls) {
        require(
                urls.size() <= CertificateProfile.MOST_OF_A_KIND,
                member,
                "has more than %d".formatted(CertificateProfile.MOST_OF_A_KIND));
        require(urls.stream().distinct().count() == urls.size(), member, "names a URL twice");
        for (URI url : urls) {
            try {
                WebUrls.require(url, "http");
            } catch (IllegalArgumentException notOne) {
                throw unusable(member, "has a URL that cannot be: " + notOne.getMessage());
            }
        }
        return List.copyOf(urls);
    }

    private UnusableProfileException unusable(String member, String fault) {
        return new UnusableProfileException(profile, member, "\"%s\" %s.".formatted(member, fault));
    }
}
