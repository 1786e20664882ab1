package org.bailiwick.web.start;

import java.net.URI;
import java.util.List;
import org.bailiwick.config.ProvisionerSettings;
import org.bailiwick.validation.ValidationSettings.Ports;

/** A directory as the start page shows it, with a command for each popular client. */
public final class DirectoryCard {

    private final String name;
    private final String url;
    private final Ports ports;
    private final String termsOfService;

    DirectoryCard(String name, String url, ProvisionerSettings settings) {
        this.name = name;
        this.url = url;
        this.ports = settings.validation().ports();
        URI terms = settings.termsOfService();
        this.termsOfService = terms == null ? "" : terms.toString();
    }

    public String getName() {
        return name;
    }

    public String getUrl() {
        return url;
    }

    /** What a client agrees to with the commands below; empty if there are no terms. */
    public String getTermsOfService() {
        return termsOfService;
    }

    /** Ready to be pasted; {@code root.pem} is the downloaded root, and {@code host.internal} stands for the client's name. */
    public List<ClientCommand> getCommands() {
        return List.of(
                new ClientCommand(
                        "certbot",
                        """
                        REQUESTS_CA_BUNDLE=root.pem certbot certonly --standalone --http-01-port %d \\
                          --server %s --agree-tos --register-unsafely-without-email -d host.internal"""
                                .formatted(ports.http01(), url)),
                new ClientCommand(
                        "lego",
                        """
                        LEGO_CA_CERTIFICATES=root.pem lego --server %s --accept-tos --email admin@host.internal \\
                          --http --http.port :%d --domains host.internal run"""
                                .formatted(url, ports.http01())),
                new ClientCommand(
                        "acme.sh",
                        """
                        acme.sh --issue --standalone --httpport %d --server %s \\
                          --ca-bundle root.pem -d host.internal"""
                                .formatted(ports.http01(), url)),
                // without a tls block newer versions sign .internal names by themselves, whatever acme_ca says
                new ClientCommand(
                        "Caddy",
                        """
                        {
                          http_port %d
                          https_port %d
                        }
                        host.internal {
                          tls {
                            ca %s
                            ca_root root.pem
                          }
                        }"""
                                .formatted(ports.http01(), ports.tlsAlpn01(), url)),
                new ClientCommand(
                        "Traefik",
                        """
                        LEGO_CA_CERTIFICATES=root.pem traefik --entrypoints.web.address=:%d \\
                          --certificatesresolvers.bailiwick.acme.caserver=%s \\
                          --certificatesresolvers.bailiwick.acme.httpchallenge.entrypoint=web \\
                          --certificatesresolvers.bailiwick.acme.storage=acme.json"""
                                .formatted(ports.http01(), url)),
                new ClientCommand(
                        "cert-manager",
                        """
                        apiVersion: cert-manager.io/v1
                        kind: ClusterIssuer
                        metadata:
                          name: bailiwick
                        spec:
                          acme:
                            server: %s
                            caBundle: # base64 of root.pem
                            privateKeySecretRef:
                              name: bailiwick-account
                            solvers:
                              - http01:
                                  ingress: {}"""
                                .formatted(url)));
    }

    /** One client's command or configuration. */
    public static final class ClientCommand {

        private final String client;
        private final String text;

        ClientCommand(String client, String text) {
            this.client = client;
            this.text = text;
        }

        public String getClient() {
            return client;
        }

        public String getText() {
            return text;
        }
    }
}
