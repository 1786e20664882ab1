package org.bailiwick.web.json;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.spi.JsonProvider;
import java.net.URI;
import java.util.Map;
import org.bailiwick.config.ProvisionerSettings;

/** RFC 8555 §7.1.1, RFC 9773 §3. */
public final class DirectoryJson {

    private static final JsonProvider JSON = JsonProvider.provider();

    private DirectoryJson() {}

    /** Only what there is: a client must not be told of resources that do not answer. */
    public static JsonObject of(Map<String, URI> resources, URI website, ProvisionerSettings settings) {
        JsonObjectBuilder directory = JSON.createObjectBuilder();
        resources.forEach((name, url) -> directory.add(name, url.toString()));
        JsonObjectBuilder profiles = JSON.createObjectBuilder();
        settings.profiles().forEach(profile -> profiles.add(profile.name(), profile.description()));
        JsonObjectBuilder meta = JSON.createObjectBuilder();
        URI terms = settings.termsOfService();
        if (terms != null) {
            meta.add("termsOfService", terms.toString());
        }
        meta.add("website", website.toString())
                .add("externalAccountRequired", settings.externalAccount().ofNewAccounts())
                .add("profiles", profiles);
        return directory.add("meta", meta).build();
    }
}
