package dev.millrace.model.training;

import ai.djl.ndarray.NDArray;
import dev.millrace.model.decoder.Parameter;
import dev.millrace.model.decoder.Trainable;
import dev.millrace.model.safetensors.SafetensorsFile;
import java.nio.file.Path;
import java.util.List;

/** Puts a verified checkpoint into a model and its optimiser. */
final class CheckpointReader {
    private CheckpointReader() {}

    /** Returns the steps done. */
    static long restore(Path directory, TrainingPlan plan, Trainable model, Optimiser optimiser) {
        CheckpointState state = CheckpointState.read(directory, model.files());
        if (!state.plan().isContinuedBy(plan)) {
            throw CheckpointState.damaged("it belongs to another plan", null);
        }
        if (!state.base().equals(model.baseSha256())) {
            throw CheckpointState.damaged("it belongs to another base model", null);
        }
        List<Parameter> parameters = model.trained();
        try (SafetensorsFile weights =
                        SafetensorsFile.open(directory.resolve(model.files().weights()));
                SafetensorsFile moments = SafetensorsFile.open(directory.resolve(CheckpointState.OPTIMIZER))) {
            copy(parameters, optimiser.weights(), "", weights);
            copy(parameters, optimiser.firstMoments(), CheckpointState.FIRST_MOMENT, moments);
            copy(parameters, optimiser.secondMoments(), CheckpointState.SECOND_MOMENT, moments);
        }
        return state.step();
    }

    private static void copy(List<Parameter> parameters, List<NDArray> targets, String suffix, SafetensorsFile source) {
        for (int i = 0; i < parameters.size(); i++) {
            for (Parameter.PartView view : parameters.get(i).views(targets.get(i))) {
                String name = view.part().name() + suffix;
                if (!source.info(name).shape().equals(view.part().shape())) {
                    throw CheckpointState.damaged("the tensor " + name + " has another shape than the model's", null);
                }
                view.load(source, name);
            }
        }
    }
}
