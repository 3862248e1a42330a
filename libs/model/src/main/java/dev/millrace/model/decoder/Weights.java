package dev.millrace.model.decoder;

import ai.djl.ndarray.NDArray;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.model.CounterRandom;
import dev.millrace.model.DecoderConfig;
import dev.millrace.model.decoder.Parameter.PartView;
import dev.millrace.model.engine.Kernels;
import dev.millrace.model.engine.NativeMemory;
import dev.millrace.model.engine.StepScope;
import dev.millrace.model.safetensors.TensorInfo;
import dev.millrace.model.safetensors.TensorSource;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;

/** Fills parameters, from files or with fresh random values. */
public final class Weights {
    private Weights() {}

    /** Copies every part from the tensor of its name. */
    static void load(List<Parameter> parameters, DecoderConfig config, TensorSource source) {
        WeightFinder finder = new WeightFinder(config, source);
        parameters.forEach(parameter -> load(parameter, finder::find, source));
        finder.requireAllUsed();
    }

    /**
     * Copies every part of a parameter.
     *
     * @param find the source's name of a part
     * @throws MillraceException MODEL_FILE_DAMAGED when a tensor is missing or has another shape
     */
    public static void load(Parameter parameter, UnaryOperator<String> find, TensorSource source) {
        for (PartView view : parameter.views(parameter.value())) {
            String name = find.apply(view.part().name());
            requireShape(source.info(name), view.part());
            view.load(source, name);
        }
    }

    /**
     * Refuses numbers that are none: a model that holds one answers nonsense and cannot be trained.
     *
     * @throws MillraceException MODEL_FILE_DAMAGED
     */
    public static void requireFinite(List<Parameter> parameters, StepScope scope, Kernels kernels) {
        for (Parameter parameter : parameters) {
            try (StepScope step = scope.open()) {
                if (!kernels.one(step, "finite", parameter.value()).getBoolean()) {
                    throw new MillraceException(
                            ErrorCode.MODEL_FILE_DAMAGED,
                            "The tensor " + parameter.parts().getFirst().name()
                                    + " or one beside it holds a value that is not a finite number.");
                }
            }
        }
    }

    static void requireShape(TensorInfo info, Parameter.Part part) {
        if (!info.shape().equals(part.shape())) {
            throw new MillraceException(
                    ErrorCode.MODEL_FILE_DAMAGED,
                    "The tensor " + part.name() + " has the shape " + info.shape() + ", the configuration asks for "
                            + part.shape() + ".");
        }
    }

    /** Matrices get normal values of the given standard deviation; norms change nothing, biases are zero. */
    public static void initialise(List<Parameter> parameters, double spread, long seed) {
        long number = 0;
        for (Parameter parameter : parameters) {
            for (PartView view : parameter.views(parameter.value())) {
                FloatBuffer values = view.inner().asFloatBuffer();
                if (parameter.decayed()) {
                    fill(values, CounterRandom.keyed(seed, number), spread);
                } else {
                    while (values.hasRemaining()) {
                        values.put(parameter.fresh());
                    }
                }
                number++;
            }
        }
    }

    /** Fills a matrix with values between minus and plus {@code bound}. */
    public static void uniform(NDArray matrix, double bound, CounterRandom random) {
        FloatBuffer values = NativeMemory.floats(matrix);
        for (int i = 0; i < values.capacity(); i++) {
            values.put(i, (float) ((2 * random.uniform(i) - 1) * bound));
        }
    }

    private static void fill(FloatBuffer values, CounterRandom random, double spread) {
        LongStream.range(0, values.capacity())
                .parallel()
                .forEach(i -> values.put((int) i, (float) (spread * random.normal(i))));
    }
}
