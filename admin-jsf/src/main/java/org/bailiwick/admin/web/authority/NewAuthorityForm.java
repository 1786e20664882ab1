package org.bailiwick.admin.web.authority;

import java.io.Serial;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.web.Ids;
import org.bailiwick.authority.AuthorityName;
import org.bailiwick.authority.founding.FirstIssuer;
import org.bailiwick.authority.founding.FirstIssuer.KeyInToken;
import org.bailiwick.authority.founding.FirstIssuer.OtherRoot;
import org.bailiwick.authority.founding.FirstIssuer.OwnRoot;
import org.bailiwick.authority.founding.NewAuthority;
import org.bailiwick.authority.founding.WantedKey;
import org.bailiwick.hsm.KeyAlgorithm;
import org.bailiwick.hsm.SignatureScheme;
import org.bailiwick.upstream.NewUpstream;
import org.jspecify.annotations.Nullable;

/** The fields of a new authority. Which of them count says the way. */
public class NewAuthorityForm implements Serializable {

    @Serial
    private static final long serialVersionUID = 1L;

    private static final String UPSTREAM = "upstream";

    private static final List<String> WAYS = List.of("root", "request", "key", UPSTREAM);

    private static final int ROOT_YEARS = 20;
    private static final int ISSUING_YEARS = 10;

    private String way = "";
    private String name = "";
    private String team = "";
    private String token = "";
    private final KeyForm root = new KeyForm(KeyAlgorithm.EC_P384, ROOT_YEARS);
    private final KeyForm issuing = new KeyForm(KeyAlgorithm.EC_P256, ISSUING_YEARS);
    private String label = "";
    private String scheme = "";
    private String chain = "";
    private final UpstreamForm upstream = new UpstreamForm();

    /**
     * What was typed and chosen.
     *
     * @throws AdminException {@code INVALID} if it cannot be right
     */
    NewAuthority wanted() {
        return new NewAuthority(team(), name(), token.isEmpty() ? null : token, issuer());
    }

    /**
     * The same of one whose certificates another CA makes.
     *
     * @throws AdminException {@code INVALID} if it cannot be right
     */
    NewUpstream wantedUpstream() {
        return upstream.wanted(team(), name());
    }

    private UUID team() {
        return Ids.uuid(team).orElseThrow(() -> AdminException.invalid("Choose a team."));
    }

    private AuthorityName name() {
        return AuthorityName.asked(name.strip());
    }

    private FirstIssuer issuer() {
        return switch (way) {
            case "root" -> ownRoot();
            case "request" -> new OtherRoot(issuing.key("issuing CA"));
            case "key" -> keyInToken();
            default -> throw AdminException.invalid("Choose where the authority has its key from.");
        };
    }

    private FirstIssuer ownRoot() {
        WantedKey above = root.key("root");
        WantedKey below = issuing.key("issuing CA");
        int years = root.years("root");
        int yearsBelow = issuing.years("issuing CA");
        try {
            return new OwnRoot(above, years, below, yearsBelow);
        } catch (IllegalArgumentException wrong) {
            throw AdminException.invalid("This does not go together: %s.".formatted(wrong.getMessage()));
        }
    }

    private FirstIssuer keyInToken() {
        String wanted = label.strip();
        if (wanted.isEmpty()) {
            throw AdminException.invalid("Write the label that the key has in the token.");
        }
        return new KeyInToken(
                wanted,
                Arrays.stream(SignatureScheme.values())
                        .filter(each -> each.name().equals(scheme))
                        .findFirst(),
                Optional.of(chain).filter(typed -> !typed.isBlank()));
    }

    /** Whether keys are to be made, which may take a while. */
    public boolean isWithNewKeys() {
        return !way.equals("key") && !isFromAnotherCa();
    }

    /** Whether another CA makes its certificates. */
    public boolean isFromAnotherCa() {
        return way.equals(UPSTREAM);
    }

    public String getWay() {
        return way;
    }

    /** One that is none is none. */
    public void setWay(String way) {
        this.way = WAYS.contains(way) ? way : "";
    }

    /** The ways that there are. */
    public List<String> getWays() {
        return WAYS;
    }

    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
    }

    public String getTeam() {
        return team;
    }

    public void setTeam(String team) {
        this.team = team;
    }

    /** Empty for the server's own. */
    public String getToken() {
        return token;
    }

    public void setToken(@Nullable String token) {
        this.token = token == null ? "" : token;
    }

    public KeyForm getRoot() {
        return root;
    }

    public KeyForm getIssuing() {
        return issuing;
    }

    /** Of a key that is in the token. */
    public String getLabel() {
        return label;
    }

    public void setLabel(String label) {
        this.label = label;
    }

    /** How that one is to sign; empty for what is usual. */
    public String getScheme() {
        return scheme;
    }

    public void setScheme(@Nullable String scheme) {
        this.scheme = scheme == null ? "" : scheme;
    }

    /** The names of all ways to sign. */
    public List<String> getSchemes() {
        return Arrays.stream(SignatureScheme.values())
                .map(SignatureScheme::name)
                .toList();
    }

    /** PEM; empty for the chain that the token has. */
    public String getChain() {
        return chain;
    }

    public void setChain(String chain) {
        this.chain = chain;
    }

    /** Of the other CA. */
    public UpstreamForm getUpstream() {
        return upstream;
    }
}
