package dev.millrace.launcher.documents;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.Json;
import dev.millrace.contracts.recipe.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SamplesTest {
    private static final Path HOME = Path.of("").toAbsolutePath().resolveSibling("");
    private static final Path SAMPLES = HOME.resolve("samples");

    private final Samples.Manifest manifest = Samples.manifest(SAMPLES);

    @Test
    void theManifestNamesEveryFileOnce() throws IOException {
        List<String> named =
                manifest.documents().stream().map(Samples.Entry::file).toList();

        assertThat(named).doesNotHaveDuplicates().hasSizeGreaterThan(60);
        try (Stream<Path> files = Files.list(SAMPLES.resolve("documents"))) {
            assertThat(new TreeSet<>(named))
                    .isEqualTo(files.map(file -> file.getFileName().toString())
                            .collect(Collectors.toCollection(TreeSet::new)));
        }
    }

    @Test
    void everyOutcomeOfThePipelineIsPlanted() {
        Set<String> outcomes = manifest.documents().stream()
                .map(entry -> entry.expected().outcome())
                .collect(Collectors.toSet());
        Set<String> codes = manifest.documents().stream()
                .map(entry -> String.valueOf(entry.expected().code()))
                .filter(code -> !code.equals("null"))
                .collect(Collectors.toSet());

        assertThat(outcomes).containsExactlyInAnyOrder("kept", "dropped", "rejected", "withdrawn", "superseded");
        assertThat(codes)
                .containsExactlyInAnyOrder(
                        "DUPLICATE_EXACT", "TOO_SHORT", "TOO_REPETITIVE", "TOO_FEW_LETTERS", "DOCUMENT_UNREADABLE")
                .allSatisfy(code -> assertThat(ErrorCode.valueOf(code)).isNotNull());
    }

    @Test
    void theRecipeIsValid() {
        Recipe recipe = Recipe.parse(Json.write(manifest.recipe()));

        assertThat(recipe.training().automatic()).isTrue();
        assertThat(recipe.policy().requiredProvenance()).containsExactly("owner", "licence");
    }

    @Test
    void twoFilesAreRevisionsOfOneDocument() {
        DocumentSet set = Samples.in(HOME);

        assertThat(set.documents()).hasSize((int) set.size() + 1);
        assertThat(set.withdrawals()).hasSize(1);
        assertThat(set.prompts()).hasSize(3);
    }
}
