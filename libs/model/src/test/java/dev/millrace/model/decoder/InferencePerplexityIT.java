package dev.millrace.model.decoder;

import dev.millrace.model.ReferenceModels;
import dev.millrace.model.TestRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * TR-9: what fewer bits cost a real model. Give {@code -Dmillrace.check.ids=FILE}, which {@code check_gguf.py --ids} writes: the
 * token ids of one window a line; {@code -Dmillrace.check.model=DIR} for another model than SmolLM2.
 */
class InferencePerplexityIT {
    private static final Map<StoredWeights, Double> MOST =
            Map.of(StoredWeights.FP32, 1e-4, StoredWeights.BF16, 0.005, StoredWeights.INT8, 0.01);

    @Test
    void fewerBitsCostLittle() throws IOException {
        String file = System.getProperty("millrace.check.ids");
        assumeTrue(file != null, "no ids: give -Dmillrace.check.ids");
        String given = System.getProperty("millrace.check.model");
        Path directory = given == null ? ReferenceModels.directory("smollm2-135m-instruct") : Path.of(given);
        List<int[]> windows = windows(Path.of(file));
        double exact = exact(directory, windows);
        System.out.printf(Locale.ROOT, "all at once, FP32: perplexity %.4f%n", exact);
        for (StoredWeights stored : StoredWeights.values()) {
            try (InferenceModel model = InferenceModel.load(TestRuntime.get(), directory, stored)) {
                double found = perplexity(model, windows);
                System.out.printf(
                        Locale.ROOT,
                        "token by token, %s: perplexity %.4f, %+.3f %%%n",
                        stored,
                        found,
                        100 * (found / exact - 1));
                assertThat(Math.abs(found / exact - 1)).isLessThan(MOST.getOrDefault(stored, 0.0));
            }
        }
    }

    private static List<int[]> windows(Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.map(line -> Arrays.stream(line.strip().split(" "))
                            .mapToInt(Integer::parseInt)
                            .toArray())
                    .toList();
        }
    }

    private static double exact(Path directory, List<int[]> windows) {
        try (DecoderModel model = DecoderModel.load(TestRuntime.get(), directory)) {
            double sum = 0;
            long count = 0;
            for (int[] window : windows) {
                float[][] logits = model.logits(window);
                for (int i = 1; i < window.length; i++) {
                    sum += surprise(logits[i - 1], window[i]);
                    count++;
                }
            }
            return Math.exp(sum / count);
        }
    }

    /** All windows go side by side, each token by token. */
    private static double perplexity(InferenceModel model, List<int[]> windows) {
        List<KeyValueCache> caches =
                windows.stream().map(window -> model.cache(window.length)).toList();
        double sum = 0;
        long count = 0;
        int longest = windows.stream().mapToInt(window -> window.length).max().orElseThrow();
        for (int place = 0; place < longest - 1; place++) {
            List<KeyValueCache> going = new ArrayList<>();
            List<int[]> next = new ArrayList<>();
            List<Integer> targets = new ArrayList<>();
            for (int i = 0; i < windows.size(); i++) {
                if (place < windows.get(i).length - 1) {
                    going.add(caches.get(i));
                    next.add(new int[] {windows.get(i)[place]});
                    targets.add(windows.get(i)[place + 1]);
                }
            }
            float[][] logits = model.next(going, next);
            for (int i = 0; i < logits.length; i++) {
                sum += surprise(logits[i], targets.get(i));
                count++;
            }
        }
        caches.forEach(KeyValueCache::close);
        return Math.exp(sum / count);
    }

    private static double surprise(float[] logits, int target) {
        double largest = Double.NEGATIVE_INFINITY;
        for (float logit : logits) {
            largest = Math.max(largest, logit);
        }
        double total = 0;
        for (float logit : logits) {
            total += Math.exp(logit - largest);
        }
        return Math.log(total) + largest - logits[target];
    }
}
