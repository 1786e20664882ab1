package org.bailiwick.client;

import static org.bailiwick.client.Syntax.COMMAND_PROMPT;
import static org.bailiwick.client.Syntax.SHELL;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bailiwick.acme.ChallengeType;
import org.bailiwick.client.Step.What;

/** Clients that are commands. Their options are those of their documentation; docs/clients.md says which of them we run. */
final class CommandLineClients {

    private CommandLineClients() {}

    /** certbot: Python's requests library reads the root from the environment, at each run. */
    static List<Step> certbot(ClientSetup setup) {
        String root = SHELL.word(setup.root().file());
        Command command = Command.of("sudo env REQUESTS_CA_BUNDLE=%s certbot certonly".formatted(root));
        if (setup.byDns()) {
            command.and("--manual --preferred-challenges dns")
                    .with("--manual-auth-hook ./add.sh --manual-cleanup-hook ./remove.sh");
        } else {
            command.and("--standalone").withIf("--http-01-port", setup.oddPort());
        }
        command.with("--server", setup.directory()).with("--agree-tos --register-unsafely-without-email");
        setup.key().ifPresent(key -> command.with("--eab-kid", key.id()).joined("--eab-hmac-key", key.secret()));
        command.with("-d", setup.name().value());
        return List.of(
                Step.run("", command.text()),
                new Step(
                        What.RENEW,
                        "certbot.service",
                        """
                        sudo mkdir -p /etc/systemd/system/certbot.service.d
                        printf '[Service]\\nEnvironment=REQUESTS_CA_BUNDLE=%%s\\n' %s |
                          sudo tee /etc/systemd/system/certbot.service.d/bailiwick.conf
                        sudo systemctl daemon-reload"""
                                .formatted(root)));
    }

    /** lego; since version 5 options come after the command, some by other names. */
    static List<Step> lego(ClientSetup setup) {
        String start =
                "LEGO_CA_CERTIFICATES=%s lego".formatted(SHELL.word(setup.root().file()));
        Command former = lego(Command.of(start), setup);
        Command current = lego(Command.of(start + " run"), setup);
        switch (setup.challenge()) {
            case HTTP_01 -> {
                former.with("--http").withIf("--http.port", setup.oddPort().map(port -> ":" + port));
                current.with("--http").withIf("--http.address", setup.oddPort().map(port -> ":" + port));
            }
            case TLS_ALPN_01 -> {
                former.with("--tls").withIf("--tls.port", setup.oddPort().map(port -> ":" + port));
                current.with("--tls").withIf("--tls.address", setup.oddPort().map(port -> ":" + port));
            }
            case DNS_01 -> {
                former.with("--dns YOUR-PROVIDER --dns.disable-cp");
                current.with("--dns YOUR-PROVIDER --dns.propagation.wait 10s");
            }
        }
        setup.key().ifPresent(key -> {
            former.with("--eab --kid", key.id()).joined("--hmac", key.secret());
            current.with("--eab --eab.kid", key.id()).joined("--eab.hmac", key.secret());
        });
        String renewal = former.text() + " \\\n  renew --days 30";
        return List.of(
                Step.run("lego 5", current.text()),
                Step.run("lego 4", former.with("run").text()),
                new Step(What.RENEW, "lego 4", renewal));
    }

    private static Command lego(Command command, ClientSetup setup) {
        return command.with("--server", setup.directory())
                .with("--accept-tos --email", ClientSetup.EMAIL)
                .with("--domains", setup.name().value());
    }

    /** acme.sh keeps root and server for its renewals. */
    static List<Step> acmeSh(ClientSetup setup) {
        List<Step> steps = new ArrayList<>();
        setup.key()
                .ifPresent(key -> steps.add(new Step(
                        What.REGISTER,
                        "",
                        acmeSh("acme.sh --register-account", setup)
                                .with("--eab-kid", key.id())
                                .with("--eab-hmac-key", key.secret())
                                .text())));
        Command issue = acmeSh("acme.sh --issue", setup);
        switch (setup.challenge()) {
            case HTTP_01 -> issue.with("--standalone").withIf("--httpport", setup.oddPort());
            case TLS_ALPN_01 -> issue.with("--alpn").withIf("--tlsport", setup.oddPort());
            // it would ask public name servers whether the record is there
            case DNS_01 -> issue.with("--dns YOUR-HOOK --dnssleep 20");
        }
        steps.add(Step.run("", issue.with("-d", setup.name().value()).text()));
        return steps;
    }

    private static Command acmeSh(String start, ClientSetup setup) {
        return Command.of(start)
                .with("--server", setup.directory())
                .with("--ca-bundle", setup.root().file());
    }

    /** dehydrated; its configuration is a script of bash. */
    static List<Step> dehydrated(ClientSetup setup) {
        Stream<String> challenge = setup.byDns()
                ? Stream.of("CHALLENGETYPE='dns-01'", "HOOK='/etc/dehydrated/hook.sh'")
                : Stream.of("CHALLENGETYPE='http-01'", "WELLKNOWN='/var/www/dehydrated'");
        Stream<String> key = setup.key().stream()
                .flatMap(given ->
                        Stream.of("EAB_KID=" + SHELL.word(given.id()), "EAB_HMAC_KEY=" + SHELL.word(given.secret())));
        Stream<String> ours = Stream.of(
                "CA=" + SHELL.word(setup.directory().toString()),
                "CURL_OPTS=" + SHELL.word("--cacert " + setup.root().file()));
        return List.of(
                Step.configure(
                        "/etc/dehydrated/config",
                        Stream.of(ours, challenge, key).flatMap(lines -> lines).collect(Collectors.joining("\n"))),
                Step.run(
                        "",
                        "sudo dehydrated --register --accept-terms\nsudo dehydrated --cron --domain "
                                + SHELL.word(setup.name().value())),
                new Step(
                        What.RENEW,
                        "cron",
                        "dehydrated --cron --domain " + SHELL.word(setup.name().value())));
    }

    /** win-acme trusts what Windows trusts; it makes a task of its own for renewals. */
    static List<Step> winAcme(ClientSetup setup) {
        String file = COMMAND_PROMPT.word(setup.root().fileName());
        StringBuilder command = new StringBuilder("wacs.exe --source manual --host ")
                .append(COMMAND_PROMPT.word(setup.name().value()))
                .append(" --validation selfhosting");
        if (setup.challenge() == ChallengeType.TLS_ALPN_01) {
            command.append(" --validationmode tls-alpn-01");
        }
        setup.oddPort().ifPresent(port -> command.append(" --validationport ").append(port));
        command.append(" --store certificatestore --installation none --accepttos --baseuri ")
                .append(COMMAND_PROMPT.word(setup.directory().toString()));
        setup.key().ifPresent(key -> command.append(" --eab-key-identifier ")
                .append(COMMAND_PROMPT.word(key.id()))
                .append(" --eab-key ")
                .append(COMMAND_PROMPT.word(key.secret())));
        return List.of(
                Step.run(
                        "Windows",
                        """
                        curl.exe --insecure --output %s %s
                        certutil -hashfile %s SHA256 | findstr %s && certutil -addstore -f Root %s"""
                                .formatted(
                                        file,
                                        COMMAND_PROMPT.word(setup.root().url().toString()),
                                        file,
                                        setup.root().fileSha256(),
                                        file)),
                Step.run("wacs.exe", command.toString()));
    }
}
