package dev.millrace.trainer.files;

import dev.millrace.contracts.Hashes;
import dev.millrace.contracts.Json;
import dev.millrace.contracts.ObjectRef;
import dev.millrace.contracts.manifest.ModelManifest;
import dev.millrace.contracts.manifest.Part;
import dev.millrace.messaging.CrashPoints;
import dev.millrace.storage.ObjectFiles;
import dev.millrace.storage.ObjectStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Models: files by hash under {@code models/files/}, one manifest each, written last. Equal models are one model. */
public final class ModelStore {
    private static final String FILES = "models/files/";
    private static final int DIGITS = 8;

    private final ObjectFiles files;

    public ModelStore(ObjectStore store) {
        this.files = new ObjectFiles(store);
    }

    /** A model that can be named and fetched. */
    public record Published(String modelId, ObjectRef manifest) {}

    /**
     * Uploads a model's directory.
     *
     * @param name what the model's id begins with
     * @param about the manifest without id and parts
     */
    public Published publish(Path directory, String name, ModelManifest about) {
        List<Part> parts = Folder.files(directory).stream().map(this::upload).toList();
        String modelId = id(name, about, parts);
        CrashPoints.reach("trainer", "before-model-manifest");
        Path file = Folder.write(
                directory.resolveSibling(directory.getFileName() + ".manifest.json"),
                Json.canonical(with(about, modelId, parts)));
        ObjectRef manifest = files.upload(file, "models/" + modelId + "/manifest.json", ModelManifest.MEDIA_TYPE);
        CrashPoints.reach("trainer", "after-model-manifest");
        return new Published(modelId, manifest);
    }

    private Part upload(Path file) {
        String name = file.getFileName().toString();
        String mediaType = MediaTypes.of(name);
        String sha256 = files.reference(file, FILES, mediaType).sha256();
        Part part = new Part(name, files.upload(file, FILES + sha256, mediaType));
        CrashPoints.reach("trainer", "after-model-part");
        return part;
    }

    private static ModelManifest with(ModelManifest about, String modelId, List<Part> parts) {
        return new ModelManifest(
                modelId,
                about.run(),
                about.collection(),
                about.datasetVersion(),
                about.base(),
                about.templateSha256(),
                about.contextLength(),
                parts);
    }

    private static String id(String name, ModelManifest about, List<Part> parts) {
        String readable =
                name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]+", "-").replaceAll("^-+|-+$", "");
        List<String> content = new ArrayList<>(List.of(
                Objects.requireNonNullElse(about.run(), ""),
                Objects.requireNonNullElse(about.datasetVersion(), ""),
                about.base(),
                about.templateSha256()));
        parts.forEach(part -> {
            content.add(part.name());
            content.add(part.object().sha256());
        });
        String hash = Hashes.sha256OfParts(content.toArray(String[]::new));
        return (readable.isEmpty() ? "model" : readable) + "-" + hash.substring(0, DIGITS);
    }
}
