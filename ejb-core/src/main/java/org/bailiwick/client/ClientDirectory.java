package org.bailiwick.client;

import java.io.Serial;
import java.io.Serializable;
import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.ChallengeType;
import org.bailiwick.acme.DnsIdentifier;
import org.bailiwick.acme.Identifier;
import org.bailiwick.validation.ValidationSettings.Ports;
import org.jspecify.annotations.Nullable;

/**
 * A directory, as one needs to know it who sets up a client for it.
 *
 * @param provisioner the id of its provisioner
 * @param name of the provisioner
 * @param authority the name of its authority
 * @param url of the directory
 * @param rootUrl from where the root certificate can be downloaded
 * @param rootPem empty as long as the authority has no issuer
 * @param rootSha256 the root certificate's fingerprint
 * @param http01Port where http-01 is answered
 * @param tlsAlpn01Port where tls-alpn-01 is answered
 * @param challenges the types that are offered, as the wire has them
 * @param keyRequired whether a client needs an external account key
 * @param terms what a client agrees to; null for nothing
 * @param readAt when all that was so
 */
public record ClientDirectory(
        UUID provisioner,
        String name,
        String authority,
        String url,
        String rootUrl,
        String rootPem,
        String rootSha256,
        int http01Port,
        int tlsAlpn01Port,
        List<String> challenges,
        boolean keyRequired,
        @Nullable String terms,
        Instant readAt)
        implements Serializable {

    @Serial
    private static final long serialVersionUID = 1L;

    /** Stands for a name, where none is said. */
    private static final DnsIdentifier SOME_NAME = new DnsIdentifier("host.internal");

    public ClientDirectory {
        challenges = List.copyOf(challenges);
    }

    /** The name that somebody typed, if it is a DNS name that can be in a certificate; else empty. */
    public static Optional<DnsIdentifier> nameOf(String typed) {
        try {
            return Optional.of(Identifier.parse("dns", typed.strip()))
                    .filter(DnsIdentifier.class::isInstance)
                    .map(DnsIdentifier.class::cast);
        } catch (AcmeException noName) {
            return Optional.empty();
        }
    }

    /** Whether there is a root certificate, and so something to set up. */
    public boolean ready() {
        return !rootPem.isEmpty();
    }

    /**
     * All that a client must be told.
     *
     * @param typed the name that its certificate is for, as somebody typed it; if it is none, another stands for it
     * @param wanted the challenge type, as the wire has it; if it is not offered, or cannot prove the name, the first that can
     * @param key the external account key, if there is one
     */
    public ClientSetup setup(String typed, String wanted, Optional<ClientSetup.Key> key) {
        List<ChallengeType> offered = Arrays.stream(ChallengeType.values())
                .filter(type -> challenges.contains(type.wireName()))
                .toList();
        DnsIdentifier said = nameOf(typed).orElse(SOME_NAME);
        List<ChallengeType> fit =
                offered.stream().filter(type -> type.canProve(said)).toList();
        ChallengeType challenge = fit.stream()
                .filter(type -> type.wireName().equals(wanted))
                .findFirst()
                .or(() -> fit.stream().findFirst())
                .orElse(said.wildcard() ? ChallengeType.DNS_01 : ChallengeType.HTTP_01);
        return new ClientSetup(
                URI.create(url),
                new ClientSetup.Root(URI.create(rootUrl), rootPem, "/etc/ssl/%s-root.pem".formatted(authority)),
                new Ports(http01Port, tlsAlpn01Port),
                challenge,
                said,
                key.or(() -> Optional.of(ClientSetup.Key.WANTED).filter(placeholder -> keyRequired)));
    }

    /** What gets the root certificate onto a client's machine, and sees to it that it is this one. */
    public String rootCommand() {
        ClientSetup.Root root = setup("", "", Optional.empty()).root();
        String file = ShellWord.of(root.file());
        return """
                sudo curl --silent --show-error --insecure --output %s %s
                echo %s | sha256sum --check"""
                .formatted(file, ShellWord.of(root.url()), ShellWord.of(root.fileSha256() + "  " + root.file()));
    }
}
