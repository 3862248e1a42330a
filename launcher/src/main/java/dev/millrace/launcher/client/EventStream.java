package dev.millrace.launcher.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads server-sent events one by one. */
public final class EventStream implements AutoCloseable {
    private final BufferedReader reader;

    EventStream(InputStream stream) {
        this.reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
    }

    /**
     * One event.
     *
     * @param id where a later stream may go on, empty when the server gave none
     * @param name empty when the server gave none
     */
    public record Message(String id, String name, String data) {}

    /**
     * The next event; null when the server has ended the stream.
     *
     * @throws ConnectionLostException when it broke off
     */
    public @Nullable Message next() {
        try {
            String id = "";
            String name = "";
            StringBuilder data = new StringBuilder();
            String line;
            while ((line = reader.readLine()) != null) {
                if (line.isEmpty() && !data.isEmpty()) {
                    return new Message(id, name, data.toString());
                } else if (line.startsWith("data:")) {
                    data.append(data.isEmpty() ? "" : "\n").append(value(line));
                } else if (line.startsWith("id:")) {
                    id = value(line);
                } else if (line.startsWith("event:")) {
                    name = value(line);
                }
            }
            return data.isEmpty() ? null : new Message(id, name, data.toString());
        } catch (IOException e) {
            throw new ConnectionLostException(e);
        }
    }

    private static String value(String line) {
        String value = line.substring(line.indexOf(':') + 1);
        return value.startsWith(" ") ? value.substring(1) : value;
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
