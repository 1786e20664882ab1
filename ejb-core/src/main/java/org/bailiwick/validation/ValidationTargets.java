package org.bailiwick.validation;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bailiwick.acme.AddressRange;
import org.bailiwick.acme.IpIdentifier;

/**
 * The addresses that validators may connect to.
 *
 * <p>As text, a list with commas. Each item is one of
 *
 * <ul>
 *   <li>{@code default} — all unicast addresses, private and public;
 *   <li>an address or a range in CIDR notation, {@code 10.1.0.0/16}, {@code fd00:1::/32} — these too, or, without
 *       {@code default}, only these;
 *   <li>the same after {@code !} — never these, whatever else is listed: the CA's own hosts.
 * </ul>
 *
 * <p>For example {@code default, 127.0.0.0/8, !10.1.2.3}. At least one item must permit something.
 *
 * <p>Loopback, link-local, multicast, unspecified, broadcast and reserved addresses and cloud metadata services are not
 * in {@code default}, and a wide range does not open them either: {@code 0.0.0.0/0} permits no loopback address, {@code
 * 169.254.0.0/16} not the metadata service in it. To permit them, list a range that has nothing else in it. An IPv6
 * address that carries an IPv4 address (mapped, NAT64, 6to4) is judged as that IPv4 address.
 *
 * @param ordinary whether all ordinary unicast addresses are permitted
 * @param permitted further ranges that are permitted
 * @param forbidden ranges that are not, whatever else says so
 */
public record ValidationTargets(boolean ordinary, List<AddressRange> permitted, List<AddressRange> forbidden) {

    /** Every unicast address, private or public. */
    public static final ValidationTargets DEFAULT = new ValidationTargets(true, List.of(), List.of());

    private static final String ORDINARY = "default";

    public ValidationTargets {
        permitted = List.copyOf(permitted);
        forbidden = List.copyOf(forbidden);
        if (!ordinary && permitted.isEmpty()) {
            throw new IllegalArgumentException(
                    "Validation targets permit no address at all; list \"default\" or at least one range.");
        }
    }

    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException with a sentence that names the item that is wrong
     */
    public static ValidationTargets parse(String text) {
        boolean ordinary = false;
        List<AddressRange> permitted = new ArrayList<>();
        List<AddressRange> forbidden = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            String item = part.strip();
            if (item.isEmpty()) {
                throw new IllegalArgumentException("Validation targets have an empty item; write for example"
                        + " \"default\" or \"10.0.0.0/8, fd00::/8, !10.1.2.3\".");
            } else if (item.equals(ORDINARY)) {
                ordinary = true;
            } else if (item.startsWith("!")) {
                forbidden.add(range(item.substring(1).strip()));
            } else {
                permitted.add(range(item));
            }
        }
        return new ValidationTargets(ordinary, permitted, forbidden);
    }

    private static AddressRange range(String item) {
        try {
            return AddressRange.parse(item);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException(
                    "Validation targets are \"default\", ranges, and ranges after \"!\"; " + wrong.getMessage(), wrong);
        }
    }

    /** These targets without the given addresses, such as the CA's own, but for those that are listed one by one. */
    public ValidationTargets exceptUnlessListed(List<InetAddress> addresses) {
        Stream<AddressRange> more =
                addresses.stream().map(AddressRange::of).filter(address -> !permitted.contains(address));
        return new ValidationTargets(
                ordinary, permitted, Stream.concat(forbidden.stream(), more).toList());
    }

    /** Whether validators may connect to the address. */
    public boolean permits(InetAddress address) {
        return refusal(address).isEmpty();
    }

    /**
     * Why validators may not connect to the address.
     *
     * @return a clause without a full stop; empty if they may
     */
    public Optional<String> refusal(InetAddress address) {
        byte[] written = address.getAddress();
        byte[] judged = ReservedRange.destination(written);
        Optional<String> reason = reason(written, judged);
        if (Arrays.equals(written, judged)) {
            return reason;
        }
        return reason.map(r -> "it leads to %s, and %s".formatted(IpIdentifier.text(AddressRange.address(judged)), r));
    }

    private Optional<String> reason(byte[] written, byte[] judged) {
        if (forbidden.stream().anyMatch(f -> f.contains(written) || f.contains(judged))) {
            return Optional.of("this CA is configured never to contact that address");
        }
        Optional<ReservedRange> reserved = ReservedRange.of(judged);
        if (reserved.isPresent()) {
            AddressRange whole = reserved.get().range();
            boolean listed = permitted.stream().anyMatch(p -> p.contains(judged) && p.isWithin(whole));
            return listed ? Optional.empty() : Optional.of(reserved.get().what() + " is not a permitted target");
        }
        if (ordinary || permitted.stream().anyMatch(p -> p.contains(judged))) {
            return Optional.empty();
        }
        return Optional.of("it is in none of the ranges that this CA may contact");
    }

    /** The text form. */
    @Override
    public String toString() {
        return Stream.of(
                        Stream.of(ORDINARY).filter(o -> ordinary),
                        permitted.stream().map(AddressRange::toString),
                        forbidden.stream().map(f -> "!" + f))
                .flatMap(s -> s)
                .collect(Collectors.joining(", "));
    }
}
