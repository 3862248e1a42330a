package dev.millrace.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** TR-2: the tokenisers of BERT (WordPiece) and T5 (Unigram) give the ids of transformers. */
class EncoderTokensTest {
    private static final JsonMapper MAPPER = new JsonMapper();

    @TempDir
    Path directory;

    /** Made by src/test/scripts/make_encoder_tokens.py. */
    @ParameterizedTest
    @ValueSource(strings = {"wordpiece", "unigram"})
    void idsAreThoseOfTransformers(String kind) throws IOException, URISyntaxException {
        JsonNode reference = MAPPER.readTree(
                Path.of(Objects.requireNonNull(EncoderTokensTest.class.getResource("encoder-tokens/" + kind + ".json"))
                                .toURI())
                        .toFile());
        Path file = directory.resolve("tokenizer.json");
        Files.writeString(file, reference.path("tokenizer").toString());
        assertIds(file, reference.path("tokens"));
    }

    /** Where the reference models are at hand: -Dmillrace.models, or a base-model tool beside the repository. */
    @ParameterizedTest
    @ValueSource(strings = {"tiny-bert", "tiny-t5", "minilm-l6"})
    void idsOfAReferenceModelAreThoseOfTransformers(String name) throws IOException, InterruptedException {
        Path model = model(name);
        JsonNode reference = MAPPER.readTree(model.resolve("reference.json").toFile());
        assertIds(model.resolve("tokenizer.json"), reference.path("tokens"));
    }

    private static void assertIds(Path file, JsonNode tokens) {
        try (Tokenizer tokenizer = Tokenizer.load(file)) {
            TextEncoder encoder = new TextEncoder(tokenizer, new ChatTemplate("", Map.of()));
            for (JsonNode each : tokens) {
                int[] expected = StreamSupport.stream(each.path("ids").spliterator(), false)
                        .mapToInt(JsonNode::asInt)
                        .toArray();
                assertThat(encoder.framed(each.path("text").asText())).containsExactly(expected);
            }
            assertThat(tokens).isNotEmpty();
        }
    }

    private static Path model(String name) throws IOException, InterruptedException {
        String given = System.getProperty("millrace.models");
        if (given != null && Files.isDirectory(Path.of(given, name))) {
            return Path.of(given, name);
        }
        Path tool = Stream.iterate(Path.of("").toAbsolutePath(), Objects::nonNull, Path::getParent)
                .map(folder -> folder.resolve("shared").resolve("bin").resolve("base-model"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(Path.of("no such tool"));
        assumeTrue(Files.isExecutable(tool), "no model " + name);
        Process process = new ProcessBuilder(tool.toString(), "get", name)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String printed = new String(process.getInputStream().readAllBytes()).strip();
        assumeTrue(process.waitFor(10, TimeUnit.MINUTES) && process.exitValue() == 0, "cannot get " + name);
        return Path.of(printed.substring(printed.lastIndexOf('\n') + 1));
    }
}
