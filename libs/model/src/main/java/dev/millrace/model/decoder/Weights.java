package dev.millrace.model.decoder;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.model.CounterRandom;
import dev.millrace.model.DecoderConfig;
import dev.millrace.model.decoder.Parameter.PartView;
import dev.millrace.model.engine.Kernels;
import dev.millrace.model.engine.StepScope;
import dev.millrace.model.safetensors.TensorInfo;
import dev.millrace.model.safetensors.TensorSource;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.stream.LongStream;

/** Fills parameters, from files or with fresh random values. */
final class Weights {
    private Weights() {}

    /** Copies every part from the tensor of its name. */
    static void load(List<Parameter> parameters, DecoderConfig config, TensorSource source) {
        WeightFinder finder = new WeightFinder(config, source);
        for (Parameter parameter : parameters) {
            for (PartView view : parameter.views(parameter.value())) {
                String name = finder.find(view.part().name());
                requireShape(source.info(name), view.part());
                view.load(source, name);
            }
        }
        finder.requireAllUsed();
    }

    /** Refuses numbers that are none: a model that holds one answers nonsense and cannot be trained. */
    static void requireFinite(List<Parameter> parameters, StepScope scope, Kernels kernels) {
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

    private static void requireShape(TensorInfo info, Parameter.Part part) {
        if (!info.shape().equals(part.shape())) {
            throw new MillraceException(
                    ErrorCode.MODEL_FILE_DAMAGED,
                    "The tensor " + part.name() + " has the shape " + info.shape() + ", the configuration asks for "
                            + part.shape() + ".");
        }
    }

    /** Matrices get normal values of the configured spread; norms change nothing, biases are zero. */
    static void initialise(List<Parameter> parameters, DecoderConfig config, long seed) {
        long number = 0;
        for (Parameter parameter : parameters) {
            for (PartView view : parameter.views(parameter.value())) {
                FloatBuffer values = view.inner().asFloatBuffer();
                if (parameter.decayed()) {
                    fill(values, CounterRandom.keyed(seed, number), config.initializerRange());
                } else {
                    while (values.hasRemaining()) {
                        values.put(parameter.fresh());
                    }
                }
                number++;
            }
        }
    }

    private static void fill(FloatBuffer values, CounterRandom random, double spread) {
        LongStream.range(0, values.capacity())
                .parallel()
                .forEach(i -> values.put((int) i, (float) (spread * random.normal(i))));
    }
}
