package dev.millrace.storage;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Leads every operation through one method, where a decorator does its work. */
abstract class ForwardingObjectStore implements ObjectStore {
    private final ObjectStore store;

    ForwardingObjectStore(ObjectStore store) {
        this.store = store;
    }

    /** @param sent number of bytes the call sends to the store, 0 for a read */
    abstract <T> T around(StoreOperation operation, long sent, Supplier<T> call);

    @Override
    public final String bucket() {
        return store.bucket();
    }

    @Override
    public final PutOutcome putIfAbsent(String key, Content content, String mediaType) {
        return around(StoreOperation.CREATE, content.length(), () -> store.putIfAbsent(key, content, mediaType));
    }

    @Override
    public final void put(String key, Content content, String mediaType) {
        around(StoreOperation.PUT, content.length(), () -> {
            store.put(key, content, mediaType);
            return key;
        });
    }

    @Override
    public final byte[] get(String key) {
        return around(StoreOperation.GET, 0, () -> store.get(key));
    }

    @Override
    public final byte[] getRange(String key, long offset, int length) {
        return around(StoreOperation.RANGE_GET, 0, () -> store.getRange(key, offset, length));
    }

    @Override
    public final InputStream open(String key) {
        return around(StoreOperation.OPEN, 0, () -> store.open(key));
    }

    @Override
    public final void download(String key, Path file) {
        around(StoreOperation.DOWNLOAD, 0, () -> {
            store.download(key, file);
            return file;
        });
    }

    @Override
    public final Optional<ObjectHead> head(String key) {
        return around(StoreOperation.HEAD, 0, () -> store.head(key));
    }

    @Override
    public final List<Listed> list(String prefix) {
        return around(StoreOperation.LIST, 0, () -> store.list(prefix));
    }

    @Override
    public final void delete(String key) {
        around(StoreOperation.DELETE, 0, () -> {
            store.delete(key);
            return key;
        });
    }

    @Override
    public final void close() {
        store.close();
    }
}
