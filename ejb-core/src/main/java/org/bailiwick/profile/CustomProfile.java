package org.bailiwick.profile;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.ca.CertificateProfile;

/** A profile of an authority's own. */
@Entity
@Table(name = "certificate_profile")
public class CustomProfile {

    /** A version is a number of at most 18 digits. */
    private static final int UNUSED_BITS = 5;

    @Id
    private UUID id;

    @Column(name = "authority_id", nullable = false)
    private UUID authority;

    @Column(length = 63, nullable = false)
    private String name;

    @Convert(converter = CertificateProfileConverter.class)
    @Column(name = "document", length = ProfileDocument.MAXIMUM_LENGTH, nullable = false)
    private CertificateProfile profile;

    @Column(nullable = false)
    private Instant createdAt;

    protected CustomProfile() {}

    public CustomProfile(UUID authority, CertificateProfile profile, Instant now) {
        this.id = ResourceId.random(now).value();
        this.authority = authority;
        this.name = profile.name();
        this.profile = profile;
        this.createdAt = now;
    }

    public CertificateProfile profile() {
        return profile;
    }

    /** Takes another profile of the same name in place of the one it is. */
    public void become(CertificateProfile other) {
        if (!other.name().equals(name)) {
            throw new IllegalArgumentException("a profile keeps its name");
        }
        profile = other;
    }

    /** The version of a profile: a number that its document has and another has not. */
    public static long version(CertificateProfile profile) {
        byte[] hash = HexFormat.of().parseHex(ProfileDocument.fingerprint(profile));
        return ByteBuffer.wrap(hash).getLong() >>> UNUSED_BITS;
    }
}
