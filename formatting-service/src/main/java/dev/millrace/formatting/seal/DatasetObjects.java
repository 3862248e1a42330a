package dev.millrace.formatting.seal;

import dev.millrace.contracts.Encoding;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.Hashes;
import dev.millrace.contracts.Json;
import dev.millrace.contracts.MillraceException;
import dev.millrace.contracts.ObjectRef;
import dev.millrace.contracts.event.DatasetPartial;
import dev.millrace.contracts.event.DocumentFormatted;
import dev.millrace.contracts.manifest.DatasetManifest;
import dev.millrace.messaging.CrashPoints;
import dev.millrace.storage.ObjectReader;
import dev.millrace.storage.ObjectStore;
import dev.millrace.storage.PutOutcome;
import dev.millrace.storage.SegmentWriter;
import dev.millrace.storage.StorageLimits;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Datasets in the object store: what partitions hand in, rows, manifests. */
public final class DatasetObjects {
    private static final String SEAL = "formatting.seal";
    private static final String LINES = "application/x-ndjson";

    private final ObjectStore store;
    private final StorageLimits limits;
    private final ObjectReader reader;

    public DatasetObjects(ObjectStore store, StorageLimits limits) {
        this.store = store;
        this.limits = limits;
        this.reader = new ObjectReader(store, limits);
    }

    ObjectRef writePartial(Stream<DocumentFormatted> rows) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        rows.forEach(row -> {
            lines.writeBytes(Json.write(row));
            lines.write('\n');
        });
        return packed("partials", lines.toByteArray());
    }

    List<DocumentFormatted> readPartials(List<DatasetPartial> partials) {
        return reader.readAll(partials.stream().map(DatasetPartial::rows).toList()).stream()
                .flatMap(lines -> lines(lines, DocumentFormatted.class))
                .toList();
    }

    private static <T> Stream<T> lines(byte[] content, Class<T> type) {
        return new String(content, StandardCharsets.UTF_8)
                .lines()
                .map(line -> Json.read(line.getBytes(StandardCharsets.UTF_8), type));
    }

    /** The keys of documents whose rows have their own. */
    SplitKeys readSplitKeys(List<DocumentFormatted> documents) {
        List<ObjectRef> refs = documents.stream()
                .flatMap(document -> Stream.ofNullable(document.splitKeys()))
                .distinct()
                .toList();
        List<byte[]> contents = reader.readAll(refs);
        Map<ObjectRef, List<String>> keys = new HashMap<>();
        for (int i = 0; i < refs.size(); i++) {
            keys.put(refs.get(i), lines(contents.get(i), String.class).toList());
        }
        return new SplitKeys(keys);
    }

    ObjectRef writeRows(byte[] lines) {
        return packed("rows", lines);
    }

    private ObjectRef packed(String what, byte[] lines) {
        SegmentWriter segment = new SegmentWriter(store, "datasets", what, limits);
        segment.append(what, lines, LINES);
        CrashPoints.reach(SEAL, "before-" + what + "-put");
        ObjectRef written = segment.finish().getFirst();
        CrashPoints.reach(SEAL, "after-" + what + "-put");
        return written;
    }

    /** Writes the manifest, or finds the one of the same version: a sealed version is never written anew. */
    ObjectRef writeManifest(DatasetManifest manifest) {
        String key = "datasets/" + manifest.collection() + "/" + manifest.version() + "/manifest.json";
        byte[] bytes = Json.canonical(manifest);
        CrashPoints.reach(SEAL, "before-manifest-put");
        byte[] written = switch (store.putIfAbsent(key, bytes, DatasetManifest.MEDIA_TYPE)) {
            case PutOutcome.Created created -> bytes;
            case PutOutcome.AlreadyThere there -> store.get(key);
        };
        CrashPoints.reach(SEAL, "after-manifest-put");
        String digest = Json.read(written, DatasetManifest.class).digest();
        if (!digest.equals(manifest.digest())) {
            throw new MillraceException(ErrorCode.OBJECT_DAMAGED, "the version has another digest");
        }
        return new ObjectRef(
                store.bucket(),
                key,
                0,
                written.length,
                Encoding.IDENTITY,
                Hashes.sha256(written),
                DatasetManifest.MEDIA_TYPE);
    }
}
