package org.bailiwick.hsm.pkcs11;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.ProviderException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.bailiwick.hsm.TokenException.TokenUnavailable;
import org.jspecify.annotations.Nullable;

/**
 * A vendor's PKCS#11 library in this process. There is one per path, however many tokens are used through it, since
 * {@code C_Initialize} counts for the whole process.
 *
 * <p>A token that went away often comes back only to a library that is initialised afresh: SoftHSM 2.6.1 whose folder
 * was moved, and p11-kit's client whose server was restarted, both fail for ever otherwise, and SoftHSM does not see a
 * token made after it was loaded. {@code C_Finalize} under the feet of a thread that signs would crash the JVM, and a
 * session number from before may afterwards be somebody else's session. Hence the read-write lock around every native
 * call, and the generation in every {@link Connection}.
 */
final class Pkcs11Library {

    private static final Map<Path, Pkcs11Library> LOADED = new ConcurrentHashMap<>();

    /** How often to look whether calls that hung have returned. */
    private static final long LOOK_AGAIN_MILLIS = 20;

    /** How often one missing token may cost the other tokens of the library their sessions. */
    private static final long DISTURBANCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final String name;
    private final Cryptoki cryptoki;
    private final TokenSlots slots;
    private final CallsInProgress calls = new CallsInProgress();
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final Map<String, Long> disturbances = new ConcurrentHashMap<>();
    private final AtomicLong generation = new AtomicLong();

    private Pkcs11Library(Path path) throws CryptokiException {
        this.name = path.toString().replace(File.separatorChar, '/');
        this.cryptoki = new Cryptoki(name);
        this.slots = new TokenSlots(cryptoki);
    }

    /** The library at a path, loaded if it was not. */
    static Pkcs11Library at(Path path) throws CryptokiException {
        Path real;
        try {
            real = path.toRealPath();
        } catch (IOException e) {
            throw new TokenUnavailable(
                    "The PKCS#11 library " + path + " does not exist or cannot be read",
                    "Install the client software of the HSM, or correct the path.",
                    null,
                    e);
        }
        Pkcs11Library known = LOADED.get(real);
        return known == null ? load(real) : known;
    }

    private static synchronized Pkcs11Library load(Path real) throws CryptokiException {
        Pkcs11Library library = LOADED.get(real);
        if (library == null) {
            library = new Pkcs11Library(real);
            LOADED.put(real, library);
        }
        return library;
    }

    /** What is done with a connection. */
    interface Operation<R> {
        R on(Connection connection) throws GeneralSecurityException, IOException;
    }

    /** The library was initialised afresh since, or there is another connection; this one was not used. */
    static final class OutdatedConnection extends CryptokiException {
        private static final long serialVersionUID = 1L;

        private OutdatedConnection() {
            super("CKR_SESSION_HANDLE_INVALID: the connection was replaced", null);
        }
    }

    /**
     * Does something while the library is certain to stay initialised.
     *
     * @throws OutdatedConnection if it was initialised afresh since, or another connection took this one's place; nothing was
     *     done
     */
    <R> R use(Connection connection, Operation<R> operation) throws GeneralSecurityException, IOException {
        CallsInProgress.Call call = begin(connection.tokenLabel());
        try {
            if (connection.generation() != generation.get()
                    || !connection.uses().begin()) {
                throw new OutdatedConnection();
            }
            try {
                return operation.on(connection);
            } finally {
                if (connection.uses().end()) {
                    release(connection);
                }
            }
        } finally {
            end(call);
        }
    }

    /** Finds a token by its label and logs in, initialising the library afresh if it does not work without. */
    Connection connect(String tokenLabel, PinFile pin) throws GeneralSecurityException, IOException {
        long seen = generation.get();
        try {
            return open(tokenLabel, pin);
        } catch (ProviderException | GeneralSecurityException | IOException e) {
            if (Ckr.isAboutThePin(e) || Ckr.isBusy(e) || Ckr.ours(e) != null || !initializeAfresh(seen, tokenLabel)) {
                throw e;
            }
            return open(tokenLabel, pin);
        }
    }

    /** Closes a connection's sessions, in good order or not, as soon as nobody uses them. */
    void disconnect(Connection connection) {
        CallsInProgress.Call call = begin(connection.tokenLabel());
        try {
            if (connection.uses().finish()) {
                release(connection);
            }
        } finally {
            end(call);
        }
    }

    private CallsInProgress.Call begin(String tokenLabel) {
        lock.readLock().lock();
        return calls.begin(tokenLabel);
    }

    private void end(CallsInProgress.Call call) {
        call.end();
        lock.readLock().unlock();
    }

    private Connection open(String tokenLabel, PinFile pin) throws GeneralSecurityException, IOException {
        CallsInProgress.Call call = begin(tokenLabel);
        try {
            long current = generation.get();
            long slot = slots.slotOf(tokenLabel, current, calls::anyHangs);
            Connection connection = new Connection(this, cryptoki, current, tokenLabel, slot, pin);
            connections.add(connection);
            boolean loggedIn = false;
            try {
                connection.login();
                loggedIn = true;
                return connection;
            } finally {
                if (!loggedIn) {
                    release(connection);
                }
            }
        } finally {
            end(call);
        }
    }

    /** @return whether it is worth trying again */
    private boolean initializeAfresh(long seen, String tokenLabel) throws CryptokiException {
        if (generation.get() != seen) {
            return true; // somebody else just did
        }
        if (!mayDisturb(tokenLabel) || !lockForWriting()) {
            return false;
        }
        try {
            if (generation.compareAndSet(seen, seen + 1)) {
                connections.forEach(this::release);
                cryptoki.initializeAfresh();
            }
            return true;
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** Waiting for the lock counts too: meanwhile the other tokens' calls may have to wait as well. */
    private boolean mayDisturb(String tokenLabel) {
        if (connections.stream().allMatch(one -> one.tokenLabel().equals(tokenLabel))) {
            return true;
        }
        AtomicBoolean may = new AtomicBoolean();
        disturbances.compute(tokenLabel, (label, last) -> {
            long now = System.nanoTime();
            may.set(last == null || now - last >= DISTURBANCE_NANOS);
            return may.get() ? now : last;
        });
        return may.get();
    }

    /**
     * {@code C_Finalize} has to wait until no call is in progress. Who queues for the lock stops all new calls meanwhile, so
     * while one hangs nobody queues: that token would hold up all others of the library.
     *
     * @return whether it was locked
     */
    private boolean lockForWriting() {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(CallsInProgress.PATIENCE_SECONDS);
        try {
            if (!calls.anyHangs()) {
                return lock.writeLock().tryLock(CallsInProgress.PATIENCE_SECONDS, TimeUnit.SECONDS);
            }
            while (!lock.writeLock().tryLock()) {
                if (System.nanoTime() - end >= 0) {
                    return false;
                }
                TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void release(Connection connection) {
        connections.remove(connection);
        connection.release();
    }

    /**
     * A SunPKCS11 provider for a slot. The JDK reads a slot's number as an {@code int}, and some HSMs number beyond that.
     */
    Provider provider(long slot, @Nullable String template) throws CryptokiException {
        StringBuilder configuration =
                new StringBuilder("name = bailiwick\nlibrary = \"").append(name).append("\"\n");
        if (slot <= Integer.MAX_VALUE) {
            configuration.append("slot = ").append(slot);
        } else {
            configuration.append("slotListIndex = ").append(indexOf(slot));
        }
        // Without this, a removable token that is gone is polled by a thread for as long as the JVM lives.
        configuration.append("\ndestroyTokenAfterLogout = true\n");
        if (template != null) {
            configuration.append(template);
        }
        return cryptoki.provider(configuration.toString());
    }

    private int indexOf(long slot) throws CryptokiException {
        long[] slots = cryptoki.slots();
        for (int i = 0; i < slots.length; i++) {
            if (slots[i] == slot) {
                return i;
            }
        }
        throw new CryptokiException("CKR_SLOT_ID_INVALID: the slot is gone", null);
    }
}
