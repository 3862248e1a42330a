package dev.millrace.storage;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.Hashes;
import dev.millrace.contracts.MillraceException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** A bucket in memory, for tests: it passes the contract test that the real stores pass. */
public final class InMemoryObjectStore implements ObjectStore {
    private record Stored(byte[] bytes, String mediaType, Instant modified) {}

    private final ConcurrentSkipListMap<String, Stored> objects = new ConcurrentSkipListMap<>();
    private final String bucket;

    public InMemoryObjectStore(String bucket) {
        this.bucket = bucket;
    }

    @Override
    public String bucket() {
        return bucket;
    }

    @Override
    public PutOutcome putIfAbsent(String key, Content content, String mediaType) {
        return objects.putIfAbsent(key, stored(content, mediaType)) == null
                ? new PutOutcome.Created()
                : new PutOutcome.AlreadyThere();
    }

    @Override
    public void put(String key, Content content, String mediaType) {
        objects.put(key, stored(content, mediaType));
    }

    @Override
    public byte[] get(String key) {
        return find(key).bytes().clone();
    }

    @Override
    public byte[] getRange(String key, long offset, int length) {
        byte[] bytes = find(key).bytes();
        if (offset + length > bytes.length) {
            throw new MillraceException(ErrorCode.OBJECT_DAMAGED, "the object ends inside the range");
        }
        return Arrays.copyOfRange(bytes, (int) offset, (int) offset + length);
    }

    @Override
    public InputStream open(String key) {
        return new ByteArrayInputStream(find(key).bytes());
    }

    @Override
    public void download(String key, Path file) {
        byte[] bytes = find(key).bytes();
        try {
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Optional<ObjectHead> head(String key) {
        return Optional.ofNullable(objects.get(key))
                .map(object -> new ObjectHead(
                        key,
                        object.bytes().length,
                        Hashes.sha256(object.bytes()),
                        object.mediaType(),
                        object.modified()));
    }

    @Override
    public List<Listed> list(String prefix) {
        return objects.tailMap(prefix).entrySet().stream()
                .takeWhile(each -> each.getKey().startsWith(prefix))
                .map(each -> new Listed(
                        each.getKey(),
                        each.getValue().bytes().length,
                        each.getValue().modified()))
                .toList();
    }

    @Override
    public void delete(String key) {
        objects.remove(key);
    }

    @Override
    public void close() {
        objects.clear();
    }

    private Stored find(String key) {
        Stored stored = objects.get(key);
        if (stored == null) {
            throw new MillraceException(ErrorCode.OBJECT_MISSING, "no such object");
        }
        return stored;
    }

    private static Stored stored(Content content, String mediaType) {
        try {
            return new Stored(content.bytes(), mediaType, Instant.now());
        } catch (IOException e) {
            throw new MillraceException(ErrorCode.STORE_UNAVAILABLE, "put failed: the content cannot be read", e);
        }
    }
}
