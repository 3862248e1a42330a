package dev.millrace.launcher.export;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.contracts.Encoding;
import dev.millrace.contracts.Hashes;
import dev.millrace.contracts.Json;
import dev.millrace.contracts.ObjectRef;
import dev.millrace.contracts.manifest.ModelManifest;
import dev.millrace.contracts.manifest.Part;
import dev.millrace.launcher.local.LauncherException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** TR-9: what lies in an exported folder. */
class ModelExportTest {
    private static final List<String> WHOLE = List.of(
            "config.json",
            "model.safetensors",
            "tokenizer.json",
            "tokenizer_config.json",
            "chat_template.jinja",
            "generation_config.json");

    @TempDir
    Path folder;

    private static ModelFacts facts(List<String> files) throws IOException {
        String hash = Hashes.sha256("x");
        List<Part> parts = files.stream()
                .map(name ->
                        new Part(name, new ObjectRef("b", "k/" + name, 0, 1, Encoding.IDENTITY, hash, "text/plain")))
                .toList();
        ModelManifest manifest = new ModelManifest(
                "handbook-12345678", "run-1", "handbook", "0123456789abcdef", "small", hash, 64, parts);
        JsonNode run = Json.mapper()
                .readTree("{\"recipe\": {\"seed\": 7, \"base\": \"/home/me/small\","
                        + "\"method\": {\"adapter\": \"/home/me/adapter\"}}, \"firstLoss\": 3.5, \"lastLoss\": 2.25,"
                        + "\"dataset\": {\"digest\": \"d1\", \"documents\": 12}}");
        JsonNode evaluation = Json.mapper()
                .readTree("{\"documents\": 4, \"base\": {\"perplexity\": 20.5}, \"tuned\": {\"perplexity\": 10.25}}");
        return new ModelFacts(manifest, run, evaluation, "owner/small");
    }

    private Path filled(List<String> names) throws IOException {
        for (String name : names) {
            Files.writeString(folder.resolve(name), name.endsWith(".json") ? "{}" : "content of " + name);
        }
        return folder;
    }

    @Test
    void aWholeModelHasTokeniserTemplateLongestTextAndACardAndNoAdapter() throws IOException {
        List<String> all = Stream.concat(WHOLE.stream(), Stream.of("adapter.json", "adapter.safetensors", "LICENSE"))
                .toList();
        ModelExport export = new ModelExport(facts(all), ExportFormat.SAFETENSORS);
        assertThat(export.files()).containsAll(WHOLE).doesNotContain("adapter.json", "adapter.safetensors");

        export.arrange(filled(export.files()));

        JsonNode tokenizer = Json.mapper().readTree(Files.readAllBytes(folder.resolve("tokenizer_config.json")));
        assertThat(tokenizer.path("model_max_length").asInt()).isEqualTo(64);
        assertThat(tokenizer.path("chat_template").asText()).isEqualTo("content of chat_template.jinja");
        assertThat(Files.readString(folder.resolve("README.md")))
                .startsWith("---\nlibrary_name: transformers\n")
                .contains("base_model: \"owner/small\"", "| dataset version | 0123456789abcdef |", "\"seed\" : 7")
                .contains("base 20.50, this model 10.25", "first steps 3.500", "the file `LICENSE`")
                .doesNotContain("/home/me");
    }

    /** check_embeddings.py loads such a folder with sentence-transformers. */
    @Test
    void howAnEmbeddingModelMakesOneVectorOfManyLiesInAFolderOfItsOwn() throws IOException {
        List<String> all =
                List.of("config.json", "model.safetensors", "tokenizer.json", "modules.json", "pooling.json");
        ModelExport export = new ModelExport(facts(all), ExportFormat.SAFETENSORS);

        export.arrange(filled(export.files()));

        assertThat(folder.resolve("1_Pooling/config.json")).exists();
        assertThat(folder.resolve("pooling.json")).doesNotExist();
        assertThat(folder.resolve("modules.json")).exists();
    }

    @Test
    void anAdapterHasPeftsNamesAndNamesItsBase() throws IOException {
        List<String> all = Stream.concat(WHOLE.stream(), Stream.of("adapter.json", "adapter.safetensors"))
                .toList();
        ModelExport export = new ModelExport(facts(all), ExportFormat.ADAPTER);

        export.arrange(filled(export.files()));

        assertThat(folder.resolve("adapter_model.safetensors")).hasContent("content of adapter.safetensors");
        assertThat(Json.mapper()
                        .readTree(Files.readAllBytes(folder.resolve("adapter_config.json")))
                        .path("base_model_name_or_path")
                        .asText())
                .isEqualTo("owner/small");
        assertThat(folder.resolve("model.safetensors")).doesNotExist();
        assertThat(folder.resolve("config.json")).doesNotExist();
        assertThat(Files.readString(folder.resolve("README.md"))).startsWith("---\nlibrary_name: peft\n");
    }

    @Test
    void aModelThatWasTrainedWholeHasNoAdapterToExport() throws IOException {
        ModelExport export = new ModelExport(facts(WHOLE), ExportFormat.ADAPTER);

        assertThatThrownBy(export::files)
                .isInstanceOf(LauncherException.class)
                .hasMessageContaining("has no adapter")
                .hasMessageContaining("--format safetensors");
    }

    @Test
    void aFolderIsThereWholeOrNotAtAllAndNothingIsOverwritten() throws IOException {
        Path target = folder.resolve("out");
        try (ExportFolder broken = ExportFolder.at(target)) {
            Files.writeString(broken.path().resolve("a"), "half");
        }
        assertThat(target).doesNotExist();
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }

        try (ExportFolder whole = ExportFolder.at(target)) {
            Files.writeString(whole.path().resolve("a"), "whole");
            whole.complete();
        }
        assertThat(target.resolve("a")).hasContent("whole");
        assertThatThrownBy(() -> ExportFolder.at(target)).hasMessageContaining("not empty");
    }
}
