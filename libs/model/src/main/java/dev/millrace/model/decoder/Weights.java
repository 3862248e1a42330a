package dev.millrace.model.decoder;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.model.CounterRandom;
import dev.millrace.model.DecoderConfig;
import dev.millrace.model.decoder.Parameter.PartView;
import dev.millrace.model.safetensors.TensorInfo;
import dev.millrace.model.safetensors.TensorSource;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.stream.LongStream;

/** Fills parameters, from files or with fresh random values. */
final class Weights {
    private Weights() {}

    /** Copies every part from the tensor of its name. */
    static void load(List<Parameter> parameters, TensorSource source) {
        for (Parameter parameter : parameters) {
            for (PartView view : parameter.views(parameter.value())) {
                requireShape(source.info(view.part().name()), view.part());
                source.copyFloats(view.part().name(), view.bytes().asFloatBuffer());
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

    /** Matrices get normal values of the configured spread, norms get ones. */
    static void initialise(List<Parameter> parameters, DecoderConfig config, long seed) {
        long number = 0;
        for (Parameter parameter : parameters) {
            for (PartView view : parameter.views(parameter.value())) {
                FloatBuffer values = view.bytes().asFloatBuffer();
                if (parameter.decayed()) {
                    fill(values, CounterRandom.keyed(seed, number), config.initializerRange());
                } else {
                    while (values.hasRemaining()) {
                        values.put(1);
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
