package dev.millrace.launcher.cli;

import dev.millrace.contracts.manifest.ModelManifest;
import dev.millrace.contracts.manifest.Part;
import dev.millrace.launcher.client.Gateway;
import dev.millrace.launcher.console.Console;
import dev.millrace.launcher.console.Progress;
import dev.millrace.launcher.export.ExportFolder;
import dev.millrace.launcher.export.ExportFormat;
import dev.millrace.launcher.export.GgufOutput;
import dev.millrace.launcher.export.ModelExport;
import dev.millrace.launcher.export.ModelFacts;
import dev.millrace.launcher.export.WeightType;
import dev.millrace.launcher.local.LauncherException;
import java.io.IOException;
import java.nio.file.Files;
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
        description = "Write a model as other tools read it: a folder, or one GGUF file.",
        mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {
    private static final long MEBIBYTE = 1 << 20;
    private static final long MILLION = 1_000_000;

    @Mixin
    private final GatewayOption options = new GatewayOption();

    @Parameters(
            paramLabel = "MODEL",
            description =
                    "The model's id, or its collection for the promoted one; for GGUF also a folder that holds a model.")
    private String model = "";

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "SAFETENSORS",
            description =
                    "safetensors: the whole model, for transformers; adapter: the adapter alone, for peft; gguf: one file,"
                            + " for llama.cpp.")
    private ExportFormat format = ExportFormat.SAFETENSORS;

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            description = "How a GGUF file's weights are stored: f32, f16, bf16, q8_0 or q4_0 (default: bf16).")
    private @Nullable WeightType type;

    @Option(
            names = "--out",
            paramLabel = "PATH",
            required = true,
            description = "The folder, empty or not there; for GGUF the file, not there.")
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
        if (type != null && format != ExportFormat.GGUF) {
            throw LauncherException.usage("--type is for --format gguf.");
        }
        if (format == ExportFormat.GGUF) {
            return gguf();
        }
        Console console = Output.console(spec);
        Gateway gateway = options.gateway();
        ModelManifest manifest = gateway.modelManifest(model);
        ModelExport export = new ModelExport(ModelFacts.of(gateway, manifest, base), format);
        try (ExportFolder folder = ExportFolder.at(out)) {
            fetch(gateway, manifest, export, folder.path(), console);
            export.arrange(folder.path());
            folder.complete();
        } catch (IOException e) {
            throw LauncherException.failed("The folder " + out + " cannot be written.", e);
        }
        said(console, manifest.modelId());
        return 0;
    }

    /** The model's files lie beside the file until it is written. */
    private int gguf() {
        Console console = Output.console(spec);
        if (Files.exists(out)) {
            throw LauncherException.usage(out + " is there already.");
        }
        Path local = Path.of(model);
        try {
            if (Files.exists(local.resolve("config.json"))) {
                write(GgufOutput.of(local), console);
                said(console, model);
                return 0;
            }
            Gateway gateway = options.gateway();
            ModelManifest manifest = gateway.modelManifest(model);
            ModelFacts facts = ModelFacts.of(gateway, manifest, base);
            try (ExportFolder folder = ExportFolder.at(out.resolveSibling(out.getFileName() + ".model"))) {
                fetch(gateway, manifest, new ModelExport(facts, format), folder.path(), console);
                write(GgufOutput.of(folder.path(), facts), console);
            }
            said(console, manifest.modelId());
        } catch (IOException e) {
            throw LauncherException.failed("The file " + out + " cannot be written.", e);
        }
        return 0;
    }

    private void write(GgufOutput output, Console console) throws IOException {
        try (Progress progress = new Progress(console)) {
            long total = Math.max(1, output.weights() / MILLION);
            output.write(
                    type == null ? WeightType.BF16 : type,
                    out,
                    weights -> progress.show("writing, million weights", weights / MILLION, total, ""));
        }
        output.remarks().forEach(console::line);
    }

    private static void fetch(
            Gateway gateway, ModelManifest manifest, ModelExport export, Path folder, Console console) {
        List<String> names = export.files();
        List<Part> parts = manifest.parts().stream()
                .filter(part -> names.contains(part.name()))
                .toList();
        long total = parts.stream().mapToLong(part -> part.object().length()).sum();
        long done = 0;
        try (Progress progress = new Progress(console)) {
            for (Part part : parts) {
                long before = done;
                gateway.modelFile(
                        manifest.modelId(),
                        part,
                        folder.resolve(part.name()),
                        bytes -> progress.show(
                                "fetching, MiB", (before + bytes) / MEBIBYTE, total / MEBIBYTE, part.name()));
                done += part.object().length();
            }
        }
    }

    private void said(Console console, String id) {
        if (options.json()) {
            Output.json(
                    console,
                    Map.of(
                            "model", id,
                            "format", format.name().toLowerCase(java.util.Locale.ROOT),
                            "out", out.toString()));
        } else {
            console.line(id + " is in " + out);
        }
    }
}
