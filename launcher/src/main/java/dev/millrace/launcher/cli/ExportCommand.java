package dev.millrace.launcher.cli;

import dev.millrace.contracts.manifest.ModelManifest;
import dev.millrace.contracts.manifest.Part;
import dev.millrace.launcher.client.Gateway;
import dev.millrace.launcher.console.Console;
import dev.millrace.launcher.console.Progress;
import dev.millrace.launcher.export.ExportFolder;
import dev.millrace.launcher.export.ExportFormat;
import dev.millrace.launcher.export.ModelExport;
import dev.millrace.launcher.export.ModelFacts;
import dev.millrace.launcher.local.LauncherException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code export}: a model as other tools read it. */
@Command(
        name = "export",
        description = "Write a model into a folder that other tools read.",
        mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {
    private static final long MEBIBYTE = 1 << 20;

    @Mixin
    private final GatewayOption options = new GatewayOption();

    @Parameters(paramLabel = "MODEL", description = "The model's id, or its collection for the promoted one.")
    private String model = "";

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "SAFETENSORS",
            description = "safetensors: the whole model, for transformers; adapter: the adapter alone, for peft.")
    private ExportFormat format = ExportFormat.SAFETENSORS;

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "The folder; it is empty or not there.")
    private Path out = Path.of("");

    @Option(
            names = "--base",
            paramLabel = "NAME",
            description = "What the base is called where the model is used (default: what the recipe calls it).")
    private @Nullable String base;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        Console console = Output.console(spec);
        Gateway gateway = options.gateway();
        ModelManifest manifest = gateway.modelManifest(model);
        ModelExport export = new ModelExport(ModelFacts.of(gateway, manifest, base), format);
        List<String> names = export.files();
        List<Part> parts = manifest.parts().stream()
                .filter(part -> names.contains(part.name()))
                .toList();
        try (ExportFolder folder = ExportFolder.at(out)) {
            fetch(gateway, manifest.modelId(), parts, folder.path(), console);
            export.arrange(folder.path());
            folder.complete();
        } catch (IOException e) {
            throw LauncherException.failed("The folder " + out + " cannot be written.", e);
        }
        said(console, manifest);
        return 0;
    }

    private static void fetch(Gateway gateway, String id, List<Part> parts, Path folder, Console console) {
        long total = parts.stream().mapToLong(part -> part.object().length()).sum();
        long done = 0;
        try (Progress progress = new Progress(console)) {
            for (Part part : parts) {
                long before = done;
                gateway.modelFile(
                        id,
                        part,
                        folder.resolve(part.name()),
                        bytes -> progress.show(
                                "fetching, MiB", (before + bytes) / MEBIBYTE, total / MEBIBYTE, part.name()));
                done += part.object().length();
            }
        }
    }

    private void said(Console console, ModelManifest manifest) {
        if (options.json()) {
            Output.json(
                    console,
                    Map.of(
                            "model", manifest.modelId(),
                            "format", format.name().toLowerCase(java.util.Locale.ROOT),
                            "out", out.toString()));
        } else {
            console.line(manifest.modelId() + " is in " + out);
        }
    }
}
