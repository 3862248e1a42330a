package dev.millrace.model.encoder;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.millrace.model.TestRuntime;
import dev.millrace.model.decoder.FamilyReference;
import dev.millrace.model.decoder.LossSettings;
import dev.millrace.model.decoder.Parameter;
import dev.millrace.model.decoder.Precision;
import dev.millrace.model.decoder.Trainable;
import dev.millrace.model.engine.StepScope;
import dev.millrace.model.safetensors.SafetensorsFile;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Compares a model with what transformers computed for it: reference.safetensors and reference.json in its directory. */
final class EncoderParity {
    private final SafetensorsFile reference;
    private final double tolerance;

    private EncoderParity(SafetensorsFile reference, double tolerance) {
        this.reference = reference;
        this.tolerance = tolerance;
    }

    static void assertBert(Path directory, double tolerance) throws IOException {
        try (BertModel model = BertModel.load(TestRuntime.get(), directory);
                SafetensorsFile file = SafetensorsFile.open(directory.resolve("reference.safetensors"));
                StepScope scope = TestRuntime.get().open()) {
            EncoderParity parity = new EncoderParity(file, tolerance);
            List<int[]> texts = parity.texts("input_ids", "attention_mask");
            parity.assertNear(model.hidden(texts), parity.unpadded("last_hidden_state", texts));
            parity.assertNear(model.embeddings(texts), parity.rows("embedding"));
            float[][] pooled = model.pooled(texts);
            parity.assertNear(pooled, parity.rows("mean_pooled"));
            assertThat(meanSquare(pooled)).isCloseTo(parity.floats("loss")[0], within(1e-5 * parity.floats("loss")[0]));
            Gradients gradients = Gradients.of(model, scope);
            model.pull(texts, meanSquareByHidden(texts, pooled), gradients.tensors());
            parity.assertGradients(model, gradients.tensors());
        }
    }

    private static double meanSquare(float[][] rows) {
        return Arrays.stream(rows)
                .flatMapToDouble(row -> IntStream.range(0, row.length).mapToDouble(i -> row[i] * row[i]))
                .average()
                .orElseThrow();
    }

    /** What the mean of the squares of pooled vectors falls by when a hidden vector falls. */
    private static float[][] meanSquareByHidden(List<int[]> texts, float[][] pooled) {
        List<float[]> rows = new ArrayList<>();
        int numbers = pooled.length * pooled[0].length;
        for (int i = 0; i < pooled.length; i++) {
            float[] row = new float[pooled[i].length];
            for (int j = 0; j < row.length; j++) {
                row[j] = 2 * pooled[i][j] / numbers / texts.get(i).length;
            }
            IntStream.range(0, texts.get(i).length).forEach(token -> rows.add(row));
        }
        return rows.toArray(float[][]::new);
    }

    static void assertT5(Path directory, double tolerance) throws IOException {
        try (T5Model model = T5Model.load(TestRuntime.get(), directory);
                SafetensorsFile file = SafetensorsFile.open(directory.resolve("reference.safetensors"));
                StepScope scope = TestRuntime.get().open()) {
            EncoderParity parity = new EncoderParity(file, tolerance);
            List<int[]> answers = parity.labels();
            QuestionBatch batch = QuestionBatch.of(
                    parity.texts("input_ids", "attention_mask"),
                    answers,
                    model.config().startToken());
            parity.assertNear(model.logits(batch), parity.unpadded("logits", answers));
            Gradients gradients = Gradients.of(model, scope);
            double scale = 1.0 / batch.answers().supervised();
            double loss = scale
                    * model.backward(batch, gradients.tensors(), LossSettings.plain(scale, false, Precision.FP32));
            assertThat(loss).isCloseTo(parity.floats("loss")[0], within(1e-5 * loss));
            parity.assertGradients(model, gradients.tensors());
            JsonNode greedy = new JsonMapper()
                    .readTree(directory.resolve("reference.json").toFile())
                    .path("greedy");
            int[] expected = FamilyReference.ints(greedy.path("continuation_ids"));
            assertThat(model.answer(FamilyReference.ints(greedy.path("prompt_ids")), expected.length, Set.of()))
                    .containsExactly(expected);
        }
    }

    private List<int[]> texts(String ids, String mask) {
        return cut(ids, longs(mask));
    }

    /** Answers without what is not supervised. */
    private List<int[]> labels() {
        return cut(
                "labels",
                Arrays.stream(longs("labels")).map(label -> label < 0 ? 0 : 1).toArray());
    }

    private List<int[]> cut(String name, long[] mask) {
        int columns = reference.info(name).shape().get(1).intValue();
        long[] ids = longs(name);
        return IntStream.range(0, ids.length / columns)
                .mapToObj(row -> IntStream.range(row * columns, (row + 1) * columns)
                        .filter(i -> mask[i] == 1)
                        .map(i -> (int) ids[i])
                        .toArray())
                .toList();
    }

    private long[] longs(String name) {
        long[] values = new long[(int) reference.info(name).elements()];
        reference.bytes(name, 0, values.length * Long.BYTES).asLongBuffer().get(values);
        return values;
    }

    private float[] floats(String name) {
        FloatBuffer values = FloatBuffer.allocate((int) reference.info(name).elements());
        reference.copyFloats(name, values);
        return values.array();
    }

    private float[][] rows(String name) {
        float[] all = floats(name);
        int columns = reference.info(name).shape().getLast().intValue();
        return IntStream.range(0, all.length / columns)
                .mapToObj(i -> Arrays.copyOfRange(all, i * columns, (i + 1) * columns))
                .toArray(float[][]::new);
    }

    /** The rows of the texts' own tokens. */
    private float[][] unpadded(String name, List<int[]> texts) {
        float[][] all = rows(name);
        int longest = all.length / texts.size();
        return IntStream.range(0, all.length)
                .filter(i -> i % longest < texts.get(i / longest).length)
                .mapToObj(i -> all[i])
                .toArray(float[][]::new);
    }

    private void assertNear(float[][] actual, float[][] expected) {
        assertThat(actual.length).isEqualTo(expected.length);
        double largest = 0;
        double difference = 0;
        for (int i = 0; i < expected.length; i++) {
            for (int j = 0; j < expected[i].length; j++) {
                largest = Math.max(largest, Math.abs(expected[i][j]));
                difference = Math.max(difference, Math.abs(expected[i][j] - actual[i][j]));
            }
        }
        assertThat(difference).as("largest difference of %s", largest).isLessThanOrEqualTo(tolerance * largest);
    }

    private void assertGradients(Trainable model, List<NDArray> gradients) {
        int compared = 0;
        for (int i = 0; i < gradients.size(); i++) {
            Parameter.PartView view =
                    model.trained().get(i).views(gradients.get(i)).getFirst();
            String name = "grad." + view.part().name();
            if (reference.names().contains(name)) {
                assertSame(name, view.bytes().asFloatBuffer());
                compared++;
            }
        }
        assertThat(compared).isGreaterThanOrEqualTo(2);
    }

    private void assertSame(String name, FloatBuffer actual) {
        float[] expected = floats(name);
        double square = 0;
        double difference = 0;
        for (int i = 0; i < expected.length; i++) {
            square += (double) expected[i] * expected[i];
            difference += Math.pow(expected[i] - actual.get(i), 2);
        }
        assertThat(Math.sqrt(difference)).as(name).isLessThanOrEqualTo(1e-4 * Math.sqrt(square));
    }
}
