package org.bailiwick.admin.web.ra;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonWriter;
import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonGenerator;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.Map;
import org.bailiwick.admin.web.Ids;
import org.bailiwick.ra.administration.RegistrationAuthorityAdministration;
import org.bailiwick.ra.administration.RegistrationAuthorityOverview;
import org.bailiwick.ra.administration.RelayedRequestOverview;
import org.jspecify.annotations.Nullable;

/** Something that a registration authority asked for, and what it said of it. */
@Named
@RequestScoped
public class RelayedRequestView {

    private static final JsonProvider JSON = JsonProvider.provider();

    @Inject
    RegistrationAuthorityAdministration registrationAuthorities;

    private String id = "";
    private String evidence = "";
    private @Nullable RelayedRequestOverview found;
    private @Nullable RegistrationAuthorityOverview by;

    public void load() {
        RelayedRequestOverview there = registrationAuthorities.request(Ids.uuid("relayed request", id));
        found = there;
        by = registrationAuthorities.find(there.registrationAuthority());
        evidence = there.evidence() == null ? "" : indented(there.evidence());
    }

    /** It was a JSON object when it came; as it is stored it is one line. */
    private static String indented(String json) {
        StringWriter lines = new StringWriter();
        try (JsonReader reader = JSON.createReader(new StringReader(json));
                JsonWriter writer = JSON.createWriterFactory(Map.of(JsonGenerator.PRETTY_PRINTING, true))
                        .createWriter(lines)) {
            JsonObject read = reader.readObject();
            writer.writeObject(read);
        }
        return lines.toString().strip();
    }

    public @Nullable RelayedRequestOverview getFound() {
        return found;
    }

    /** Who asked. */
    public @Nullable RegistrationAuthorityOverview getBy() {
        return by;
    }

    /** JSON in lines; empty if it said nothing. */
    public String getEvidence() {
        return evidence;
    }

    public String getId() {
        return id;
    }

    public void setId(@Nullable String id) {
        this.id = id == null ? "" : id;
    }
}
