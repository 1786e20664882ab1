package org.bailiwick.client;

import static org.bailiwick.client.Syntax.APACHE;
import static org.bailiwick.client.Syntax.CADDYFILE;
import static org.bailiwick.client.Syntax.NGINX;
import static org.bailiwick.client.Syntax.SHELL;
import static org.bailiwick.client.Syntax.YAML;

import java.util.ArrayList;
import java.util.List;
import org.bailiwick.validation.ValidationSettings.Ports;

/** Servers that get their certificates themselves. Their directives are those of their documentation. */
final class ServerClients {

    private ServerClients() {}

    /** Caddy. Without a {@code tls} block it signs names that it takes for internal by itself, whatever acme_ca says. */
    static List<Step> caddy(ClientSetup setup) {
        List<String> lines = new ArrayList<>();
        if (!setup.byDns() && !setup.ports().equals(Ports.STANDARD)) {
            lines.addAll(List.of(
                    "{",
                    "    http_port " + setup.ports().http01(),
                    "    https_port " + setup.ports().tlsAlpn01(),
                    "}"));
        }
        lines.addAll(List.of(
                CADDYFILE.word(setup.name().value()) + " {",
                "    tls {",
                "        issuer acme {",
                "            dir " + CADDYFILE.word(setup.directory().toString()),
                "            trusted_roots " + CADDYFILE.word(setup.root().file())));
        setup.key()
                .ifPresent(key ->
                        lines.add("            eab " + CADDYFILE.word(key.id()) + " " + CADDYFILE.word(key.secret())));
        if (setup.byDns()) {
            lines.add("            dns YOUR-PROVIDER");
        }
        lines.addAll(List.of("        }", "    }", "    respond \"hello\"", "}"));
        return List.of(
                Step.configure("/etc/caddy/Caddyfile", String.join("\n", lines)),
                Step.run("", "sudo systemctl reload caddy"));
    }

    /** Traefik, which is made with lego. */
    static List<Step> traefik(ClientSetup setup) {
        List<String> lines = new ArrayList<>(List.of(
                "entryPoints:",
                "  web:",
                "    address: " + YAML.word(":" + setup.ports().http01()),
                "  websecure:",
                "    address: " + YAML.word(":" + setup.ports().tlsAlpn01()),
                "certificatesResolvers:",
                "  bailiwick:",
                "    acme:",
                "      email: " + YAML.word(ClientSetup.EMAIL),
                "      storage: '/var/lib/traefik/acme.json'",
                "      caServer: " + YAML.word(setup.directory().toString())));
        setup.key()
                .ifPresent(key -> lines.addAll(List.of(
                        "      eab:",
                        "        kid: " + YAML.word(key.id()),
                        "        hmacEncoded: " + YAML.word(key.secret()))));
        lines.addAll(
                switch (setup.challenge()) {
                    case HTTP_01 -> List.of("      httpChallenge:", "        entryPoint: 'web'");
                    case TLS_ALPN_01 -> List.of("      tlsChallenge: {}");
                    case DNS_01 -> List.of("      dnsChallenge:", "        provider: 'YOUR-PROVIDER'");
                });
        String routers = String.join(
                "\n",
                "http:",
                "  routers:",
                "    site:",
                "      rule: " + YAML.word("Host(`" + setup.name().baseName() + "`)"),
                "      service: 'YOUR-SERVICE'",
                "      tls:",
                "        certResolver: 'bailiwick'",
                "        domains:",
                "          - main: " + YAML.word(setup.name().value()));
        return List.of(
                Step.configure("/etc/traefik/traefik.yml", String.join("\n", lines)),
                Step.configure("http.routers", routers),
                Step.run(
                        "",
                        "LEGO_CA_CERTIFICATES=%s traefik --configFile=/etc/traefik/traefik.yml"
                                .formatted(SHELL.word(setup.root().file()))));
    }

    /** nginx with its module for ACME. */
    static List<Step> nginx(ClientSetup setup) {
        String name = NGINX.word(setup.name().value());
        List<String> lines = new ArrayList<>(List.of(
                "# nginx.conf begins with: load_module modules/ngx_http_acme_module.so;",
                "resolver YOUR-NAME-SERVER;",
                "acme_issuer bailiwick {",
                "    uri " + NGINX.word(setup.directory().toString()) + ";",
                "    ssl_trusted_certificate " + NGINX.word(setup.root().file()) + ";",
                "    state_path /var/cache/nginx/acme-bailiwick;",
                "    accept_terms_of_service;"));
        setup.key()
                .ifPresent(key -> lines.add("    external_account_key %s %s;"
                        .formatted(NGINX.word(key.id()), NGINX.word("data:" + key.secret()))));
        if (!setup.byHttp()) {
            lines.add("    challenge tls-alpn-01;");
        }
        lines.addAll(List.of(
                "}",
                "server {",
                "    listen %d ssl;".formatted(setup.ports().tlsAlpn01()),
                "    server_name " + name + ";",
                "    acme_certificate bailiwick;",
                "    ssl_certificate $acme_certificate;",
                "    ssl_certificate_key $acme_certificate_key;",
                "    ssl_certificate_cache max=2;",
                "}"));
        if (setup.byHttp()) {
            lines.addAll(List.of(
                    "server {",
                    "    listen %d;".formatted(setup.ports().http01()),
                    "    server_name " + name + ";",
                    "    return 404;",
                    "}"));
        }
        return List.of(
                Step.configure("/etc/nginx/conf.d/acme.conf", String.join("\n", lines)),
                Step.run("", "sudo nginx -t && sudo systemctl reload nginx"));
    }

    /** Apache httpd with mod_md, which uses a new certificate after the next graceful restart. */
    static List<Step> apache(ClientSetup setup) {
        String name = APACHE.word(setup.name().value());
        List<String> lines = new ArrayList<>(List.of(
                "MDCertificateAuthority " + APACHE.word(setup.directory().toString()),
                "MDCACertificateFile " + APACHE.word(setup.root().file()),
                "MDCertificateAgreement accepted",
                "MDContactEmail " + ClientSetup.EMAIL));
        setup.key()
                .ifPresent(key -> lines.add(
                        "MDExternalAccountBinding %s %s".formatted(APACHE.word(key.id()), APACHE.word(key.secret()))));
        if (!setup.byDns() && !setup.ports().equals(Ports.STANDARD)) {
            lines.add("MDPortMap http:%d https:%d"
                    .formatted(setup.ports().http01(), setup.ports().tlsAlpn01()));
        }
        lines.addAll(
                switch (setup.challenge()) {
                    case HTTP_01 -> List.<String>of();
                    case TLS_ALPN_01 -> List.of("Protocols h2 http/1.1 acme-tls/1");
                    case DNS_01 -> List.of("MDChallengeDns01 /etc/apache2/dns-hook");
                });
        lines.addAll(List.of(
                "MDomain " + name,
                "<VirtualHost *:%d>".formatted(setup.ports().tlsAlpn01()),
                "    ServerName " + APACHE.word(setup.name().baseName()),
                "    SSLEngine on",
                "</VirtualHost>"));
        return List.of(
                Step.configure("/etc/apache2/sites-available/bailiwick.conf", String.join("\n", lines)),
                Step.run(
                        "",
                        """
                        sudo a2enmod md ssl
                        sudo a2ensite bailiwick
                        sudo systemctl restart apache2"""));
    }
}
