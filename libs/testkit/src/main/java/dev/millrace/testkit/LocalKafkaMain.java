package dev.millrace.testkit;

import java.nio.file.Path;

/**
 * The broker as a process of its own: {@code --data DIR --port N}. Prints {@code ready} when clients may connect; a termination
 * signal stops it cleanly. Exit code 1: it did not start.
 */
public final class LocalKafkaMain {
    private LocalKafkaMain() {}

    public static void main(String[] arguments) {
        Server.run(() -> {
            Arguments given = Arguments.parse(arguments);
            return LocalKafka.start(Path.of(given.required("data")), given.number("port"))::close;
        });
    }
}
