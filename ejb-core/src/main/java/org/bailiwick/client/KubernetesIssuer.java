package org.bailiwick.client;

import static org.bailiwick.client.Syntax.YAML;

import java.util.ArrayList;
import java.util.List;

/** cert-manager for Kubernetes: an issuer for the cluster or for a namespace, and a certificate. */
final class KubernetesIssuer {

    private KubernetesIssuer() {}

    static List<Step> steps(ClientSetup setup) {
        return List.of(
                Step.configure("ClusterIssuer", documents(setup, "ClusterIssuer", "cert-manager")),
                Step.configure("Issuer", documents(setup, "Issuer", "YOUR-NAMESPACE")),
                Step.configure(
                        "Certificate",
                        String.join(
                                "\n",
                                "apiVersion: cert-manager.io/v1",
                                "kind: Certificate",
                                "metadata:",
                                "  name: site",
                                "  namespace: YOUR-NAMESPACE",
                                "spec:",
                                "  secretName: site-tls",
                                "  dnsNames:",
                                "    - " + YAML.word(setup.name().value()),
                                "  issuerRef:",
                                "    name: bailiwick",
                                "    kind: ClusterIssuer")));
    }

    /**
     * A secret with that of the external account key, if there is one, and an issuer.
     *
     * @param namespace of the secret; that of a ClusterIssuer is in the one that cert-manager runs in
     */
    private static String documents(ClientSetup setup, String kind, String namespace) {
        List<String> lines = new ArrayList<>();
        setup.key()
                .ifPresent(key -> lines.addAll(List.of(
                        "apiVersion: v1",
                        "kind: Secret",
                        "metadata:",
                        "  name: bailiwick-eab",
                        "  namespace: " + namespace,
                        "stringData:",
                        "  secret: " + YAML.word(key.secret()),
                        "---")));
        lines.addAll(List.of("apiVersion: cert-manager.io/v1", "kind: " + kind, "metadata:", "  name: bailiwick"));
        if (kind.equals("Issuer")) {
            lines.add("  namespace: " + namespace);
        }
        lines.addAll(List.of(
                "spec:",
                "  acme:",
                "    server: " + YAML.word(setup.directory().toString()),
                "    caBundle: " + setup.root().base64(),
                "    privateKeySecretRef:",
                "      name: bailiwick-account"));
        setup.key()
                .ifPresent(key -> lines.addAll(List.of(
                        "    externalAccountBinding:",
                        "      keyID: " + YAML.word(key.id()),
                        "      keySecretRef:",
                        "        name: bailiwick-eab",
                        "        key: secret")));
        lines.add("    solvers:");
        lines.addAll(
                setup.byDns()
                        ? List.of(
                                "      - dns01:",
                                "          rfc2136:",
                                "            nameserver: 'YOUR-NAME-SERVER'",
                                "            tsigKeyName: 'YOUR-KEY'",
                                "            tsigAlgorithm: HMACSHA256",
                                "            tsigSecretSecretRef:",
                                "              name: tsig",
                                "              key: secret")
                        : List.of("      - http01:", "          ingress:", "            ingressClassName: nginx"));
        return String.join("\n", lines);
    }
}
