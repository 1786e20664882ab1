package org.bailiwick.ca;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The profiles that there are for an authority: the built-in ones, and those that it was given. An instance is equal to
 * itself only, so that what is worked out of one can be kept by it.
 */
public final class KnownProfiles {

    /** Those that there are everywhere. */
    public static final KnownProfiles BUILT_IN = new KnownProfiles(List.of(
            CertificateProfile.tlsserver(),
            CertificateProfile.shortlived(),
            CertificateProfile.tlsclient(),
            CertificateProfile.mutual()));

    private final Map<String, CertificateProfile> byName = new LinkedHashMap<>();

    private KnownProfiles(Collection<CertificateProfile> profiles) {
        profiles.forEach(profile -> byName.put(profile.name(), profile));
    }

    /** The built-in ones and these; a built-in one is never replaced. */
    public static KnownProfiles with(Collection<CertificateProfile> own) {
        KnownProfiles all = new KnownProfiles(BUILT_IN.all());
        own.forEach(profile -> all.byName.putIfAbsent(profile.name(), profile));
        return all;
    }

    /** The profile of that name. */
    public Optional<CertificateProfile> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** All of them, the built-in ones first. */
    public Collection<CertificateProfile> all() {
        return Collections.unmodifiableCollection(byName.values());
    }
}
