package dev.millrace.benchmarks.generate;

import dev.millrace.benchmarks.measure.Contestant;
import dev.millrace.benchmarks.measure.Samples;
import dev.millrace.benchmarks.measure.Timing;
import dev.millrace.model.decoder.InferenceModel;
import dev.millrace.model.decoder.KeyValueCache;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The product's own model that answers: one text, then as many as fill a batch. */
final class OurGeneration implements Contestant {
    private final InferenceModel model;
    private final List<int[]> prompts;
    private final Texts texts;

    /** @param prompts of equal lengths; the first is also asked alone */
    OurGeneration(InferenceModel model, List<int[]> prompts, Texts texts) {
        this.model = model;
        this.prompts = List.copyOf(prompts);
        this.texts = texts;
    }

    String label() {
        return model.stored().name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String name() {
        return "ours " + label();
    }

    @Override
    public void measure(Samples samples) throws Exception {
        generate(samples, " one", List.of(prompts.getFirst()));
        generate(samples, " batch", prompts);
    }

    private void generate(Samples samples, String kind, List<int[]> asked) {
        List<KeyValueCache> caches = asked.stream()
                .map(prompt -> model.cache(prompt.length + GenerateBench.NEW))
                .toList();
        List<List<Integer>> made =
                asked.stream().<List<Integer>>map(prompt -> new ArrayList<>()).toList();
        long begun = System.nanoTime();
        float[][] logits = model.next(caches, asked);
        double first = Timing.since(begun);
        if (asked.size() == 1) {
            texts.putLogits(name(), Arrays.copyOf(logits[0], Texts.LOGITS));
        }
        begun = System.nanoTime();
        take(logits, made);
        while (made.getFirst().size() < GenerateBench.NEW) {
            logits = model.next(
                    caches,
                    made.stream().map(text -> new int[] {text.getLast()}).toList());
            take(logits, made);
        }
        double rest = Timing.since(begun);
        caches.forEach(KeyValueCache::close);
        texts.put(name() + kind, made.getFirst());
        int count = asked.size();
        samples.add(name() + kind + GenerateBench.FIRST, count * asked.getFirst().length / first);
        samples.add(name() + kind + GenerateBench.DECODE, count * (GenerateBench.NEW - 1) / rest);
    }

    private static void take(float[][] logits, List<List<Integer>> made) {
        for (int i = 0; i < logits.length; i++) {
            int best = 0;
            for (int token = 1; token < logits[i].length; token++) {
                if (logits[i][token] > logits[i][best]) {
                    best = token;
                }
            }
            made.get(i).add(best);
        }
    }
}
