package dev.millrace.model.decoder;

import ai.djl.ndarray.NDArray;
import dev.millrace.model.DecoderConfig;
import dev.millrace.model.engine.Kernels;
import dev.millrace.model.engine.StepScope;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * Final norm and output layer. Logits of a whole batch would be its largest tensor by far, so loss and gradients are
 * made together, some rows at a time; rows that do not count are left out.
 *
 * <p>N tokens, M supervised tokens, D width, V vocabulary.
 */
final class LanguageModelHead {
    /** Rows at a time: enough for a full multiplication, few enough that their logits stay near the processor. */
    private static final int CHUNK = 256;

    private final Kernels kernels;
    private final NDArray norm;
    private final NDArray bias;
    private final NDArray table;
    private final int kind;
    private final double epsilon;

    /** @param bias the norm's bias, or an empty tensor */
    LanguageModelHead(Kernels kernels, NDArray norm, NDArray bias, NDArray table, DecoderConfig config) {
        this.kernels = kernels;
        this.norm = norm;
        this.bias = bias;
        this.table = table;
        this.kind = config.layout().norm().code();
        this.epsilon = config.normEpsilon();
    }

    /** Sum of the losses, and the gradient of the hidden vectors [N, D]. */
    record Result(double loss, NDArray gradient) {}

    /** 32-bit logits [N, V] of hidden vectors [N, D]. */
    NDArray logits(StepScope scope, NDArray x) {
        return kernels.one(scope, "logits", x, norm, bias, table, kind, epsilon);
    }

    /** Log-probability of each target [M], and 1 where it is the likeliest token [M]. */
    List<NDArray> score(StepScope scope, NDArray x, PackedBatch batch) {
        NDArray rows = scope.longs(batch.rows());
        NDArray targets = scope.longs(batch.targets());
        return kernels.many(scope, "head_score", x, norm, bias, table, rows, targets, kind, epsilon, CHUNK);
    }

    /** Where the gradients of the head's own tensors go; empty tensors for those that are not trained. */
    record Gradients(NDArray norm, NDArray bias, NDArray table) {}

    /**
     * Loss and gradients.
     */
    Result backward(
            StepScope scope, NDArray x, PackedBatch batch, Gradients gradients, LossSettings settings, int keep) {
        NDArray rows = scope.longs(batch.rows());
        NDArray targets = scope.longs(batch.targets());
        List<NDArray> result = kernels.many(
                scope,
                "head_backward",
                x,
                norm,
                bias,
                table,
                gradients.norm(),
                gradients.bias(),
                gradients.table(),
                rows,
                targets,
                settings.scale(),
                keep,
                kind,
                epsilon,
                settings.labelSmoothing(),
                CHUNK);
        return new Result(result.get(0).getDouble(), result.get(1));
    }

    /** Gradients of a loss that is a function of the targets' log-probabilities: hidden vectors are there, logits are made twice. */
    NDArray backward(
            StepScope scope, NDArray x, PackedBatch batch, Gradients gradients, TokenWeights weights, int keep) {
        float[] found = weights.of(score(scope, x, batch).getFirst().toFloatArray());
        return kernels.one(
                scope,
                "head_weighted",
                x,
                norm,
                bias,
                table,
                gradients.norm(),
                gradients.bias(),
                gradients.table(),
                scope.longs(batch.rows()),
                scope.longs(batch.targets()),
                scope.floats(FloatBuffer.wrap(found), found.length),
                keep,
                kind,
                epsilon,
                CHUNK);
    }

    /**
     * What a teacher's hidden vectors say of the targets: log-probabilities at a temperature of the likeliest tokens [M, top], these tokens [M, top],
     * and the log-probability of all others together [M].
     */
    List<NDArray> top(StepScope scope, NDArray x, PackedBatch batch, double temperature, int top) {
        NDArray rows = scope.longs(batch.rows());
        return kernels.many(scope, "head_teacher", x, norm, bias, table, rows, kind, epsilon, temperature, top, CHUNK);
    }

    /** Losses and the gradient of the hidden vectors [N, D]. */
    record Distilled(Teaching.Losses losses, NDArray gradient) {}

    /** @param said what {@link #top} of the teacher's head returned */
    Distilled backward(
            StepScope scope,
            NDArray x,
            PackedBatch batch,
            Gradients gradients,
            Teaching teaching,
            List<NDArray> said,
            LossSettings settings,
            int keep) {
        List<NDArray> result = kernels.many(
                scope,
                "head_distilled",
                x,
                norm,
                bias,
                table,
                gradients.norm(),
                gradients.bias(),
                gradients.table(),
                scope.longs(batch.rows()),
                scope.longs(batch.targets()),
                said.get(0),
                said.get(1),
                said.get(2),
                teaching.temperature(),
                teaching.share(),
                settings.scale(),
                keep,
                kind,
                epsilon,
                CHUNK);
        return new Distilled(
                new Teaching.Losses(result.get(0).getDouble(), result.get(1).getDouble()), result.get(2));
    }
}
