package dev.millrace.trainer.work;

import dev.millrace.contracts.Json;
import dev.millrace.trainer.files.Folder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * What this trainer was doing when it was last heard of, on its own disk. The kernel kills without a word when a control group's memory
 * runs out, but it counts: whoever comes after compares the count.
 */
public final class MemoryNote {
    private static final long UNKNOWN = -1;

    private final Path file;
    private final CgroupMemory memory;

    public MemoryNote(Path file, CgroupMemory memory) {
        this.file = file;
        this.memory = memory;
    }

    /**
     * @param microBatch in force
     * @param kills the kernel's count before the first step
     */
    record Note(String run, int microBatch, long kills) {}

    /** Before the first step. */
    void write(String run, int microBatch) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Folder.create(folder);
        }
        Folder.write(file, Json.write(new Note(run, microBatch, memory.kills().orElse(UNKNOWN))));
    }

    /** The attempt came to an end by itself. */
    void clear() {
        Folder.delete(file);
    }

    /** The micro-batch that was in force when memory ended this trainer's work on the run; empty when that is not what ended it. */
    OptionalInt endedBy(String run) {
        if (!Files.isRegularFile(file)) {
            return OptionalInt.empty();
        }
        Note note = Json.read(Folder.read(file), Note.class);
        boolean killed = note.kills() != UNKNOWN && memory.kills().orElse(UNKNOWN) > note.kills();
        return killed && note.run().equals(run) ? OptionalInt.of(note.microBatch()) : OptionalInt.empty();
    }
}
