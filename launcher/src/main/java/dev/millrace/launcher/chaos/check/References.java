package dev.millrace.launcher.chaos.check;

import dev.millrace.contracts.ObjectRef;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds every object reference in an event, whatever the event is: a new field is looked at without being named here. */
final class References {
    private References() {}

    static Set<ObjectRef> in(Object event) {
        Set<ObjectRef> found = new LinkedHashSet<>();
        of(event, found);
        return found;
    }

    private static void of(@Nullable Object value, Set<ObjectRef> found) {
        switch (value) {
            case ObjectRef reference -> found.add(reference);
            case Iterable<?> many -> many.forEach(each -> of(each, found));
            case java.util.Map<?, ?> map -> map.values().forEach(each -> of(each, found));
            case Record some -> {
                for (RecordComponent component : some.getClass().getRecordComponents()) {
                    of(read(some, component), found);
                }
            }
            case null, default -> {}
        }
    }

    private static @Nullable Object read(Record some, RecordComponent component) {
        try {
            return component.getAccessor().invoke(some);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("an event's field cannot be read", e);
        }
    }
}
