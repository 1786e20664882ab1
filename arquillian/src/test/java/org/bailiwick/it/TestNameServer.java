package org.bailiwick.it;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/**
 * The tests' own name server, on loopback, which the shared server asks. Every name below {@code dns.test} and {@code
 * dns.internal} is this machine. A record is a line of a file in its folder, {@code _acme-challenge.a.dns.test.TXT},
 * {@code .CNAME} or {@code .A}, read at each query: so that a test, or the hook of a client, can add one by {@code echo}.
 * All other names do not exist.
 */
final class TestNameServer implements AutoCloseable {

    private static final List<String> ZONES = List.of(".dns.test", ".dns.internal");

    private final DatagramSocket socket;
    private final Path records;

    private TestNameServer(DatagramSocket socket, Path records) {
        this.socket = socket;
        this.records = records;
    }

    /**
     * Starts it on a free port.
     *
     * @param records where its records are
     */
    static TestNameServer start(Path records) throws IOException {
        TestNameServer server = new TestNameServer(
                new DatagramSocket(new InetSocketAddress(loopback(), 0)), Files.createDirectories(records));
        Thread thread = new Thread(server::serve, "name server");
        thread.setDaemon(true);
        thread.start();
        return server;
    }

    /** As {@code bailiwick.validation.resolvers} has it. */
    String address() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    /** Where its records are, for hooks. */
    Path records() {
        return records;
    }

    /** Adds a record beside those that the name has. */
    void add(String name, String type, String value) throws IOException {
        Files.writeString(
                records.resolve(name + "." + type), value + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private void serve() {
        byte[] buffer = new byte[4096];
        try {
            while (true) {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                byte[] answer = answer(new Message(Arrays.copyOf(packet.getData(), packet.getLength())))
                        .toWire();
                socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            }
        } catch (IOException closed) {
            // the tests are over
        }
    }

    private Message answer(Message query) throws IOException {
        Record question = query.getQuestion();
        List<Record> found = new ArrayList<>();
        Name name = question.getName();
        for (String target : lines(name, "CNAME")) {
            Name alias = Name.fromString(target, Name.root);
            found.add(new CNAMERecord(name, DClass.IN, 0, alias));
            name = alias;
        }
        if (question.getType() == Type.TXT) {
            for (String text : lines(name, "TXT")) {
                found.add(new TXTRecord(name, DClass.IN, 0, text));
            }
        }
        List<String> addresses = lines(name, "A");
        boolean ours = ZONES.stream().anyMatch(text(name)::endsWith);
        if (question.getType() == Type.A) {
            for (String address : addresses) {
                found.add(new ARecord(name, DClass.IN, 0, InetAddress.getByName(address)));
            }
            if (addresses.isEmpty() && ours) {
                found.add(new ARecord(name, DClass.IN, 0, loopback()));
            }
        }
        boolean here = ours || !addresses.isEmpty();
        Message answer = new Message(query.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.getHeader().setRcode(here || !found.isEmpty() ? Rcode.NOERROR : Rcode.NXDOMAIN);
        answer.addRecord(question, Section.QUESTION);
        found.forEach(each -> answer.addRecord(each, Section.ANSWER));
        return answer;
    }

    private static InetAddress loopback() throws IOException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    }

    private List<String> lines(Name name, String type) throws IOException {
        return lines(text(name), type);
    }

    /** The records that a name was given. */
    List<String> lines(String name, String type) throws IOException {
        Path file = records.resolve(name + "." + type);
        return Files.exists(file)
                ? Files.readAllLines(file).stream()
                        .filter(line -> !line.isBlank())
                        .toList()
                : List.of();
    }

    private static String text(Name name) {
        return name.toString(true).toLowerCase(Locale.ROOT);
    }

    @Override
    public void close() {
        socket.close();
    }
}
