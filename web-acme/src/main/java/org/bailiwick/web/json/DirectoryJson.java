package org.bailiwick.web.json;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.spi.JsonProvider;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.bailiwick.ca.CertificateProfile;

/** RFC 8555 §7.1.1, RFC 9773 §3. */
public final class DirectoryJson {

    private static final JsonProvider JSON = JsonProvider.provider();

    private DirectoryJson() {}

    /** Only what there is: a client must not be told of resources that do not answer. */
    public static JsonObject of(Map<String, URI> resources, URI website, List<CertificateProfile> offered) {
        JsonObjectBuilder directory = JSON.createObjectBuilder();
        resources.forEach((name, url) -> directory.add(name, url.toString()));
        JsonObjectBuilder profiles = JSON.createObjectBuilder();
        offered.forEach(profile -> profiles.add(profile.name(), profile.description()));
        return directory
                .add(
                        "meta",
                        JSON.createObjectBuilder()
                                .add("website", website.toString())
                                .add("externalAccountRequired", false)
                                .add("profiles", profiles))
                .build();
    }
}
