package org.bailiwick.profile;

import jakarta.json.JsonReader;
import jakarta.json.spi.JsonProvider;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.io.StringReader;
import org.bailiwick.ca.CertificateProfile;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** A profile as the JSON document in its column. */
@Converter
@Immutable
public class CertificateProfileConverter implements AttributeConverter<CertificateProfile, String> {

    private static final JsonProvider JSON = JsonProvider.provider();

    @Override
    public @Nullable String convertToDatabaseColumn(@Nullable CertificateProfile profile) {
        return profile == null ? null : ProfileDocument.write(profile).toString();
    }

    /** A document that cannot be read was written by a newer server: to go on without it could permit what it forbids. */
    @Override
    public @Nullable CertificateProfile convertToEntityAttribute(@Nullable String document) {
        if (document == null) {
            return null;
        }
        try (JsonReader reader = JSON.createReader(new StringReader(document))) {
            return ProfileDocument.read(reader.readObject());
        } catch (MalformedProfileException unreadable) {
            throw new IllegalStateException("a stored profile cannot be read", unreadable);
        }
    }
}
