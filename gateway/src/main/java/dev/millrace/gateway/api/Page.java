package dev.millrace.gateway.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Part of a list.
 *
 * @param next hand it back as {@code after} to go on; null at the end
 */
public record Page<T>(List<T> items, @Nullable String next) {
    static <T> Page<T> all(List<T> items) {
        return new Page<>(items, null);
    }
}
