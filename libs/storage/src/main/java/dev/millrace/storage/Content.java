package dev.millrace.storage;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Bytes of known length that can be opened more than once, so that a put can be tried again. */
public interface Content {
    /** In bytes. */
    long length();

    /** A new stream of exactly {@link #length()} bytes; the caller closes it. */
    InputStream open() throws IOException;

    /** The array itself, not a copy: leave it unchanged until the put is over. */
    static Content of(byte[] bytes) {
        return of(bytes.length, () -> new ByteArrayInputStream(bytes));
    }

    /**
     * The file as it is when the put reads it.
     *
     * @throws IOException when there is no such file
     */
    static Content of(Path file) throws IOException {
        return of(Files.size(file), () -> Files.newInputStream(file));
    }

    static Content of(long length, Source source) {
        return new Content() {
            @Override
            public long length() {
                return length;
            }

            @Override
            public InputStream open() throws IOException {
                return source.open();
            }
        };
    }

    /** Opens a new stream on the same bytes each time. */
    @FunctionalInterface
    interface Source {
        InputStream open() throws IOException;
    }
}
