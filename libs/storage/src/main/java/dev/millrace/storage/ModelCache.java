package dev.millrace.storage;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.Json;
import dev.millrace.contracts.MillraceException;
import dev.millrace.contracts.ObjectRef;
import dev.millrace.contracts.manifest.ModelManifest;
import dev.millrace.contracts.manifest.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Models from the store as directories on disk: each fetched once, every part verified, there whole or not at all. */
public final class ModelCache {
    private final Path folder;
    private final ObjectFiles files;
    private final ObjectReader reader;

    public ModelCache(ObjectStore store, Path folder) {
        this.folder = folder;
        this.files = new ObjectFiles(store);
        this.reader = new ObjectReader(store, StorageLimits.defaults());
    }

    public ModelManifest manifest(ObjectRef manifest) {
        return Json.read(reader.read(manifest), ModelManifest.class);
    }

    /** The model's directory, as the manifest describes it. */
    public synchronized Path directory(ObjectRef manifest) {
        Path directory = folder.resolve(manifest.sha256());
        if (Files.isDirectory(directory)) {
            return directory;
        }
        Path partial = folder.resolve(manifest.sha256() + ".partial");
        try {
            delete(partial);
            Files.createDirectories(partial);
            for (Part part : manifest(manifest).parts()) {
                files.download(part.object(), partial.resolve(part.name()));
            }
            return Files.move(partial, directory, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new MillraceException(ErrorCode.DISK_FULL, "the model cannot be kept on disk", e);
        }
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        List<Path> all;
        try (Stream<Path> walk = Files.walk(directory)) {
            all = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.delete(path);
        }
    }
}
