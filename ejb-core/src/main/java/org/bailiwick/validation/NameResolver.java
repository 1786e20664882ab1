package org.bailiwick.validation;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bailiwick.acme.AddressRange;
import org.bailiwick.acme.DnsIdentifier;
import org.bailiwick.acme.ProblemType;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.NameTooLongException;
import org.xbill.DNS.Record;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import org.xbill.DNS.config.ResolvConfResolverConfigProvider;

/**
 * Finds a name's addresses, afresh for every attempt: nothing is remembered, neither here nor by the JVM.
 *
 * <p>Either as the operating system is set up (its hosts file, its name servers, its search list for names of a single
 * label) or with name servers of one's own, and then with nothing else. {@code localhost} and the names below it are
 * loopback without asking anybody (RFC 6761 §6.3).
 */
public final class NameResolver {

    private static final String SYSTEM = "system";
    private static final List<Integer> ADDRESS_TYPES = List.of(Type.AAAA, Type.A);
    private static final List<InetAddress> LOOPBACK = List.of(
            AddressRange.address(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}),
            AddressRange.address(new byte[] {127, 0, 0, 1}));

    private final List<NameServerAddress> servers;
    private final List<Name> searchList;
    private final @Nullable HostsFile hostsFile;
    private final DnsLookup lookup;

    /**
     * What a name resolved to.
     *
     * @param addresses at least one; IPv6 and IPv4 in turn, so that the first few have both
     * @param askedAs the name with which they were found
     * @param resolver the name server that answered, or what stood in for one
     */
    record ResolvedName(List<InetAddress> addresses, String askedAs, String resolver) {}

    NameResolver(List<InetSocketAddress> servers, List<Name> searchList, @Nullable HostsFile hostsFile) {
        this.servers = servers.stream().map(NameServerAddress::new).toList();
        this.searchList = List.copyOf(searchList);
        this.hostsFile = hostsFile;
        this.lookup = new DnsLookup(this.servers);
    }

    /** As the operating system is set up now; of later changes only those to the hosts file are seen. */
    public static NameResolver system() {
        ResolvConfResolverConfigProvider resolvConf = new ResolvConfResolverConfigProvider();
        if (resolvConf.isEnabled()) {
            resolvConf.initialize();
            if (!resolvConf.servers().isEmpty()) {
                return new NameResolver(resolvConf.servers(), resolvConf.searchPaths(), HostsFile.ofSystem());
            }
        }
        ResolverConfig other = new ResolverConfig();
        return new NameResolver(other.servers(), other.searchPath(), HostsFile.ofSystem());
    }

    /** With one's own name servers, asked in this order. */
    public static NameResolver of(List<InetSocketAddress> servers) {
        if (servers.isEmpty()) {
            throw new IllegalArgumentException("No name servers are given.");
        }
        return new NameResolver(servers, List.of(), null);
    }

    /**
     * Reads {@code system}, or name servers with commas between them: {@code 10.0.0.53, 10.0.0.54:5353, [fd00::53]:53}.
     * A server is an IP address, for who would resolve its name? The port is 53 if it is left out.
     *
     * @throws IllegalArgumentException with a sentence that names the item that is wrong
     */
    public static NameResolver parse(String text) {
        if (text.strip().equals(SYSTEM)) {
            return system();
        }
        return of(Stream.of(text.split(",", -1))
                .map(item -> NameServerAddress.parse(item).socket())
                .toList());
    }

    /**
     * Finds the addresses of a name, and records how in the trace. Takes at most half of the time that is left.
     *
     * @param name no wildcard
     * @throws ValidationFailure {@code dns} if it has none, or nobody says
     */
    ResolvedName resolve(DnsIdentifier name, Deadline deadline, TraceRecorder trace) throws ValidationFailure {
        String text = name.value();
        if (text.equals("localhost") || text.endsWith(".localhost")) {
            return trace.resolved(text, new ResolvedName(LOOPBACK, text, "RFC 6761"), 0);
        }
        List<InetAddress> listed = hostsFile == null ? List.of() : hostsFile.addresses(text);
        if (!listed.isEmpty()) {
            return trace.resolved(text, new ResolvedName(inTurn(listed), text, "hosts file"), 0);
        }
        return ask(text, deadline.share(2), trace);
    }

    /**
     * Asks the name servers for a name's TXT records. Always them: the hosts file has none, the search list is for hosts,
     * and what is below {@code localhost} can be in a zone of the site's.
     *
     * @param name absolute
     */
    DnsAnswer texts(Name name, Deadline deadline) {
        return lookup.ask(name, List.of(Type.TXT), deadline);
    }

    private ResolvedName ask(String name, Deadline deadline, TraceRecorder trace) throws ValidationFailure {
        List<String> denials = new ArrayList<>();
        for (Name candidate : candidates(name)) {
            long start = System.nanoTime();
            DnsAnswer answer = lookup.ask(candidate, ADDRESS_TYPES, deadline);
            if (answer.found()) {
                List<InetAddress> addresses = inTurn(
                        answer.records().stream().map(NameResolver::address).toList());
                ResolvedName resolved = new ResolvedName(addresses, candidate.toString(true), answer.resolver());
                return trace.resolved(name, resolved, System.nanoTime() - start);
            }
            trace.notResolved(name, answer);
            denials.add(answer.sentence());
            if (!answer.outcome().definite()) {
                throw ValidationFailure.passing(ProblemType.DNS, because(name, denials));
            }
        }
        throw ValidationFailure.lasting(ProblemType.DNS, because(name, denials));
    }

    private static String because(String name, List<String> denials) {
        return "No address was found for %s: %s.".formatted(name, String.join("; ", denials));
    }

    /** A name of one label is looked for in the search list first, then as it is; any other only as it is. */
    private List<Name> candidates(String name) {
        List<Name> candidates = new ArrayList<>();
        Name absolute = absolute(name);
        if (name.indexOf('.') < 0) {
            Name relative = absolute.relativize(Name.root);
            for (Name domain : searchList) {
                try {
                    candidates.add(Name.concatenate(relative, domain));
                } catch (NameTooLongException cannotExist) {
                    // so there is nothing to ask for
                }
            }
        }
        candidates.add(absolute);
        return candidates.stream().distinct().toList();
    }

    private static Name absolute(String name) {
        try {
            return Name.fromString(name, Name.root);
        } catch (TextParseException impossible) {
            throw new IllegalStateException("a DNS identifier is a DNS name", impossible);
        }
    }

    private static InetAddress address(Record answer) {
        return answer instanceof AAAARecord aaaa ? aaaa.getAddress() : ((ARecord) answer).getAddress();
    }

    /** Both families get a turn early (RFC 8305 §4). At most as many as a trace has room for. */
    private static List<InetAddress> inTurn(List<InetAddress> addresses) {
        List<InetAddress> ipv6 = family(addresses, 16);
        List<InetAddress> ipv4 = family(addresses, 4);
        List<InetAddress> mixed = new ArrayList<>();
        for (int i = 0; i < Math.max(ipv6.size(), ipv4.size()); i++) {
            mixed.addAll(ipv6.subList(Math.min(i, ipv6.size()), Math.min(i + 1, ipv6.size())));
            mixed.addAll(ipv4.subList(Math.min(i, ipv4.size()), Math.min(i + 1, ipv4.size())));
        }
        return mixed.stream().limit(ValidationStep.MAXIMUM_ADDRESSES).toList();
    }

    private static List<InetAddress> family(List<InetAddress> addresses, int octets) {
        return addresses.stream()
                .filter(a -> a.getAddress().length == octets)
                .distinct()
                .toList();
    }

    /** The text form, for settings that are shown. */
    @Override
    public String toString() {
        return hostsFile != null
                ? SYSTEM
                : servers.stream().map(NameServerAddress::toString).collect(Collectors.joining(", "));
    }
}
