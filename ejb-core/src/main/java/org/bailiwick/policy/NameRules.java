package org.bailiwick.policy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bailiwick.acme.CommonName;
import org.bailiwick.acme.DnsIdentifier;
import org.bailiwick.acme.IpIdentifier;
import org.bailiwick.acme.Rfc822Name;
import org.bailiwick.acme.SubjectName;
import org.bailiwick.acme.UriName;

/**
 * A list of rules, and the look-up of the one that a name matches: the narrowest if there are several. Immutable after
 * construction.
 */
public final class NameRules {

    /** No rules. */
    public static final NameRules NONE = new NameRules(List.of());

    private final Map<NameType, List<NameRule>> byType = new EnumMap<>(NameType.class);
    private final int size;

    private final HostPatterns<DnsRule> names = new HostPatterns<>();
    private final AddressRanges addresses = new AddressRanges();
    private final HostPatterns<Mailboxes> mailDomains = new HostPatterns<>();
    private final HostPatterns<UriRules> uriHosts = new HostPatterns<>();
    private final Map<NameRule, UriRules> uriAddresses = new HashMap<>();
    private final Map<CommonName, CommonNameRule> commonNames = new HashMap<>();
    private final HostPatterns<CommonNameRule> commonNameHosts = new HostPatterns<>();

    /** Rules of all types, those of one type in their order. */
    public NameRules(Collection<? extends NameRule> rules) {
        size = rules.size();
        rules.forEach(this::index);
        byType.replaceAll((type, each) -> List.copyOf(each));
    }

    private void index(NameRule rule) {
        byType.computeIfAbsent(rule.type(), absent -> new ArrayList<>()).add(rule);
        if (rule instanceof DnsRule dns) {
            names.at(dns, () -> dns);
        } else if (rule instanceof IpRule ip) {
            addresses.add(ip);
        } else if (rule instanceof EmailRule email) {
            mailDomains.at(email.domain(), Mailboxes::new).add(email);
        } else if (rule instanceof UriRule uri) {
            (uri.host() instanceof DnsRule pattern
                            ? uriHosts.at(pattern, UriRules::new)
                            : uriAddresses.computeIfAbsent(uri.host(), absent -> new UriRules()))
                    .add(uri);
        } else if (rule instanceof CommonNameRule cn) {
            commonNames.putIfAbsent(cn.name(), cn);
            cn.name()
                    .readAs()
                    .filter(DnsIdentifier.class::isInstance)
                    .ifPresent(read -> commonNameHosts.at(new DnsRule(DnsRule.Form.EXACT, read.value()), () -> cn));
        }
    }

    /** How many there are. */
    public int size() {
        return size;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    /** Those of one type, in their order. */
    public List<NameRule> of(NameType type) {
        return byType.getOrDefault(type, List.of());
    }

    /** All, by type. */
    public List<NameRule> all() {
        return byType.values().stream().flatMap(List::stream).toList();
    }

    /** A rule that is about this name; about a wildcard, about every name that it covers. */
    Optional<? extends NameRule> matching(SubjectName name) {
        if (name instanceof DnsIdentifier dns) {
            return names.matching(dns, Optional::of);
        }
        if (name instanceof IpIdentifier ip) {
            return addresses.containing(ip.address().getAddress());
        }
        if (name instanceof Rfc822Name email) {
            return mailDomains.matching(email.domain(), rules -> rules.about(email));
        }
        if (name instanceof CommonName cn) {
            return commonNames.isEmpty() ? Optional.empty() : Optional.ofNullable(commonNames.get(cn));
        }
        return name instanceof UriName uri ? matchingUri(uri) : Optional.empty();
    }

    /** A rule that is about this name, or about any of the names that a wildcard covers. */
    Optional<? extends NameRule> touching(SubjectName name) {
        if (name instanceof DnsIdentifier dns) {
            return names.touching(dns);
        }
        Optional<? extends NameRule> matching = matching(name);
        return matching.isEmpty() && name instanceof CommonName cn && !commonNames.isEmpty()
                ? cn.readAs().flatMap(this::touchingHost)
                : matching;
    }

    private Optional<CommonNameRule> touchingHost(SubjectName read) {
        return read instanceof DnsIdentifier dns ? commonNameHosts.touching(dns) : Optional.empty();
    }

    private Optional<UriRule> matchingUri(UriName uri) {
        if (uri.host() instanceof DnsIdentifier host) {
            return uriHosts.matching(host, rules -> rules.about(uri));
        }
        UriRules rules = uriAddresses.get(IpRule.parse(uri.host().value()));
        return rules == null ? Optional.empty() : rules.about(uri);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NameRules rules && rules.byType.equals(byType);
    }

    @Override
    public int hashCode() {
        return byType.hashCode();
    }

    @Override
    public String toString() {
        return byType.toString();
    }
}
