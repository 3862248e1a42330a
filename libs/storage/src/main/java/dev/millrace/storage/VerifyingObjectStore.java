package dev.millrace.storage;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Believes a put only after the object shows with the right length: some stores, and things between, acknowledge what is not there.
 * What a reference names is verified where it is read, by {@link ObjectReader}.
 */
final class VerifyingObjectStore implements ObjectStore {
    private final ObjectStore store;

    VerifyingObjectStore(ObjectStore store) {
        this.store = store;
    }

    @Override
    public String bucket() {
        return store.bucket();
    }

    @Override
    public PutOutcome putIfAbsent(String key, Content content, String mediaType) {
        PutOutcome outcome = store.putIfAbsent(key, content, mediaType);
        switch (outcome) {
            case PutOutcome.Created created -> verify(key, content);
            case PutOutcome.AlreadyThere there -> visibleLength(key);
        }
        return outcome;
    }

    @Override
    public void put(String key, Content content, String mediaType) {
        store.put(key, content, mediaType);
        verify(key, content);
    }

    private void verify(String key, Content content) {
        long length = visibleLength(key);
        if (length != content.length()) {
            throw new MillraceException(
                    ErrorCode.STORE_UNAVAILABLE,
                    "the store holds " + length + " of " + content.length() + " bytes it acknowledged");
        }
    }

    private long visibleLength(String key) {
        return store.head(key)
                .map(ObjectHead::length)
                .orElseThrow(() -> new MillraceException(
                        ErrorCode.STORE_UNAVAILABLE, "the store speaks of an object that it does not show"));
    }

    @Override
    public byte[] get(String key) {
        return store.get(key);
    }

    @Override
    public byte[] getRange(String key, long offset, int length) {
        return store.getRange(key, offset, length);
    }

    @Override
    public InputStream open(String key) {
        return store.open(key);
    }

    @Override
    public void download(String key, Path file) {
        store.download(key, file);
    }

    @Override
    public Optional<ObjectHead> head(String key) {
        return store.head(key);
    }

    @Override
    public List<Listed> list(String prefix) {
        return store.list(prefix);
    }

    @Override
    public void delete(String key) {
        store.delete(key);
    }

    @Override
    public void close() {
        store.close();
    }
}
