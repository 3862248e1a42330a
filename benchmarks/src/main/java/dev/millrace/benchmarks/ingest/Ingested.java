package dev.millrace.benchmarks.ingest;

import dev.millrace.contracts.event.DocumentIngested;
import dev.millrace.storage.ObjectReader;
import java.util.HashMap;
import java.util.Map;

/** Events that ingest has sent, held against what was submitted; of some the stored bytes are read back. */
final class Ingested {
    private static final int EVERY = 64;

    private final ObjectReader objects;
    private final Map<String, String> found = new HashMap<>();
    private int events;

    Ingested(ObjectReader objects) {
        this.objects = objects;
    }

    void add(DocumentIngested event) {
        String sha256 = event.revision().sha256();
        found.put(event.document().documentId(), sha256);
        if (events++ % EVERY == 0) {
            readBack(event, sha256);
        }
    }

    /** The reader refuses bytes that do not hash to the reference. */
    private void readBack(DocumentIngested event, String sha256) {
        objects.read(event.raw());
        objects.read(event.text());
        if (!event.raw().sha256().equals(sha256)) {
            throw new IllegalStateException("the reference names other bytes");
        }
    }

    /**
     * Each submitted document must have been ingested once, with its hash.
     *
     * @throws IllegalStateException when anything differs
     */
    void verify(Documents submitted) {
        Map<String, String> expected = submitted.hashes();
        if (events != expected.size() || !found.equals(expected)) {
            throw new IllegalStateException(
                    expected.size() + " documents were submitted, " + events + " events tell of " + found.size());
        }
    }
}
