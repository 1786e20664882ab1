package org.bailiwick.admin.web;

import jakarta.inject.Inject;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.bailiwick.acme.ResourceId;

/** Objects of our classes with something in every field that is written, whatever they are for. */
final class Filled {

    /** What is used for a type of the JDK, or for one that says what it takes. */
    private static final Map<Class<?>, Object> SAMPLES = Map.ofEntries(
            Map.entry(String.class, "x"),
            Map.entry(Object.class, "x"),
            Map.entry(int.class, 7),
            Map.entry(Integer.class, 7),
            Map.entry(long.class, 7L),
            Map.entry(Long.class, 7L),
            Map.entry(double.class, 7.0),
            Map.entry(boolean.class, true),
            Map.entry(Boolean.class, true),
            Map.entry(byte[].class, new byte[] {7}),
            Map.entry(UUID.class, new UUID(1, 2)),
            Map.entry(Instant.class, Instant.EPOCH),
            Map.entry(LocalDate.class, LocalDate.EPOCH),
            Map.entry(Duration.class, Duration.ofMinutes(1)),
            Map.entry(URI.class, URI.create("https://localhost/")),
            Map.entry(ResourceId.class, ResourceId.random(Instant.EPOCH)));

    private Filled() {}

    /** A new one. */
    static Object of(Class<?> type) throws ReflectiveOperationException {
        Constructor<?> constructor = type.getDeclaredConstructor();
        constructor.setAccessible(true);
        Object made = constructor.newInstance();
        for (Class<?> each = type; each != Object.class; each = each.getSuperclass()) {
            for (Field field : each.getDeclaredFields()) {
                if (isWritten(field)) {
                    field.setAccessible(true);
                    field.set(made, value(field.getGenericType()));
                }
            }
        }
        return made;
    }

    private static boolean isWritten(Field field) {
        return !Modifier.isStatic(field.getModifiers())
                && !Modifier.isFinal(field.getModifiers())
                && !Modifier.isTransient(field.getModifiers())
                && !field.isAnnotationPresent(Inject.class);
    }

    private static Object value(Type type) throws ReflectiveOperationException {
        if (type instanceof ParameterizedType generic) {
            return several((Class<?>) generic.getRawType(), generic.getActualTypeArguments());
        }
        Class<?> plain = (Class<?>) type;
        Object sample = SAMPLES.get(plain);
        if (sample != null) {
            return sample;
        }
        if (plain.isEnum()) {
            return plain.getEnumConstants()[0];
        }
        if (plain.isSealed()) {
            return value(plain.getPermittedSubclasses()[0]);
        }
        return plain.isRecord() ? record(plain) : of(plain);
    }

    private static Object several(Class<?> type, Type... of) throws ReflectiveOperationException {
        if (Map.class.isAssignableFrom(type)) {
            // as large inside as the one that is read will be: that is written, too
            Map<Object, Object> map = new LinkedHashMap<>();
            map.put(value(of[0]), value(of[1]));
            return map;
        }
        Collection<Object> all = Set.class.isAssignableFrom(type) ? new LinkedHashSet<>() : new ArrayList<>();
        all.addAll(List.of(value(of[0])));
        return all;
    }

    private static Object record(Class<?> type) throws ReflectiveOperationException {
        RecordComponent[] components = type.getRecordComponents();
        Object[] values = new Object[components.length];
        for (int each = 0; each < components.length; each++) {
            values[each] = value(components[each].getGenericType());
        }
        Constructor<?> constructor = type.getDeclaredConstructor(
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
        constructor.setAccessible(true);
        return constructor.newInstance(values);
    }
}
