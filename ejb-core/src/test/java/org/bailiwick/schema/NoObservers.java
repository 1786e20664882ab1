package org.bailiwick.schema;

import jakarta.enterprise.event.Event;
import java.lang.reflect.Proxy;

/** An event that nobody observes. */
final class NoObservers {

    private NoObservers() {}

    static Event<?> event() {
        return (Event<?>) Proxy.newProxyInstance(
                Event.class.getClassLoader(), new Class<?>[] {Event.class}, (self, method, arguments) -> {
                    if (method.getName().equals("fire")) {
                        return null;
                    }
                    throw new UnsupportedOperationException(method.getName());
                });
    }
}
