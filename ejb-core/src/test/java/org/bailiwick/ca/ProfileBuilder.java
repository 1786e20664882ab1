package org.bailiwick.ca;

import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Profiles that differ from a plain one in what a test is about: of seven days, not backdated, for servers. */
public final class ProfileBuilder {

    private String name = "test";
    private Optional<String> description = Optional.empty();
    private Duration validity = Duration.ofDays(7);
    private Duration backdate = Duration.ZERO;
    private Set<KeyUsage> keyUsages = EnumSet.of(KeyUsage.DIGITAL_SIGNATURE);
    private Set<ExtendedKeyUsage> purposes = Set.of(ExtendedKeyUsage.SERVER_AUTH);
    private Set<NameKind> names = EnumSet.allOf(NameKind.class);
    private CommonNameChoice commonName = CommonNameChoice.FIRST_DNS_NAME;
    private KeyTypes keys = KeyTypes.ALL;
    private List<CertificatePolicy> policies = List.of();
    private Optional<List<URI>> crlUrls = Optional.empty();
    private Optional<List<URI>> ocspUrls = Optional.empty();
    private Optional<List<URI>> issuerUrls = Optional.empty();

    public ProfileBuilder name(String text) {
        name = text;
        return this;
    }

    public ProfileBuilder description(String text) {
        description = Optional.of(text);
        return this;
    }

    public ProfileBuilder validity(Duration length, Duration before) {
        validity = length;
        backdate = before;
        return this;
    }

    public ProfileBuilder keyUsages(Set<KeyUsage> some) {
        keyUsages = some;
        return this;
    }

    public ProfileBuilder purposes(ExtendedKeyUsage... some) {
        purposes = Set.of(some);
        return this;
    }

    public ProfileBuilder names(Set<NameKind> kinds, CommonNameChoice choice) {
        names = kinds;
        commonName = choice;
        return this;
    }

    public ProfileBuilder keys(KeyTypes types) {
        keys = types;
        return this;
    }

    public ProfileBuilder policies(CertificatePolicy... some) {
        policies = List.of(some);
        return this;
    }

    public ProfileBuilder urls(List<URI> crls, List<URI> ocsp, List<URI> issuers) {
        crlUrls = Optional.of(crls);
        ocspUrls = Optional.of(ocsp);
        issuerUrls = Optional.of(issuers);
        return this;
    }

    public CertificateProfile build() {
        return new CertificateProfile(
                name,
                description,
                validity,
                backdate,
                keyUsages,
                purposes,
                names,
                commonName,
                keys,
                policies,
                crlUrls,
                ocspUrls,
                issuerUrls);
    }
}
