package org.bailiwick.validation;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.bailiwick.acme.IpIdentifier;
import org.bailiwick.validation.NameResolver.ResolvedName;
import org.bailiwick.validation.ValidationStep.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Writes the trace of one attempt. For one thread.
 *
 * <p>It knows where http-01 was led. The server that answers first is the client's own: it has the name. A redirect may
 * lead to any server inside the network, also one of the same name, which is looked up anew. So what happens after a
 * redirect happens elsewhere, unless it is at the name and the address of that first server.
 */
final class TraceRecorder {

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final List<ValidationStep> before = new ArrayList<>();
    private final List<ValidationStep> steps = new ArrayList<>();
    private Optional<String> first = Optional.empty();
    private Set<String> tried = Set.of();
    private Set<String> host = Set.of();

    ValidationTrace trace() {
        List<ValidationStep> all = new ArrayList<>(before);
        all.addAll(judged());
        return new ValidationTrace(all);
    }

    /** A redirect is followed. */
    void nextHop() {
        before.addAll(judged());
        if (first.isEmpty()) {
            first = connected();
            tried = all(ValidationStep::addressUsed);
            host = all(ValidationStep::hostname);
        }
        steps.clear();
    }

    /** Whether the last hop led elsewhere: to another name or address, or to no address that the first one tried. */
    boolean elsewhere() {
        if (first.isEmpty()) {
            return false;
        }
        Set<String> addresses = all(ValidationStep::addressUsed);
        boolean there = connected().isPresent()
                ? connected().equals(first)
                : !addresses.isEmpty() && tried.containsAll(addresses);
        return !there || !host.equals(all(ValidationStep::hostname));
    }

    private Optional<String> connected() {
        return steps.stream()
                .filter(step -> step.kind() == Kind.CONNECTED)
                .map(ValidationStep::addressUsed)
                .findFirst();
    }

    private Set<String> all(Function<ValidationStep, @Nullable String> member) {
        return steps.stream().map(member).filter(Objects::nonNull).collect(Collectors.toUnmodifiableSet());
    }

    private List<ValidationStep> judged() {
        return elsewhere() ? steps.stream().map(ValidationStep::atAnotherServer).toList() : steps;
    }

    ResolvedName resolved(String name, ResolvedName resolved, long nanos) {
        List<String> addresses =
                resolved.addresses().stream().map(IpIdentifier::text).toList();
        String as = resolved.askedAs().equals(name) ? "" : " as " + resolved.askedAs();
        steps.add(new ValidationStep(
                Kind.RESOLVED,
                "resolved %s%s to %s (resolver %s, %d ms)"
                        .formatted(
                                name, as, String.join(", ", addresses), resolved.resolver(), nanos / NANOS_PER_MILLI),
                null,
                name,
                null,
                addresses,
                null,
                resolved.resolver()));
        return resolved;
    }

    void notResolved(String name, DnsAnswer answer) {
        steps.add(new ValidationStep(
                Kind.NOT_RESOLVED, answer.sentence(), null, name, null, List.of(), null, answer.resolver()));
    }

    /** @param found what the TXT records say, in words */
    void texts(String name, DnsAnswer answer, String found, long nanos) {
        steps.add(new ValidationStep(
                Kind.RESOLVED,
                "asked for TXT %s, got %s (resolver %s, %d ms)"
                        .formatted(name, found, answer.resolver(), nanos / NANOS_PER_MILLI),
                null,
                name,
                null,
                List.of(),
                null,
                answer.resolver()));
    }

    void refused(String host, int port, InetAddress address, String because) {
        connection(
                Kind.REFUSED,
                host,
                port,
                address,
                "refused to connect to %s: %s".formatted(IpIdentifier.text(address), because));
    }

    void connected(String host, int port, InetAddress address, long nanos) {
        connection(
                Kind.CONNECTED,
                host,
                port,
                address,
                "connected to %s port %d in %d ms"
                        .formatted(IpIdentifier.text(address), port, nanos / NANOS_PER_MILLI));
    }

    void notConnected(String host, int port, InetAddress address, String because) {
        connection(
                Kind.NOT_CONNECTED,
                host,
                port,
                address,
                "could not connect to %s port %d: %s".formatted(IpIdentifier.text(address), port, because));
    }

    void secured(String host, int port, InetAddress address, String protocol) {
        connection(
                Kind.SECURED,
                host,
                port,
                address,
                "%s with %s; its certificate is not checked".formatted(protocol, IpIdentifier.text(address)));
    }

    /** @param certificate what the server showed, in words */
    void negotiated(
            String host, int port, InetAddress address, String protocol, String serverName, String certificate) {
        connection(
                Kind.SECURED,
                host,
                port,
                address,
                "negotiated %s with %s as %s; it shows a certificate %s"
                        .formatted(protocol, IpIdentifier.text(address), serverName, certificate));
    }

    void answered(HttpUrl url, InetAddress address, int status) {
        request(Kind.ANSWERED, url, address, "GET %s answered %d".formatted(url.target(), status));
    }

    void redirected(HttpUrl url, InetAddress address, HttpUrl to) {
        request(Kind.REDIRECTED, url, address, "redirected to %s".formatted(to.text()));
    }

    void proven(HttpUrl url, InetAddress address) {
        request(Kind.CONCLUDED, url, address, "the answer is the key authorization");
    }

    void proven(String name, String sentence) {
        steps.add(new ValidationStep(Kind.CONCLUDED, sentence, null, name, null, List.of(), null, null));
    }

    private void connection(Kind kind, String host, int port, InetAddress address, String sentence) {
        steps.add(new ValidationStep(kind, sentence, null, host, port, List.of(), IpIdentifier.text(address), null));
    }

    private void request(Kind kind, HttpUrl url, InetAddress address, String sentence) {
        steps.add(new ValidationStep(
                kind,
                sentence,
                url.text(),
                url.host().value(),
                url.port(),
                List.of(),
                IpIdentifier.text(address),
                null));
    }
}
