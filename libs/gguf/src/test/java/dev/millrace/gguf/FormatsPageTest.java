package dev.millrace.gguf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The page about model formats names exactly the tensor formats that are read. */
class FormatsPageTest {
    @Test
    void thePageNamesTheFormatsOfTheCode() throws IOException {
        String page = Files.readString(Path.of("../../docs/model-formats.md"));

        assertThat(page)
                .contains("| tensor formats | "
                        + Arrays.stream(TensorFormat.values()).map(Enum::name).collect(Collectors.joining(", "))
                        + " |");
    }
}
