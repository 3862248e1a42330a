package dev.millrace.contracts;

import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.DeserializationProblemHandler;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes the word {@code auto} in the place of a number or a truth value for one that is left open, as its absence is. */
final class AutomaticValues extends DeserializationProblemHandler {
    static final String AUTO = "auto";

    private static final Set<Class<?>> OPEN = Set.of(Integer.class, Long.class, Double.class, Boolean.class);

    @Override
    public @Nullable Object handleWeirdStringValue(
            DeserializationContext context, Class<?> target, String value, String failure) throws IOException {
        if (value.equals(AUTO) && OPEN.contains(target)) {
            return null;
        }
        return super.handleWeirdStringValue(context, target, value, failure);
    }
}
