package dev.millrace.model.decoder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.millrace.model.CounterRandom;
import dev.millrace.model.TestRuntime;
import dev.millrace.model.safetensors.SafetensorsWriter;
import dev.millrace.model.safetensors.SafetensorsWriter.Entry;
import dev.millrace.model.safetensors.TensorType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.StreamSupport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** What transformers computed for a tiny model: the answer of src/test/scripts/make_family_references.py. */
public record FamilyReference(String name, JsonNode facts) {
    static final List<String> NAMES = List.of(
            "llama",
            "llama-with-biases",
            "llama-linear",
            "llama-llama3",
            "llama-yarn",
            "llama-yarn-mscale",
            "mistral",
            "qwen2",
            "qwen2-sliding",
            "qwen3",
            "phi3",
            "phi3-longrope",
            "phi3-longrope-partial",
            "gemma3",
            "gpt2");

    public static FamilyReference read(String name) {
        return read("families", name);
    }

    /** @param folder among the test's resources */
    public static FamilyReference read(String folder, String name) {
        String resource = "/dev/millrace/model/" + folder + "/" + name + ".json";
        try (InputStream in = Objects.requireNonNull(FamilyReference.class.getResourceAsStream(resource), resource)) {
            return new FamilyReference(name, new JsonMapper().readTree(in));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes the model as a directory of Hugging Face's. */
    public Path write(Path directory) throws IOException {
        Files.writeString(directory.resolve("config.json"), facts.path("config").toString());
        List<Entry> entries = new ArrayList<>();
        for (Map.Entry<String, JsonNode> shape : facts.path("shapes").properties()) {
            List<Long> sizes = StreamSupport.stream(shape.getValue().spliterator(), false)
                    .map(JsonNode::asLong)
                    .toList();
            entries.add(new Entry(shape.getKey(), TensorType.F32, sizes, weights(shape.getKey(), sizes)));
        }
        SafetensorsWriter.write(directory.resolve("model.safetensors"), entries, Map.of());
        return directory;
    }

    public DecoderModel load(Path directory) throws IOException {
        return DecoderModel.load(TestRuntime.get(), write(directory));
    }

    ByteBuffer weights(String tensor, List<Long> sizes) {
        int count = Math.toIntExact(sizes.stream().reduce(1L, Math::multiplyExact));
        ByteBuffer bytes = ByteBuffer.allocate(count * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        CounterRandom random = random(tensor, 1);
        boolean shifted = tensor.endsWith("weight") && !name.startsWith("gemma");
        for (int i = 0; i < count; i++) {
            double value = random.uniform(i) - 0.5;
            bytes.putFloat((float) (sizes.size() > 1 ? value : value * 0.6 + (shifted ? 1 : 0)));
        }
        return bytes.flip();
    }

    public static CounterRandom random(String tensor, int salt) {
        byte[] letters = tensor.getBytes(StandardCharsets.UTF_8);
        long[] parts = new long[letters.length + 1];
        parts[0] = salt;
        for (int i = 0; i < letters.length; i++) {
            parts[i + 1] = letters[i];
        }
        return CounterRandom.keyed(parts);
    }

    public List<int[]> texts() {
        return StreamSupport.stream(facts.path("texts").spliterator(), false)
                .map(FamilyReference::ints)
                .toList();
    }

    public static int[] ints(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToInt(JsonNode::asInt)
                .toArray();
    }

    public static double[] doubles(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToDouble(JsonNode::asDouble)
                .toArray();
    }

    /** Holds the logits of every text against those that were written down, by the largest of each text. */
    static void assertLogits(JsonNode facts, List<int[]> texts, DecoderModel model, double tolerance) {
        for (int i = 0; i < texts.size(); i++) {
            double[] expected = doubles(facts.path("logits").path(i));
            double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
            float[][] logits = model.logits(texts.get(i));
            int vocabulary = model.config().vocabulary();
            assertThat(logits.length * vocabulary).isEqualTo(expected.length);
            for (int j = 0; j < expected.length; j++) {
                assertThat((double) logits[j / vocabulary][j % vocabulary])
                        .isCloseTo(expected[j], within(tolerance * largest));
            }
        }
    }

    /** Holds norm and random product of a gradient against those that were written down. */
    public static void assertGradient(Parameter.PartView view, JsonNode expected) {
        FloatBuffer values = view.bytes().asFloatBuffer();
        CounterRandom random = random(view.part().name(), 2);
        double square = 0;
        double product = 0;
        for (int i = 0; i < values.capacity(); i++) {
            square += (double) values.get(i) * values.get(i);
            product += values.get(i) * (random.uniform(i) - 0.5);
        }
        double norm = expected.path(0).asDouble();
        // a bias of all keys alike changes no softmax: its gradient is rounding alone
        double tolerance = 1e-4 * norm + 1e-7;
        assertThat(Math.sqrt(square)).as(view.part().name()).isCloseTo(norm, within(tolerance));
        assertThat(product).as(view.part().name()).isCloseTo(expected.path(1).asDouble(), within(tolerance));
    }

    /** All texts one behind the other, every token but the first to be predicted. */
    static PackedBatch batch(List<int[]> texts) {
        PackedBatch.Builder builder = new PackedBatch.Builder();
        for (int[] text : texts) {
            byte[] mask = new byte[text.length];
            Arrays.fill(mask, (byte) 1);
            builder.add(text, mask, 0, text.length - 1);
        }
        return builder.build();
    }
}
