package dev.millrace.benchmarks.limits;

import ai.djl.ndarray.NDArray;
import dev.millrace.benchmarks.measure.Contestant;
import dev.millrace.benchmarks.measure.Samples;
import dev.millrace.benchmarks.measure.Timing;
import dev.millrace.model.engine.ModelRuntime;
import dev.millrace.model.engine.NativeMemory;
import dev.millrace.model.engine.StepScope;
import java.nio.FloatBuffer;
import java.util.Random;

/** Square matrices multiplied by the engine that trains: GFLOP/s, 2 n^3 operations each. */
public final class Gemm implements Contestant {
    public static final String FP32 = "gemm fp32 2048";
    public static final String BF16 = "gemm bf16 2048";

    private static final int N = 2048;
    private static final int LOOPS = 4;
    private static final int FLOAT = 6;
    private static final int BRAIN_FLOAT = 15;
    private static final double GIGA = 1e9;

    private final ModelRuntime runtime;

    public Gemm(ModelRuntime runtime) {
        this.runtime = runtime;
    }

    @Override
    public String name() {
        return "matrix multiplication";
    }

    @Override
    public void measure(Samples samples) throws Exception {
        samples.add(FP32, rate(FLOAT, 1e-3));
        samples.add(BF16, rate(BRAIN_FLOAT, 2e-2));
    }

    private double rate(int type, double tolerance) throws Exception {
        try (StepScope scope = runtime.open()) {
            NDArray a = typed(scope, random(scope, 1), type);
            NDArray b = typed(scope, random(scope, 2), type);
            NDArray out = typed(scope, scope.zeros(N, N), type);
            double seconds = Timing.seconds(() -> {
                for (int i = 0; i < LOOPS; i++) {
                    runtime.kernels().act("multiply", a, b, out);
                }
            });
            verify(scope, a, b, out, tolerance);
            return LOOPS * 2.0 * N * N * N / GIGA / seconds;
        }
    }

    /** The same rows with another element type: the kernels' look-up is also a conversion. */
    private NDArray typed(StepScope scope, NDArray values, int type) {
        long[] rows = new long[(int) values.getShape().get(0)];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = i;
        }
        NDArray none = scope.zeros(0);
        return runtime.kernels().one(scope, "embed", values, scope.longs(rows), none, none, 1.0, type);
    }

    private static NDArray random(StepScope scope, long seed) {
        Random random = new Random(seed);
        float[] values = new float[N * N];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        return scope.floats(FloatBuffer.wrap(values), N, N);
    }

    /** One element, computed here from the same rounded numbers. */
    private void verify(StepScope scope, NDArray a, NDArray b, NDArray out, double tolerance) {
        FloatBuffer left = NativeMemory.floats(typed(scope, a, FLOAT));
        FloatBuffer right = NativeMemory.floats(typed(scope, b, FLOAT));
        double expected = 0;
        for (int i = 0; i < N; i++) {
            expected += (double) left.get(N + i) * right.get(i * N + 2);
        }
        double found = NativeMemory.floats(typed(scope, out, FLOAT)).get(N + 2);
        if (Math.abs(found - expected) > tolerance * expected) {
            throw new IllegalStateException("the product is wrong: " + found + " instead of " + expected);
        }
    }
}
