package dev.millrace.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Bytes of known length that can be opened more than once, so that a put can be tried again. */
public interface Content {
    /** In bytes. */
    long length();

    /** A new stream of exactly {@link #length()} bytes; the caller closes it. */
    InputStream open() throws IOException;

    /** All bytes; perhaps the very array it was made of, so leave it unchanged. */
    default byte[] bytes() throws IOException {
        try (InputStream stream = open()) {
            return MultipartPut.exactly(stream, Math.toIntExact(length()));
        }
    }

    /** Of the bytes, where it is known already. */
    default Optional<String> sha256() {
        return Optional.empty();
    }

    /** The array itself, not a copy: leave it unchanged until the put is over. */
    static Content of(byte[] bytes) {
        return new ArrayContent(bytes, Optional.empty());
    }

    /** The same when the hash has been made for another reason: the store checks it, and it is not made twice. */
    static Content of(byte[] bytes, String sha256) {
        return new ArrayContent(bytes, Optional.of(sha256));
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
