package org.bailiwick.client;

import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.bailiwick.acme.ChallengeType;

/** The clients that we have words for, as many people use them. */
@SuppressWarnings("ImmutableEnumChecker") // functions without state, and a set that does not change
public enum ClientSoftware {
    CERTBOT("certbot", "certbot", CommandLineClients::certbot, ChallengeType.HTTP_01, ChallengeType.DNS_01),
    LEGO("lego", "lego", CommandLineClients::lego, ChallengeType.values()),
    ACME_SH("acme-sh", "acme.sh", CommandLineClients::acmeSh, ChallengeType.values()),
    DEHYDRATED("dehydrated", "dehydrated", CommandLineClients::dehydrated, ChallengeType.HTTP_01, ChallengeType.DNS_01),
    CADDY("caddy", "Caddy", ServerClients::caddy, ChallengeType.values()),
    TRAEFIK("traefik", "Traefik", ServerClients::traefik, ChallengeType.values()),
    NGINX("nginx", "nginx", ServerClients::nginx, ChallengeType.HTTP_01, ChallengeType.TLS_ALPN_01),
    APACHE("apache", "Apache httpd (mod_md)", ServerClients::apache, ChallengeType.values()),
    CERT_MANAGER(
            "cert-manager",
            "cert-manager (Kubernetes)",
            KubernetesIssuer::steps,
            ChallengeType.HTTP_01,
            ChallengeType.DNS_01),
    WIN_ACME(
            "win-acme",
            "win-acme (Windows)",
            CommandLineClients::winAcme,
            ChallengeType.HTTP_01,
            ChallengeType.TLS_ALPN_01);

    private final String word;
    private final String title;
    private final Function<ClientSetup, List<Step>> recipe;
    private final Set<ChallengeType> challenges;

    ClientSoftware(String word, String title, Function<ClientSetup, List<Step>> recipe, ChallengeType... challenges) {
        this.word = word;
        this.title = title;
        this.recipe = recipe;
        this.challenges = Set.of(challenges);
    }

    /** Its name in addresses. */
    public String word() {
        return word;
    }

    /** What people call it. */
    public String title() {
        return title;
    }

    /** What to do with it; nothing if it cannot show by that type of challenge that it controls a name. */
    public List<Step> steps(ClientSetup setup) {
        return challenges.contains(setup.challenge()) ? recipe.apply(setup) : List.of();
    }
}
