package org.bailiwick.admin.web;

import jakarta.ejb.Stateless;
import jakarta.enterprise.inject.spi.CDI;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.OutputStream;
import java.io.Serial;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The attributes of a session as octets, by Java's serialization: all in one stream, as they refer to each other. A service
 * that a bean has is named there, and is the reader's own.
 */
final class SessionContent {

    private SessionContent() {}

    /**
     * Writes.
     *
     * @throws java.io.NotSerializableException if something is kept that cannot go to another node; it names the class
     */
    static byte[] write(Map<String, Object> attributes) throws IOException {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        try (ServicesByName out = new ServicesByName(octets)) {
            out.writeObject(new LinkedHashMap<>(attributes));
        }
        return octets.toByteArray();
    }

    /**
     * Reads what {@link #write} wrote, and nothing else: whoever could have another text read here could have code run.
     *
     * @throws IOException if it was written by another version
     * @throws ClassNotFoundException likewise
     */
    static Map<String, Object> read(byte[] octets) throws IOException, ClassNotFoundException {
        try (ServicesOfThisNode in = new ServicesOfThisNode(new ByteArrayInputStream(octets))) {
            Map<String, Object> attributes = new LinkedHashMap<>();
            if (in.readObject() instanceof Map<?, ?> written) {
                written.forEach((name, value) -> attributes.put(String.valueOf(name), value));
            }
            return attributes;
        }
    }

    /** @param type the class of the service */
    private record Service(Class<?> type) implements Serializable {

        @Serial
        private static final long serialVersionUID = 1L;
    }

    /** The container's proxies have things in them that are of one server. */
    private static final class ServicesByName extends ObjectOutputStream {

        ServicesByName(OutputStream octets) throws IOException {
            super(octets);
            enableReplaceObject(true);
        }

        @Override
        protected Object replaceObject(Object written) {
            for (Class<?> type = written.getClass().getSuperclass(); type != null; type = type.getSuperclass()) {
                if (type.isAnnotationPresent(Stateless.class)) {
                    return new Service(type);
                }
            }
            return written;
        }
    }

    private static final class ServicesOfThisNode extends ObjectInputStream {

        ServicesOfThisNode(InputStream octets) throws IOException {
            super(octets);
            enableResolveObject(true);
        }

        @Override
        protected Object resolveObject(Object read) {
            return read instanceof Service service
                    ? CDI.current().select(service.type()).get()
                    : read;
        }

        /** The portal's classes, and the server's that it sees. */
        @Override
        protected Class<?> resolveClass(ObjectStreamClass described) throws IOException, ClassNotFoundException {
            try {
                return Class.forName(described.getName(), false, SessionContent.class.getClassLoader());
            } catch (ClassNotFoundException primitive) {
                return super.resolveClass(described);
            }
        }
    }
}
