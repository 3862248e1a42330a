package dev.millrace.testkit;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The object store as a process of its own: {@code --data DIR --port N --bucket NAME}, keys from the environment variables
 * {@code MILLRACE_STORE_ACCESS_KEY} and {@code MILLRACE_STORE_SECRET_KEY}. Prints {@code ready} when clients may connect; a
 * termination signal stops it cleanly. Exit code 1: it did not start.
 */
public final class LocalObjectStoreMain {
    private LocalObjectStoreMain() {}

    public static void main(String[] arguments) {
        Server.run(() -> {
            Arguments given = Arguments.parse(arguments);
            LocalObjectStore store = LocalObjectStore.start(
                    Path.of(given.required("data")),
                    given.number("port"),
                    environment("MILLRACE_STORE_ACCESS_KEY"),
                    environment("MILLRACE_STORE_SECRET_KEY"));
            store.bucket(given.required("bucket"));
            return store::close;
        });
    }

    private static String environment(String name) {
        @Nullable String value = System.getenv(name);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException("the environment variable " + name + " is not set");
        }
        return value;
    }
}
