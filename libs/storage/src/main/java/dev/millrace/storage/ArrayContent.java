package dev.millrace.storage;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Optional;

/** Bytes in memory. */
record ArrayContent(byte[] bytes, Optional<String> sha256) implements Content {
    @Override
    public long length() {
        return bytes.length;
    }

    @Override
    public InputStream open() {
        return new ByteArrayInputStream(bytes);
    }
}
