package org.bailiwick.web.start;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.stream.Stream;
import org.bailiwick.authority.AuthorityOverview;
import org.bailiwick.authority.AuthorityService;
import org.bailiwick.config.Settings;
import org.bailiwick.provisioner.Provisioner;
import org.bailiwick.provisioner.ProvisionerService;

/** The start page's content. */
@Named
@RequestScoped
public class StartPage {

    @Inject
    AuthorityService authorities;

    @Inject
    ProvisionerService provisioners;

    @Inject
    Settings settings;

    private List<AuthorityCard> cards = List.of();
    private List<String> testSwitches = List.of();

    @PostConstruct
    void load() {
        List<Provisioner> all = provisioners.all();
        testSwitches = Stream.concat(
                        Stream.of(settings.forProvisioners()), all.stream().map(provisioners::settingsOf))
                .flatMap(each -> each.testSwitches().stream())
                .distinct()
                .toList();
        cards = authorities.overview().stream()
                .map(authority -> card(authority, all))
                .toList();
    }

    /** The authorities, by name. */
    public List<AuthorityCard> getAuthorities() {
        return cards;
    }

    /** The test switches that are on, as sentences; none in production. */
    public List<String> getTestSwitches() {
        return testSwitches;
    }

    private AuthorityCard card(AuthorityOverview authority, List<Provisioner> all) {
        String root = settings.url() + "/pki/" + authority.name() + "/root.pem";
        List<DirectoryCard> directories = all.stream()
                .filter(provisioner -> provisioner.authority().name().equals(authority.name()))
                .map(provisioner -> new DirectoryCard(
                        provisioner.name(),
                        "%s/acme/%s/%s/directory".formatted(settings.url(), authority.name(), provisioner.name()),
                        provisioners.settingsOf(provisioner)))
                .toList();
        return new AuthorityCard(authority, root, directories);
    }
}
