package dev.millrace.trainer.files;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.Json;
import dev.millrace.contracts.MillraceException;
import dev.millrace.contracts.ObjectRef;
import dev.millrace.contracts.event.CheckpointWritten;
import dev.millrace.contracts.manifest.CheckpointManifest;
import dev.millrace.contracts.manifest.Part;
import dev.millrace.messaging.CrashPoints;
import dev.millrace.storage.ObjectFiles;
import dev.millrace.storage.ObjectReader;
import dev.millrace.storage.ObjectStore;
import dev.millrace.storage.StorageLimits;
import java.nio.file.Path;
import java.util.List;

/** Checkpoints under {@code runs/<run>/<generation>/<step>/}: parts first, manifest last, nothing ever replaced. */
public final class CheckpointStore {
    private static final String MANIFEST = "manifest.json";

    private final ObjectStore store;
    private final ObjectFiles files;
    private final ObjectReader reader;

    public CheckpointStore(ObjectStore store) {
        this.store = store;
        this.files = new ObjectFiles(store);
        this.reader = new ObjectReader(store, StorageLimits.defaults());
    }

    /**
     * Uploads all files of a directory, in the order of their names.
     *
     * @param machine what the bits depend on
     * @return the manifest, which counts once an event names it
     */
    public ObjectRef write(String run, int generation, int step, String machine, Path directory) {
        String prefix = "runs/" + run + "/" + generation + "/" + step + "/";
        List<Part> parts = Folder.files(directory).stream()
                .map(file -> upload(file, prefix))
                .toList();
        CrashPoints.reach("trainer", "before-checkpoint-manifest");
        CheckpointManifest manifest = new CheckpointManifest(run, generation, step, machine, parts);
        Path file =
                Folder.write(directory.resolveSibling(directory.getFileName() + "." + MANIFEST), Json.write(manifest));
        ObjectRef reference = files.upload(file, prefix + MANIFEST, CheckpointManifest.MEDIA_TYPE);
        CrashPoints.reach("trainer", "after-checkpoint-manifest");
        return reference;
    }

    private Part upload(Path file, String prefix) {
        String name = file.getFileName().toString();
        Part part = new Part(name, files.upload(file, prefix + name, MediaTypes.of(name)));
        CrashPoints.reach("trainer", "after-checkpoint-part");
        return part;
    }

    /**
     * Fetches a checkpoint whose parts all verify.
     *
     * @param directory empty
     * @return the manifest
     * @throws MillraceException {@link ErrorCode#CHECKPOINT_DAMAGED}, or as the store does when it does not answer
     */
    public CheckpointManifest fetch(CheckpointWritten announced, Path directory) {
        try {
            CheckpointManifest manifest = Json.read(reader.read(announced.manifest()), CheckpointManifest.class);
            requireSame(announced, manifest);
            manifest.parts().forEach(part -> files.download(part.object(), directory.resolve(part.name())));
            return manifest;
        } catch (MillraceException e) {
            throw switch (e.code()) {
                case OBJECT_DAMAGED, OBJECT_MISSING, EVENT_UNREADABLE, REFERENCE_REFUSED, CONTENT_TOO_LARGE ->
                    new MillraceException(ErrorCode.CHECKPOINT_DAMAGED, String.valueOf(e.getMessage()), e);
                default -> e;
            };
        }
    }

    /** Deletes a checkpoint that no longer counts: its manifest first, so that no reader meets half of it. */
    public void delete(CheckpointWritten dropped) {
        CheckpointManifest manifest = Json.read(reader.read(dropped.manifest()), CheckpointManifest.class);
        requireSame(dropped, manifest);
        store.delete(dropped.manifest().key());
        manifest.parts().forEach(part -> store.delete(part.object().key()));
    }

    private static void requireSame(CheckpointWritten announced, CheckpointManifest manifest) {
        if (!manifest.run().equals(announced.run())
                || manifest.generation() != announced.generation()
                || manifest.step() != announced.step()) {
            throw new MillraceException(ErrorCode.CHECKPOINT_DAMAGED, "the manifest is of another checkpoint");
        }
    }
}
