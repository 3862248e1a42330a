package dev.millrace.model.encoder;

import ai.djl.ndarray.NDArray;
import dev.millrace.contracts.MillraceException;
import dev.millrace.model.T5Config;
import dev.millrace.model.T5ConfigJson;
import dev.millrace.model.TokenChecks;
import dev.millrace.model.adapter.AdapterSettings;
import dev.millrace.model.decoder.LossSettings;
import dev.millrace.model.decoder.PackedBatch;
import dev.millrace.model.decoder.Precision;
import dev.millrace.model.engine.ModelRuntime;
import dev.millrace.model.engine.NativeMemory;
import dev.millrace.model.engine.StepScope;
import dev.millrace.model.safetensors.ShardedTensors;
import dev.millrace.model.safetensors.TensorSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A T5 (Raffel et al., 2020): an encoder reads a question, a decoder writes the answer. It may be used by one thread at a time;
 * several may read as long as none trains.
 *
 * <p>M tokens of answers, V vocabulary. Texts lie one behind the other without padding.
 */
public final class T5Model extends GraphModel {
    private final T5Config config;
    private final long[] shape;

    private T5Model(ModelRuntime runtime, T5Config config, boolean output) {
        super(runtime, T5Plan.of(config, output));
        this.config = config;
        this.shape = new long[] {
            config.layers(),
            config.answerLayers(),
            config.heads(),
            config.activation().code(),
            config.gated() ? 1 : 0,
            config.buckets(),
            config.farthest(),
            output ? 1 : 0
        };
    }

    /**
     * Loads a Hugging Face directory.
     *
     * @throws MillraceException MODEL_CONFIG_UNSUPPORTED, MODEL_FORMAT_UNSUPPORTED or MODEL_FILE_DAMAGED
     */
    public static T5Model load(ModelRuntime runtime, Path directory) {
        T5Config config = T5ConfigJson.read(directory);
        try (TensorSource source = ShardedTensors.open(directory)) {
            boolean output = !config.scaled() && source.names().contains(T5Plan.OUTPUT);
            T5Model model = new T5Model(runtime, config, output);
            model.orClose(() -> model.load(source, 0, 0));
            return model;
        }
    }

    @Override
    String configJson(String dtype) {
        return T5ConfigJson.write(config, dtype);
    }

    @Override
    List<String> names(String name) {
        return name.equals(T5Plan.TABLE)
                ? List.of(name, "encoder.embed_tokens.weight", "decoder.embed_tokens.weight")
                : List.of(name);
    }

    /** Files of old hold a table of distances to the question, which nothing depends on. */
    @Override
    boolean isNeeded(String name) {
        return (name.startsWith("encoder.block.") || name.startsWith("decoder.block."))
                && !name.endsWith("EncDecAttention.relative_attention_bias.weight");
    }

    @Override
    String task() {
        return "SEQ_2_SEQ_LM";
    }

    public T5Config config() {
        return config;
    }

    /**
     * Puts adapters beside the linear layers, which stay as they are from now on; at first they change nothing.
     *
     * @param seed of what is drawn; equal seeds give equal bits on every machine
     * @throws MillraceException RUN_CONFIG_INVALID for what is not built, and naming a module the model does not have
     */
    public void adapt(AdapterSettings settings, long seed) {
        bend(settings, seed);
    }

    /** 32-bit logits of every token of the answers, [M][V]. */
    public float[][] logits(QuestionBatch batch) {
        try (StepScope step = open()) {
            NDArray question = question(step, batch.questions());
            return NativeMemory.rows(logits(step, question, batch.questions(), batch.answers()), config.vocabulary());
        }
    }

    private NDArray question(StepScope step, PackedBatch questions) {
        return kernels()
                .one(
                        step,
                        "read_question",
                        values(),
                        ids(step, questions.inputs()),
                        questions.cuts(),
                        longest(questions),
                        shape,
                        adapters(),
                        numbers(false),
                        Precision.FP32.code());
    }

    private NDArray logits(StepScope step, NDArray question, PackedBatch questions, PackedBatch answers) {
        NDArray hidden = kernels()
                .one(
                        step,
                        "write_answer",
                        values(),
                        ids(step, answers.inputs()),
                        answers.cuts(),
                        longest(answers),
                        question,
                        questions.cuts(),
                        shape,
                        adapters(),
                        numbers(false),
                        Precision.FP32.code());
        return kernels().one(step, "answer_logits", hidden, values(), shape, numbers(false));
    }

    /**
     * Sum of the losses of the answers' tokens, and their gradients.
     *
     * @param gradients one tensor per trained parameter, in the order of {@link #trained()}
     */
    public double backward(QuestionBatch batch, List<NDArray> gradients, LossSettings settings) {
        PackedBatch answers = batch.answers();
        long[] numbers = {
            longest(batch.questions()), longest(answers), settings.precision().code(), settings.add() ? 1 : 0
        };
        try (StepScope step = open()) {
            return kernels()
                    .learn(
                            step,
                            "answer_learn",
                            learning(gradients),
                            ids(step, batch.questions().inputs()),
                            ids(step, answers.inputs()),
                            step.longs(answers.rows()),
                            ids(step, answers.targets()),
                            batch.questions().cuts(),
                            answers.cuts(),
                            shape,
                            adapters(),
                            numbers(true),
                            numbers,
                            new double[] {settings.scale()})
                    .getDouble();
        }
    }

    /**
     * The answer that takes the likeliest token each time.
     *
     * @param most tokens at most
     * @param ends tokens that end it, and are not part of it
     */
    public int[] answer(int[] asked, int most, Set<Integer> ends) {
        PackedBatch questions = PackedBatch.of(asked);
        List<Integer> found = new ArrayList<>();
        try (StepScope scope = open()) {
            NDArray question = question(scope, questions);
            List<NDArray> keys =
                    kernels().many(scope, "question_keys", values(), question, shape, adapters(), numbers(false));
            List<NDArray> own = Collections.nCopies(keys.size(), scope.zeros(0, config.heads(), config.headWidth()));
            int last = config.startToken();
            while (found.size() < most) {
                List<NDArray> written = write(scope, last, own, keys);
                last = likeliest(written.getFirst());
                if (ends.contains(last)) {
                    break;
                }
                found.add(last);
                own = written.subList(1, written.size());
            }
        }
        return found.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Logits after one more token, then the answer's keys and values with it. */
    private List<NDArray> write(StepScope scope, int token, List<NDArray> own, List<NDArray> keys) {
        NDArray id = scope.longs(new long[] {token});
        List<NDArray> written =
                kernels().many(scope, "write_token", values(), id, own, keys, shape, adapters(), numbers(false));
        StepScope.free(own);
        id.close();
        return written;
    }

    private static int likeliest(NDArray logits) {
        float[] values = logits.toFloatArray();
        logits.close();
        return IntStream.range(0, values.length)
                .reduce((a, b) -> values[b] > values[a] ? b : a)
                .orElseThrow();
    }

    private double[] numbers(boolean training) {
        return numbers(config.normEpsilon(), training, config.scaled() ? 1 / Math.sqrt(config.width()) : 1);
    }

    private static int longest(PackedBatch batch) {
        long[] cuts = batch.cuts();
        return (int) IntStream.range(1, cuts.length)
                .mapToLong(i -> cuts[i] - cuts[i - 1])
                .max()
                .orElse(0);
    }

    private NDArray ids(StepScope step, int[] tokens) {
        TokenChecks.requireKnown(tokens, config.vocabulary());
        return step.longs(tokens);
    }
}
