package dev.millrace.model.decoder;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.millrace.model.TestRuntime;
import dev.millrace.model.engine.StepScope;
import dev.millrace.model.generation.Generation;
import dev.millrace.model.generation.Generator;
import dev.millrace.model.generation.SamplingOptions;
import dev.millrace.model.safetensors.SafetensorsFile;
import dev.millrace.model.safetensors.TensorInfo;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Compares a model with what transformers computed for it: reference.safetensors and reference.json in its directory. */
final class ReferenceParity implements AutoCloseable {
    private static final double GRADIENTS = 1e-4;
    private static final double LOSS = 1e-5;
    /** Of the largest logit: of tiny models, and of real ones, where errors of more and longer sums add up. */
    static final double TINY = 2e-5;

    static final double REAL = 1e-4;

    private final double tolerance;
    private final DecoderModel model;
    private final SafetensorsFile reference;
    private final JsonNode facts;
    private final int[][] texts;

    ReferenceParity(Path directory, double tolerance) throws IOException {
        this.tolerance = tolerance;
        model = DecoderModel.load(TestRuntime.get(), directory);
        reference = SafetensorsFile.open(directory.resolve("reference.safetensors"));
        facts = new JsonMapper().readTree(directory.resolve("reference.json").toFile());
        texts = texts();
    }

    private int[][] texts() {
        TensorInfo info = reference.info("input_ids");
        int rows = info.shape().get(0).intValue();
        int columns = info.shape().get(1).intValue();
        long[] ids = longs("input_ids");
        long[] mask = longs("attention_mask");
        int[][] found = new int[rows][];
        for (int row = 0; row < rows; row++) {
            int first = row * columns;
            int length = (int) IntStream.range(0, columns)
                    .filter(i -> mask[first + i] == 1)
                    .count();
            found[row] =
                    IntStream.range(0, length).map(i -> (int) ids[first + i]).toArray();
        }
        return found;
    }

    private long[] longs(String name) {
        TensorInfo info = reference.info(name);
        long[] values = new long[(int) info.elements()];
        reference.bytes(name, 0, values.length * Long.BYTES).asLongBuffer().get(values);
        return values;
    }

    private float[] floats(String name) {
        FloatBuffer values = FloatBuffer.allocate((int) reference.info(name).elements());
        reference.copyFloats(name, values);
        return values.array();
    }

    void logitsAgree() {
        float[] expected = floats("logits");
        int columns = reference.info("logits").shape().get(1).intValue();
        int vocabulary = model.config().vocabulary();
        double largest = 0;
        double difference = 0;
        for (int row = 0; row < texts.length; row++) {
            float[][] logits = model.logits(texts[row]);
            for (int position = 0; position < logits.length; position++) {
                for (int token = 0; token < vocabulary; token++) {
                    float value = expected[(row * columns + position) * vocabulary + token];
                    largest = Math.max(largest, Math.abs(value));
                    difference = Math.max(difference, Math.abs(value - logits[position][token]));
                }
            }
        }
        assertThat(difference).as("largest difference of %s", largest).isLessThanOrEqualTo(tolerance * largest);
    }

    void lossAndGradientsAgree() {
        PackedBatch batch = batch();
        try (StepScope scope = TestRuntime.get().open()) {
            List<NDArray> gradients = model.parameters().stream()
                    .map(parameter -> scope.zeros(parameter.value().getShape().getShape()))
                    .toList();
            double sum = model.backward(batch, gradients, 1.0 / batch.supervised(), false, Precision.FP32);
            double loss = floats("loss")[0];
            assertThat(sum / batch.supervised()).isCloseTo(loss, within(LOSS * Math.abs(loss)));
            int compared = 0;
            for (int i = 0; i < gradients.size(); i++) {
                for (Parameter.PartView view : model.parameters().get(i).views(gradients.get(i))) {
                    compared += compareGradient(view) ? 1 : 0;
                }
            }
            assertThat(compared).isGreaterThanOrEqualTo(2);
        }
    }

    private PackedBatch batch() {
        PackedBatch.Builder builder = new PackedBatch.Builder();
        for (int[] text : texts) {
            byte[] mask = new byte[text.length];
            Arrays.fill(mask, (byte) 1);
            builder.add(text, mask, 0, text.length - 1);
        }
        return builder.build();
    }

    private boolean compareGradient(Parameter.PartView view) {
        String name = "grad." + view.part().name();
        if (!reference.names().contains(name)) {
            return false;
        }
        float[] expected = floats(name);
        FloatBuffer actual = view.bytes().asFloatBuffer();
        double square = 0;
        double difference = 0;
        for (int i = 0; i < expected.length; i++) {
            square += (double) expected[i] * expected[i];
            difference += Math.pow(expected[i] - actual.get(i), 2);
        }
        assertThat(Math.sqrt(difference)).as(name).isLessThanOrEqualTo(GRADIENTS * Math.sqrt(square));
        return true;
    }

    void greedyContinuationAgrees() {
        JsonNode greedy = facts.path("greedy");
        int[] prompt = ints(greedy.path("prompt_ids"));
        int[] expected = ints(greedy.path("continuation_ids"));
        Generation generation =
                new Generator(model).generate(prompt, SamplingOptions.greedy(expected.length, Set.of()), token -> true);
        assertThat(generation.tokens())
                .containsExactly(IntStream.of(expected).boxed().toArray(Integer[]::new));
    }

    /** Without a cache every token is made from the whole text; in a batch other texts of other lengths come along. */
    void greedyContinuationAgreesInEveryWay() {
        JsonNode greedy = facts.path("greedy");
        int[] prompt = ints(greedy.path("prompt_ids"));
        int[] expected = ints(greedy.path("continuation_ids"));
        assertThat(withoutCache(prompt, expected.length)).containsExactly(expected);
        int[] shorter = Arrays.copyOf(texts[0], 3);
        List<int[]> prompts = List.of(shorter, prompt, Arrays.copyOf(texts[1], texts[1].length - 1));
        List<Generation> made =
                new Generator(model).generate(prompts, SamplingOptions.greedy(expected.length, Set.of()));
        for (int i = 0; i < prompts.size(); i++) {
            assertThat(made.get(i).tokens())
                    .containsExactly(IntStream.of(withoutCache(prompts.get(i), expected.length))
                            .boxed()
                            .toArray(Integer[]::new));
        }
    }

    private int[] withoutCache(int[] prompt, int count) {
        int[] tokens = prompt;
        for (int i = 0; i < count; i++) {
            float[] last = model.logits(tokens)[tokens.length - 1];
            int best = IntStream.range(0, last.length)
                    .reduce((a, b) -> last[b] > last[a] ? b : a)
                    .orElseThrow();
            tokens = Arrays.copyOf(tokens, tokens.length + 1);
            tokens[tokens.length - 1] = best;
        }
        return Arrays.copyOfRange(tokens, prompt.length, tokens.length);
    }

    private static int[] ints(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToInt(JsonNode::asInt)
                .toArray();
    }

    @Override
    public void close() {
        reference.close();
        model.close();
    }
}
