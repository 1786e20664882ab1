package org.bailiwick.hsm.pkcs11;

import java.nio.charset.StandardCharsets;
import java.security.Provider;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The few calls of a PKCS#11 library (Cryptoki) that Java does not offer: initialise afresh, list slots, read a token's
 * label, look at objects and their attributes. The library object is the very one SunPKCS11 uses: the JDK keeps one per
 * path.
 */
final class Cryptoki {

    private static final long CKF_RW_SESSION = 2;
    private static final long CKF_SERIAL_SESSION = 4;
    private static final long CKS_RO_USER_FUNCTIONS = 1;
    private static final long CKS_RW_USER_FUNCTIONS = 3;
    private static final long SEARCH_PAGE = 100;

    private final SunPkcs11 sun = new SunPkcs11();
    private final Object library;

    /** Loads and initialises a library, or finds it loaded. */
    Cryptoki(String path) throws CryptokiException {
        this.library = sun.library(path);
    }

    /**
     * {@code C_Finalize}, then {@code C_Initialize}: all sessions, logins and handles of this process are gone then. What
     * the first says about a dead HSM does not matter if the second succeeds.
     */
    void initializeAfresh() throws CryptokiException {
        CryptokiException notFinished = null;
        try {
            sun.finish(library);
        } catch (CryptokiException e) {
            notFinished = e;
        }
        try {
            sun.initialize(library);
        } catch (CryptokiException e) {
            if (notFinished != null) {
                e.addSuppressed(notFinished);
            }
            throw e;
        }
    }

    /** The slots, with or without a token, in the order {@code slotListIndex} counts. */
    long[] slots() throws CryptokiException {
        return sun.slots(library);
    }

    /** The label of the token in a slot, without its padding. */
    String tokenLabel(long slot) throws CryptokiException {
        return text(sun.tokenLabel(library, slot));
    }

    /** What the token in a slot says of itself. */
    TokenDescription describe(long slot) throws CryptokiException {
        List<String> told =
                sun.tokenDescription(library, slot).stream().map(Cryptoki::text).toList();
        return new TokenDescription(tokenLabel(slot), told.get(0), told.get(1), told.get(2), told.get(3));
    }

    /** A provider of its own. */
    Provider provider(String configuration) throws CryptokiException {
        return sun.provider(configuration);
    }

    /** Closes the sessions a provider pools, and makes it unusable; does not log out. */
    void release(Provider provider) throws CryptokiException {
        sun.release(provider);
    }

    /** Opens a session of our own, to look at objects. It shares the login of all sessions of this process. */
    Session open(long slot, boolean readWrite) throws CryptokiException {
        return new Session(sun.openSession(library, slot, CKF_SERIAL_SESSION | (readWrite ? CKF_RW_SESSION : 0)));
    }

    /** The JDK turns octets into chars one by one, whatever they encode; PKCS#11 says UTF-8, padded with spaces. */
    private static String text(char[] octets) {
        byte[] utf8 = new String(octets).getBytes(StandardCharsets.ISO_8859_1);
        int end = utf8.length;
        while (end > 0 && (utf8[end - 1] == ' ' || utf8[end - 1] == 0)) {
            end--;
        }
        return new String(utf8, 0, end, StandardCharsets.UTF_8);
    }

    /** The attributes we read or write, with their numbers (PKCS #11 §A.7). */
    enum Attribute {
        CLASS(0x000),
        TOKEN(0x001),
        PRIVATE(0x002),
        LABEL(0x003),
        VALUE(0x011),
        CERTIFICATE_TYPE(0x080),
        ISSUER(0x081),
        SERIAL_NUMBER(0x082),
        KEY_TYPE(0x100),
        SUBJECT(0x101),
        ID(0x102),
        SENSITIVE(0x103),
        ENCRYPT(0x104),
        DECRYPT(0x105),
        SIGN(0x108),
        VALUE_LENGTH(0x161),
        EXTRACTABLE(0x162),
        NEVER_EXTRACTABLE(0x164),
        ALWAYS_SENSITIVE(0x165);

        private final long number;

        Attribute(long number) {
            this.number = number;
        }
    }

    /** The classes of object we look for, with their numbers (PKCS #11 §A.4). */
    enum ObjectClass {
        CERTIFICATE(1),
        PUBLIC_KEY(2),
        PRIVATE_KEY(3),
        SECRET_KEY(4);

        private final long number;

        ObjectClass(long number) {
            this.number = number;
        }

        /** CKA_CLASS. */
        long number() {
            return number;
        }
    }

    /** A session for looking at objects; close it soon. */
    final class Session implements AutoCloseable {

        private final long handle;

        private Session(long handle) {
            this.handle = handle;
        }

        /** Whether this process is logged in to the token as its user. */
        boolean isLoggedIn() throws CryptokiException {
            long state = sun.sessionState(library, handle);
            return state == CKS_RO_USER_FUNCTIONS || state == CKS_RW_USER_FUNCTIONS;
        }

        /** The handles of all objects of a class that stay in the token. */
        List<Long> find(ObjectClass wanted) throws CryptokiException {
            return find(sun.template(Attribute.CLASS.number, wanted.number, Attribute.TOKEN.number, true));
        }

        /** As above, those with a certain value of octets or text: asked of the token, so that none vanishes meanwhile. */
        List<Long> find(ObjectClass wanted, Attribute attribute, byte[] value) throws CryptokiException {
            return find(sun.template(
                    Attribute.CLASS.number, wanted.number, Attribute.TOKEN.number, true, attribute.number, value));
        }

        private List<Long> find(Object template) throws CryptokiException {
            sun.findInit(library, handle, template);
            try {
                List<Long> found = new ArrayList<>();
                for (long[] page = page(); page.length > 0; page = page()) {
                    for (long object : page) {
                        found.add(object);
                    }
                }
                return found;
            } finally {
                sun.findFinal(library, handle);
            }
        }

        /** A value of octets; empty if the object has none. */
        byte[] octets(long object, Attribute attribute) throws CryptokiException {
            return value(object, attribute) instanceof byte[] octets ? octets : new byte[0];
        }

        /** A value of text; empty if the object has none. */
        String text(long object, Attribute attribute) throws CryptokiException {
            return value(object, attribute) instanceof char[] octets ? Cryptoki.text(octets) : "";
        }

        /** A flag; {@code otherwise} if the token does not tell. */
        boolean flag(long object, Attribute attribute, boolean otherwise) throws CryptokiException {
            return value(object, attribute) instanceof Boolean flag ? flag : otherwise;
        }

        /** A number; 0 if the object has none. */
        long number(long object, Attribute attribute) throws CryptokiException {
            return value(object, attribute) instanceof Long number ? number : 0;
        }

        /** Creates an object, and returns its handle. */
        long create(Map<Attribute, Object> values) throws CryptokiException {
            List<Object> numbersAndValues = new ArrayList<>();
            values.forEach((attribute, value) -> {
                numbersAndValues.add(attribute.number);
                numbersAndValues.add(value);
            });
            return sun.createObject(library, handle, sun.template(numbersAndValues.toArray()));
        }

        /** Destroys an object for good. */
        void destroy(long object) throws CryptokiException {
            sun.destroyObject(library, handle, object);
        }

        @Override
        public void close() throws CryptokiException {
            sun.closeSession(library, handle);
        }

        private long[] page() throws CryptokiException {
            return sun.find(library, handle, SEARCH_PAGE);
        }

        private @Nullable Object value(long object, Attribute attribute) throws CryptokiException {
            try {
                return sun.attribute(library, handle, object, attribute.number);
            } catch (CryptokiException e) {
                if ("CKR_ATTRIBUTE_TYPE_INVALID".equals(Ckr.in(e))) {
                    return null;
                }
                throw e;
            }
        }
    }
}
