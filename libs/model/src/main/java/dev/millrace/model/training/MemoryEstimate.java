package dev.millrace.model.training;

import dev.millrace.model.DecoderConfig;
import dev.millrace.model.adapter.AdapterSettings;
import dev.millrace.model.decoder.BaseForm;
import dev.millrace.model.decoder.Precision;
import java.util.List;
import java.util.Optional;

/**
 * How much memory a run is expected to need above what the process has before the model is loaded, in bytes. Weights, gradients and moments
 * are exact; what a step holds is counted from the tensors that the block kernels keep for the way back and work with.
 *
 * @param activations kept for the way back
 * @param working what the largest block and the output layer work with
 * @param snapshot the copy that a checkpoint is written from
 * @param rest the heap, and what the allocator keeps
 */
public record MemoryEstimate(
        long weights, long gradients, long moments, long activations, long working, long snapshot, long rest) {
    private static final long FLOAT = Float.BYTES;
    /** Rows of logits that exist at once. */
    private static final long HEAD_ROWS = 256;

    private static final long REST = 150L << 20;

    /**
     * @param frozenLayers the lowest ones, which keep nothing
     * @param frozenEmbeddings whether the tables are not trained
     * @param form how the base of adapters lies in memory; of no use without adapters
     */
    public static MemoryEstimate of(
            DecoderConfig config,
            TrainingPlan plan,
            Optional<AdapterSettings> adapters,
            int frozenLayers,
            boolean frozenEmbeddings,
            BaseForm form) {
        long trained = adapters.map(some -> adapted(config, some))
                .orElseGet(() -> trained(config, frozenLayers, frozenEmbeddings));
        long element = plan.precision() == Precision.FP32 ? FLOAT : 2;
        long tokens = (long) plan.batch() * plan.context();
        long moments = moments(plan.regime().rule(), trained);
        return new MemoryEstimate(
                adapters.isPresent() ? base(config, form) : FLOAT * config.parameterCount(),
                FLOAT * trained,
                moments,
                tokens * kept(config, plan, element, config.layers() - frozenLayers, adapters),
                tokens * workingByToken(config, element) + matrices(config, element),
                FLOAT * trained + moments,
                REST);
    }

    public long total() {
        return weights + gradients + moments + activations + working + snapshot + rest;
    }

    /** Adafactor remembers a row and a column of every matrix. */
    private static long moments(Rule rule, long trained) {
        return switch (rule) {
            case ADAMW -> 2 * FLOAT * trained;
            case ADAFACTOR, ADAFACTOR_SCALED -> FLOAT * trained / 64;
        };
    }

    private static long base(DecoderConfig config, BaseForm form) {
        long matrices = linears(config).stream()
                .mapToLong(linear -> form.linear().bytes(linear.outputs(), linear.inputs()))
                .sum();
        int tables = config.tiedEmbeddings() ? 1 : 2;
        return config.layers() * matrices + tables * form.tables().bytes(config.vocabulary(), config.width());
    }

    /** By token: of every block that is trained all, or its input alone and all of the one that is computed once more. */
    private static long kept(
            DecoderConfig config, TrainingPlan plan, long element, int layers, Optional<AdapterSettings> adapters) {
        long block = keptByToken(config, element, adapters);
        return plan.regime().checkpointing() ? layers * element * config.width() + block : layers * block;
    }

    private static long tables(DecoderConfig config) {
        return (long) config.vocabulary() * config.width() * (config.tiedEmbeddings() ? 1 : 2);
    }

    private static long trained(DecoderConfig config, int frozenLayers, boolean frozenEmbeddings) {
        long blocks = config.parameterCount() - tables(config);
        long left = blocks - blocks / config.layers() * frozenLayers;
        return left + (frozenEmbeddings ? 0 : tables(config));
    }

    /** A linear layer that an adapter can lie beside. */
    private record Linear(String name, long inputs, long outputs) {}

    private static List<Linear> linears(DecoderConfig config) {
        long width = config.width();
        long queries = (long) config.heads() * config.headWidth();
        long keys = (long) config.keyValueHeads() * config.headWidth();
        long inner = config.feedForward();
        return List.of(
                new Linear("q_proj", width, queries),
                new Linear("k_proj", width, keys),
                new Linear("v_proj", width, keys),
                new Linear("o_proj", queries, width),
                new Linear("gate_proj", width, inner),
                new Linear("up_proj", width, inner),
                new Linear("down_proj", inner, width));
    }

    private static boolean isTarget(AdapterSettings settings, Linear linear) {
        return settings.targets().isEmpty() || settings.targets().stream().anyMatch(linear.name()::endsWith);
    }

    private static long adapted(DecoderConfig config, AdapterSettings settings) {
        long block = linears(config).stream()
                .filter(linear -> isTarget(settings, linear))
                .mapToLong(linear -> settings.rank() * (linear.inputs() + linear.outputs())
                        + (settings.decomposed() ? linear.outputs() : 0))
                .sum();
        boolean table = settings.saved().stream().anyMatch(name -> name.contains("lm_head") || name.contains("embed"));
        return config.layers() * block + (table ? (long) config.vocabulary() * config.width() : 0);
    }

    /** Input, middle, queries, keys, values, attention's output and its statistics, the inner part; inputs of adapters. */
    private static long keptByToken(DecoderConfig config, long element, Optional<AdapterSettings> adapters) {
        long heads = (long) config.headWidth() * (2L * config.heads() + 2L * config.keyValueHeads());
        long plain = 2L * config.width() + heads + inner(config);
        long beside = adapters.map(settings -> beside(config, settings)).orElse(0L);
        return element * (plain + beside) + FLOAT * (config.heads() + 2L);
    }

    private static long beside(DecoderConfig config, AdapterSettings settings) {
        return linears(config).stream()
                .filter(linear -> isTarget(settings, linear))
                .mapToLong(linear -> settings.rank() + (settings.dropout() > 0 ? linear.inputs() : 0))
                .sum();
    }

    private static long inner(DecoderConfig config) {
        return config.feedForward() * (config.layout().gated() ? 2L : 1L);
    }

    /** The way back through one block, and the hidden vectors that the output layer gathers. */
    private static long workingByToken(DecoderConfig config, long element) {
        long heads = (long) config.heads() * config.headWidth();
        return element * (2 * inner(config) + 2L * config.feedForward() + 6L * config.width() + 6 * heads);
    }

    /** Logits of some rows and their gradients; in bfloat16 also copies of the table and of its gradient. */
    private static long matrices(DecoderConfig config, long element) {
        long table = element == FLOAT ? 0 : 2 * element * config.vocabulary() * config.width();
        return HEAD_ROWS * config.vocabulary() * (2 * FLOAT + element) + table;
    }
}
