package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Somebody who administers in some role, logged in to the portal: invited and with a password of his own, without a browser. */
final class PortalPerson {

    private static final String PASSWORD = "four words in a row";

    private static final Pattern LINK = Pattern.compile("/admin(/invitation\\?link=[A-Za-z0-9_-]+)\"");

    private PortalPerson() {}

    /**
     * A new one.
     *
     * @param role its word
     * @param team its id; null for all
     */
    static PortalClient of(String role, @Nullable String team) throws IOException, InterruptedException {
        String name = role + "-" + Long.toString(Clock.systemUTC().millis(), 36);
        PortalClient first = PortalClient.loggedIn();
        Map<String, String> form = PortalClient.form(first.get("/administrator-new"), "new");
        form.put("new:name", name);
        form.put("new:role", role);
        form.put("new:team", team == null ? "" : team);
        form.put("new:go", "Create");
        String made = first.post("/administrator-new", form).body();
        Matcher link = LINK.matcher(made);
        assertThat(link.find()).as(made).isTrue();
        PortalClient client = new PortalClient();
        Map<String, String> password = PortalClient.form(client.get(link.group(1)), "set");
        password.put("set:password", PASSWORD);
        password.put("set:repeated", PASSWORD);
        password.put("set:go", "Set the password");
        assertThat(client.post("/invitation", password).status()).isEqualTo(302);
        assertThat(client.logIn(name, PASSWORD).status()).isEqualTo(302);
        return client;
    }
}
