package org.bailiwick.validation;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * A name server for tests, on a loopback port, UDP and TCP. It answers from its records, unless a name is scripted, and
 * keeps a list of what it was asked. Names without records do not exist.
 */
final class NameServer implements AutoCloseable {

    /** Makes a reply to a query: bytes to send, or null to stay silent. */
    interface Reply {
        byte @Nullable [] to(Message query, boolean tcp) throws IOException;
    }

    private final DatagramSocket udp;
    private final ServerSocket tcp;
    private final List<Record> records = new CopyOnWriteArrayList<>();
    private final Map<String, List<Reply>> scripts = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();
    private final List<String> queries = new CopyOnWriteArrayList<>();

    private NameServer(DatagramSocket udp, ServerSocket tcp) {
        this.udp = udp;
        this.tcp = tcp;
    }

    static NameServer start() throws IOException {
        InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        for (int attempt = 0; ; attempt++) {
            ServerSocket tcp = new ServerSocket(0, 50, loopback);
            try {
                NameServer server = new NameServer(new DatagramSocket(tcp.getLocalPort(), loopback), tcp);
                run("name server, UDP", server::serveUdp);
                run("name server, TCP", server::serveTcp);
                return server;
            } catch (SocketException portTaken) {
                tcp.close();
                if (attempt == 20) {
                    throw portTaken;
                }
            }
        }
    }

    InetSocketAddress address() {
        return new InetSocketAddress(tcp.getInetAddress(), tcp.getLocalPort());
    }

    NameResolver resolver() {
        return NameResolver.of(List.of(address()));
    }

    /** What was asked so far, such as {@code A web.test} or, over TCP, {@code TCP A web.test}. */
    List<String> queries() {
        return queries;
    }

    /** Adds an A or AAAA record per address. */
    NameServer host(String name, String... addresses) {
        for (String address : addresses) {
            InetAddress parsed = literal(address);
            records.add(
                    parsed.getAddress().length == 4
                            ? new ARecord(name(name), DClass.IN, 0, parsed)
                            : new AAAARecord(name(name), DClass.IN, 0, parsed));
        }
        return this;
    }

    NameServer alias(String name, String target) {
        return add(new CNAMERecord(name(name), DClass.IN, 0, name(target)));
    }

    NameServer add(Record record) {
        records.add(record);
        return this;
    }

    /** From now on the n-th query for this name and type gets the n-th reply, and later ones the last. */
    NameServer script(String name, int type, Reply... replies) {
        scripts.put(Type.string(type) + " " + name, List.of(replies));
        return this;
    }

    /** Both address types of a name get this reply. */
    NameServer scriptAddresses(String name, Reply reply) {
        return script(name, Type.A, reply).script(name, Type.AAAA, reply);
    }

    static Reply rcode(int rcode) {
        return (query, tcp) -> response(query, rcode, List.of()).toWire();
    }

    static Reply silence() {
        return (query, tcp) -> null;
    }

    static Reply addresses(String... addresses) {
        return (query, tcp) -> {
            Name name = query.getQuestion().getName();
            List<Record> answers = Arrays.stream(addresses)
                    .<Record>map(a -> new ARecord(name, DClass.IN, 0, literal(a)))
                    .toList();
            return response(query, Rcode.NOERROR, answers).toWire();
        };
    }

    /** Over UDP only the flag that says so; over TCP the records. */
    Reply truncatedUnlessTcp() {
        return (query, overTcp) -> {
            if (overTcp) {
                return fromRecords(query).toWire();
            }
            Message empty = response(query, Rcode.NOERROR, List.of());
            empty.getHeader().setFlag(Flags.TC);
            return empty.toWire();
        };
    }

    static Message response(Message query, int rcode, List<Record> answers) {
        Message response = new Message(query.getHeader().getID());
        response.getHeader().setFlag(Flags.QR);
        response.getHeader().setFlag(Flags.RA);
        response.getHeader().setRcode(rcode);
        response.addRecord(query.getQuestion(), Section.QUESTION);
        answers.forEach(answer -> response.addRecord(answer, Section.ANSWER));
        return response;
    }

    static Name name(String name) {
        try {
            return Name.fromString(name, Name.root);
        } catch (TextParseException wrong) {
            throw new IllegalArgumentException(wrong);
        }
    }

    private byte @Nullable [] reply(byte[] wire, boolean overTcp) throws IOException {
        Message query = new Message(wire);
        String question = Type.string(query.getQuestion().getType()) + " "
                + query.getQuestion().getName().toString(true);
        queries.add(overTcp ? "TCP " + question : question);
        int count = asked.computeIfAbsent(question, q -> new AtomicInteger()).getAndIncrement();
        List<Reply> script = scripts.get(question);
        if (script == null) {
            return fromRecords(query).toWire();
        }
        return script.get(Math.min(count, script.size() - 1)).to(query, overTcp);
    }

    /** As a recursive server does it: the alias, and what it leads to, if that is here too. */
    private Message fromRecords(Message query) {
        List<Record> answers = new ArrayList<>();
        Name name = query.getQuestion().getName();
        boolean exists = false;
        for (int aliases = 0; aliases < 30; aliases++) {
            Name current = name;
            List<Record> here =
                    records.stream().filter(r -> r.getName().equals(current)).toList();
            exists |= !here.isEmpty();
            answers.addAll(here.stream()
                    .filter(r -> r.getType() == query.getQuestion().getType())
                    .toList());
            Record alias = here.stream()
                    .filter(r -> r.getType() == Type.CNAME)
                    .findFirst()
                    .orElse(null);
            if (alias == null || answers.contains(alias)) {
                break;
            }
            answers.add(alias);
            name = ((CNAMERecord) alias).getTarget();
        }
        return response(query, exists ? Rcode.NOERROR : Rcode.NXDOMAIN, answers);
    }

    private void serveUdp() throws IOException {
        byte[] buffer = new byte[4096];
        while (true) {
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            udp.receive(packet);
            byte[] reply = reply(Arrays.copyOf(packet.getData(), packet.getLength()), false);
            if (reply != null) {
                udp.send(new DatagramPacket(reply, reply.length, packet.getSocketAddress()));
            }
        }
    }

    private void serveTcp() throws IOException {
        while (true) {
            Socket client = tcp.accept();
            run("name server, TCP client", () -> serve(client));
        }
    }

    private void serve(Socket client) throws IOException {
        try (client) {
            DataInputStream in = new DataInputStream(client.getInputStream());
            DataOutputStream out = new DataOutputStream(client.getOutputStream());
            while (true) {
                byte[] query = new byte[in.readUnsignedShort()];
                in.readFully(query);
                byte[] reply = reply(query, true);
                if (reply != null) {
                    out.writeShort(reply.length);
                    out.write(reply);
                    out.flush();
                }
            }
        }
    }

    private interface Service {
        void serve() throws IOException;
    }

    private static void run(String name, Service service) {
        Thread thread = new Thread(
                () -> {
                    try {
                        service.serve();
                    } catch (IOException closed) {
                        // the test is over, or the client is gone
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }

    private static InetAddress literal(String address) {
        try {
            return InetAddress.getByName(address);
        } catch (IOException wrong) {
            throw new UncheckedIOException(wrong);
        }
    }

    @Override
    public void close() throws IOException {
        udp.close();
        tcp.close();
    }
}
