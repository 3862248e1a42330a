package dev.millrace.model.family;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SupportedFamiliesTest {
    @Test
    void theDocumentedTableIsTheCodes() throws IOException {
        List<String> documented = Files.readAllLines(page()).stream()
                .filter(line -> line.matches("\\| [a-z0-9_]+ \\| [A-Z].*(ForCausalLM|LMHeadModel) .*"))
                .toList();
        assertThat(documented)
                .containsExactlyElementsOf(Stream.of(Family.values())
                        .map(SupportedFamiliesTest::row)
                        .toList());
    }

    private static Path page() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("mvnw"))) {
            folder = folder.getParent();
        }
        return folder.resolve("docs/models.md");
    }

    private static String row(Family family) {
        BlockLayout layout = family.layout();
        return "| "
                + String.join(
                        " | ",
                        family.modelType(),
                        family.architecture(),
                        layout.norm().name(),
                        (layout.gated() ? "gated " : "") + layout.activation().name(),
                        biases(family),
                        family.learnedPositions() ? "learned" : "rotary",
                        family.keys().window().name().toLowerCase(Locale.ROOT),
                        furtherNorms(layout),
                        weights(family.names()))
                + " |";
    }

    private static String biases(Family family) {
        if (family.layout().feedBias()) {
            return "all";
        }
        if (family.layout().inputBias()) {
            return "inputs";
        }
        return family.keys().own().contains("attention_bias") ? "when asked for" : "none";
    }

    private static String furtherNorms(BlockLayout layout) {
        List<String> norms = new ArrayList<>();
        if (layout.headNorms()) {
            norms.add("heads");
        }
        if (layout.postNorms()) {
            norms.add("behind");
        }
        return norms.isEmpty() ? "none" : String.join(", ", norms);
    }

    private static String weights(WeightNames names) {
        return (names.inputs().size() == 1 ? "fused" : "apart") + (names.transposed() ? ", transposed" : "");
    }
}
