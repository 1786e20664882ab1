package org.bailiwick.hsm.pkcs11;

import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.security.InvalidParameterException;
import java.security.Provider;
import java.security.Security;
import java.util.List;
import org.bailiwick.hsm.TokenException.TokenUnavailable;
import org.jspecify.annotations.Nullable;

/**
 * The inner classes of the JDK's SunPKCS11 provider, by reflection. All reflection of this module is in this class, and
 * only {@link Cryptoki} uses it. Looked at and tried on JDK 17 and 25, where the signatures are the same.
 *
 * <p>The JVM must open two packages, {@link #FLAGS}; without them everything here refuses with a sentence that says so.
 */
final class SunPkcs11 {

    /** What the JVM must be started with. */
    static final String FLAGS = "--add-opens=jdk.crypto.cryptoki/sun.security.pkcs11=ALL-UNNAMED"
            + " --add-opens=jdk.crypto.cryptoki/sun.security.pkcs11.wrapper=ALL-UNNAMED";

    private static final String MODULE = "jdk.crypto.cryptoki";
    private static final String PROVIDER = "sun.security.pkcs11.";
    private static final String WRAPPER = PROVIDER + "wrapper.";
    private static final long CKF_OS_LOCKING_OK = 2;

    private final Class<?> attributeType = type(WRAPPER + "CK_ATTRIBUTE");
    private final Constructor<?> newAttribute = constructor(attributeType, long.class, Object.class);
    private final Field attributeValue = field(attributeType, "pValue");
    private final Class<?> argumentsType = type(WRAPPER + "CK_C_INITIALIZE_ARGS");
    private final Constructor<?> newArguments = constructor(argumentsType);
    private final Field argumentsFlags = field(argumentsType, "flags");
    private final Field tokenInfoLabel = field(type(WRAPPER + "CK_TOKEN_INFO"), "label");
    private final Field tokenInfoManufacturer = field(type(WRAPPER + "CK_TOKEN_INFO"), "manufacturerID");
    private final Field tokenInfoModel = field(type(WRAPPER + "CK_TOKEN_INFO"), "model");
    private final Field tokenInfoSerialNumber = field(type(WRAPPER + "CK_TOKEN_INFO"), "serialNumber");
    private final Field tokenInfoFirmware = field(type(WRAPPER + "CK_TOKEN_INFO"), "firmwareVersion");
    private final Field sessionInfoState = field(type(WRAPPER + "CK_SESSION_INFO"), "state");
    private final Class<?> wrapper = type(WRAPPER + "PKCS11");
    private final Method providerToken = method(type(PROVIDER + "SunPKCS11"), "getToken");
    private final Method tokenDestroy = method(type(PROVIDER + "Token"), "destroy");

    /** Loads and initialises a library, or returns the one already loaded from that path. */
    Object library(String path) throws CryptokiException {
        Method getInstance = method(wrapper, "getInstance", String.class, String.class, argumentsType, boolean.class);
        return result(call(getInstance, null, path, "C_GetFunctionList", initializeArguments(), false));
    }

    /** {@code C_Initialize} with locking by the operating system: many threads will call. */
    void initialize(Object library) throws CryptokiException {
        call(method(wrapper, "C_Initialize", Object.class), library, initializeArguments());
    }

    /** {@code C_Finalize}. */
    void finish(Object library) throws CryptokiException {
        call(method(wrapper, "C_Finalize", Object.class), library, (Object) null);
    }

    /** All slots, in the order {@code slotListIndex} counts. */
    long[] slots(Object library) throws CryptokiException {
        return (long[]) result(call(method(wrapper, "C_GetSlotList", boolean.class), library, false));
    }

    /** The label of the token in a slot: an octet per char, padded with spaces. */
    char[] tokenLabel(Object library, long slot) throws CryptokiException {
        Object info = result(call(method(wrapper, "C_GetTokenInfo", long.class), library, slot));
        return (char[]) result(get(tokenInfoLabel, info));
    }

    /** What a token says of itself: manufacturer, model, serial number and firmware, the first three padded as its label. */
    List<char[]> tokenDescription(Object library, long slot) throws CryptokiException {
        Object info = result(call(method(wrapper, "C_GetTokenInfo", long.class), library, slot));
        return List.of(
                (char[]) result(get(tokenInfoManufacturer, info)),
                (char[]) result(get(tokenInfoModel, info)),
                (char[]) result(get(tokenInfoSerialNumber, info)),
                result(get(tokenInfoFirmware, info)).toString().toCharArray());
    }

    long openSession(Object library, long slot, long flags) throws CryptokiException {
        Method open =
                method(wrapper, "C_OpenSession", long.class, long.class, Object.class, type(WRAPPER + "CK_NOTIFY"));
        return (Long) result(call(open, library, slot, flags, null, null));
    }

    /** One of the CKS_ numbers. */
    long sessionState(Object library, long session) throws CryptokiException {
        Object info = result(call(method(wrapper, "C_GetSessionInfo", long.class), library, session));
        return (Long) result(get(sessionInfoState, info));
    }

    void closeSession(Object library, long session) throws CryptokiException {
        call(method(wrapper, "C_CloseSession", long.class), library, session);
    }

    void findInit(Object library, long session, Object template) throws CryptokiException {
        call(method(wrapper, "C_FindObjectsInit", long.class, template.getClass()), library, session, template);
    }

    long[] find(Object library, long session, long most) throws CryptokiException {
        return (long[]) result(call(method(wrapper, "C_FindObjects", long.class, long.class), library, session, most));
    }

    void findFinal(Object library, long session) throws CryptokiException {
        call(method(wrapper, "C_FindObjectsFinal", long.class), library, session);
    }

    /** One CKA_ value: {@code byte[]}, {@code char[]}, {@code Boolean} or {@code Long}, as the JDK knows its type. */
    @Nullable
    Object attribute(Object library, long session, long object, long attribute) throws CryptokiException {
        Object template = template(attribute, null);
        Method getValue = method(wrapper, "C_GetAttributeValue", long.class, long.class, template.getClass());
        call(getValue, library, session, object, template);
        return get(attributeValue, Array.get(template, 0));
    }

    long createObject(Object library, long session, Object template) throws CryptokiException {
        Method create = method(wrapper, "C_CreateObject", long.class, template.getClass());
        return (Long) result(call(create, library, session, template));
    }

    void destroyObject(Object library, long session, long object) throws CryptokiException {
        call(method(wrapper, "C_DestroyObject", long.class, long.class), library, session, object);
    }

    /** Attribute numbers and values in turn, as the array of CK_ATTRIBUTE that the wrapper takes. */
    Object template(@Nullable Object... numbersAndValues) {
        Object template = Array.newInstance(attributeType, numbersAndValues.length / 2);
        for (int i = 0; i < numbersAndValues.length; i += 2) {
            try {
                Array.set(template, i / 2, newAttribute.newInstance(numbersAndValues[i], numbersAndValues[i + 1]));
            } catch (ReflectiveOperationException e) {
                throw unlikeThatWeKnow(e);
            }
        }
        return template;
    }

    /** A SunPKCS11 provider of its own, registered nowhere. */
    Provider provider(String configuration) throws CryptokiException {
        Provider unconfigured = Security.getProvider("SunPKCS11");
        if (unconfigured == null) {
            throw new TokenUnavailable(
                    "This Java runtime has no SunPKCS11 provider",
                    "Use a runtime with the module " + MODULE + ", and leave SunPKCS11 in its java.security file.",
                    null,
                    null);
        }
        try {
            return unconfigured.configure("--" + configuration);
        } catch (InvalidParameterException e) {
            throw new CryptokiException("SunPKCS11 does not understand its configuration", e);
        }
    }

    /**
     * Closes the sessions a provider pools, and makes it unusable. Not {@code AuthProvider.logout}: that logs this whole
     * process out of the token, and others in it may be signing.
     */
    void release(Provider provider) throws CryptokiException {
        Object token = call(providerToken, provider);
        if (token != null) {
            call(tokenDestroy, token);
        }
    }

    private Object initializeArguments() {
        try {
            Object arguments = newArguments.newInstance();
            argumentsFlags.setLong(arguments, CKF_OS_LOCKING_OK);
            return arguments;
        } catch (ReflectiveOperationException e) {
            throw unlikeThatWeKnow(e);
        }
    }

    private static @Nullable Object call(Method method, @Nullable Object target, @Nullable Object... arguments)
            throws CryptokiException {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            if (cause instanceof Error error) {
                throw error;
            }
            throw new CryptokiException(method.getName() + ": " + cause.getMessage(), cause);
        } catch (IllegalAccessException e) {
            throw unlikeThatWeKnow(e);
        }
    }

    private static Object result(@Nullable Object value) throws CryptokiException {
        if (value == null) {
            throw new CryptokiException("the PKCS#11 library gave no value", null);
        }
        return value;
    }

    private static @Nullable Object get(Field field, Object target) {
        try {
            return field.get(target);
        } catch (IllegalAccessException e) {
            throw unlikeThatWeKnow(e);
        }
    }

    private static Class<?> type(String name) {
        try {
            // An application server's class loader need not see the JDK's inner classes; the platform's does.
            return Class.forName(name, false, ClassLoader.getPlatformClassLoader());
        } catch (ClassNotFoundException e) {
            throw unlikeThatWeKnow(e);
        }
    }

    private static Constructor<?> constructor(Class<?> type, Class<?>... parameters) {
        try {
            return opened(type.getDeclaredConstructor(parameters));
        } catch (NoSuchMethodException e) {
            throw unlikeThatWeKnow(e);
        }
    }

    private static Field field(Class<?> type, String name) {
        try {
            return opened(type.getDeclaredField(name));
        } catch (NoSuchFieldException e) {
            throw unlikeThatWeKnow(e);
        }
    }

    private static Method method(Class<?> type, String name, Class<?>... parameters) {
        try {
            return opened(type.getDeclaredMethod(name, parameters));
        } catch (NoSuchMethodException e) {
            throw unlikeThatWeKnow(e);
        }
    }

    private static <T extends AccessibleObject> T opened(T member) {
        try {
            member.setAccessible(true);
            return member;
        } catch (InaccessibleObjectException e) {
            throw new TokenUnavailable(
                    "This JVM keeps the inner classes of SunPKCS11 closed, so tokens cannot be found by their label",
                    "Start the JVM with " + FLAGS,
                    null,
                    e);
        }
    }

    private static TokenUnavailable unlikeThatWeKnow(ReflectiveOperationException cause) {
        return new TokenUnavailable(
                "This Java runtime has another SunPKCS11 than the ones this program knows, or none",
                "Run on a JDK 17 to 25 with the module " + MODULE + ".",
                null,
                cause);
    }
}
