package org.bailiwick.validation;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/**
 * A TCP connection that a hostile peer can neither hold open past its deadline nor flood. No read waits beyond the
 * deadline, however slowly the bytes drip; no more than {@value #READ_LIMIT} bytes are read. No more is written than the
 * kernel's buffer takes, so that a write never waits for the peer (a TLS peer can make us write without end by asking
 * for key updates). No proxy is used, whatever the system properties say.
 */
final class BoundedSocket extends Socket {

    static final int READ_LIMIT = 64 * 1024;
    private static final int WRITE_LIMIT = 16 * 1024;
    private static final int SEND_BUFFER = 64 * 1024;

    private final Deadline deadline;
    private int unread = READ_LIMIT;
    private int unwritten = WRITE_LIMIT;

    /** The peer sent, or made us send, more than any honest one would. */
    static final class LimitExceeded extends IOException {
        private static final long serialVersionUID = 1L;
    }

    private BoundedSocket(Deadline deadline) {
        super(Proxy.NO_PROXY);
        this.deadline = deadline;
    }

    /**
     * Connects.
     *
     * @param source the address to connect from; null if the system chooses
     * @param connectBy when to stop trying to connect
     * @param deadline when the connection ends
     */
    static BoundedSocket connect(
            @Nullable InetAddress source, InetAddress address, int port, Deadline connectBy, Deadline deadline)
            throws IOException {
        BoundedSocket socket = new BoundedSocket(deadline);
        try {
            socket.setTcpNoDelay(true);
            socket.setSendBufferSize(SEND_BUFFER);
            if (source != null) {
                socket.bind(new InetSocketAddress(source, 0));
            }
            socket.connect(new InetSocketAddress(address, port), connectBy.remainingMillis());
        } catch (IOException notConnected) {
            socket.close();
            throw notConnected;
        }
        return socket;
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new BoundedInput(super.getInputStream());
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return new BoundedOutput(super.getOutputStream());
    }

    /** Whatever goes wrong with it, the connection is over. */
    @Override
    public synchronized void close() {
        try {
            super.close();
        } catch (IOException over) {
            // the kernel frees it all the same
        }
    }

    private final class BoundedInput extends InputStream {
        private final InputStream in;

        BoundedInput(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (unread == 0 && length > 0) {
                throw new LimitExceeded();
            }
            setSoTimeout(deadline.remainingMillis());
            int count = in.read(buffer, offset, Math.min(length, unread));
            unread -= Math.max(0, count);
            return count;
        }

        @Override
        public int available() throws IOException {
            return in.available();
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }

    private final class BoundedOutput extends OutputStream {
        private final OutputStream out;

        BoundedOutput(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int octet) throws IOException {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] buffer, int offset, int length) throws IOException {
            if (length > unwritten) {
                throw new LimitExceeded();
            }
            unwritten -= length;
            out.write(buffer, offset, length);
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }
}
