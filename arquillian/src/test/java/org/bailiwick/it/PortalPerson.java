package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who administers in some role, invited and with a password of his own.
 *
 * @param name by which he logs in
 */
record PortalPerson(String name) {

    static final String PASSWORD = "four words in a row";

    private static final Pattern LINK = Pattern.compile("/admin(/invitation\\?link=[A-Za-z0-9_-]+)<");

    /**
     * A new one.
     *
     * @param role its word
     * @param team its id; null for all
     */
    static PortalPerson invited(String role, @Nullable String team) throws IOException, InterruptedException {
        PortalPerson person = new PortalPerson(role + "-" + UUID.randomUUID());
        PortalClient first = PortalClient.loggedIn();
        Map<String, String> form = PortalClient.form(first.get("/administrator-new"), "new");
        form.put("new:name", person.name);
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
        return person;
    }

    /** A new one of the team that the first authority is of. */
    static PortalPerson ofTheFirstTeam(String role) throws IOException, InterruptedException {
        return invited(role, AdminClient.first().named("/teams", "default").getString("id"));
    }

    /** Logged in without a browser. */
    PortalClient client() throws IOException, InterruptedException {
        PortalClient client = new PortalClient();
        assertThat(client.logIn(name, PASSWORD).status()).isEqualTo(302);
        return client;
    }
}
