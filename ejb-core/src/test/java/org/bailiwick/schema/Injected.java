package org.bailiwick.schema;

import jakarta.enterprise.event.Event;
import java.lang.reflect.Field;

/** Injects as the container would, where no container is. */
public final class Injected {

    private Injected() {}

    /** The bean, each value in the one field that takes it; events of it have no observers. */
    public static <T> T into(T bean, Object... values) {
        try {
            for (Field field : bean.getClass().getDeclaredFields()) {
                if (field.getType() == Event.class) {
                    field.setAccessible(true);
                    field.set(bean, NoObservers.event());
                }
            }
            for (Object value : values) {
                for (Field field : bean.getClass().getDeclaredFields()) {
                    if (field.getType().isInstance(value)) {
                        field.setAccessible(true);
                        field.set(bean, value);
                    }
                }
            }
            return bean;
        } catch (IllegalAccessException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
