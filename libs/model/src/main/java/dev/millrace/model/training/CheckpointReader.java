package dev.millrace.model.training;

import dev.millrace.model.decoder.Parameter;
import dev.millrace.model.decoder.Trainable;
import dev.millrace.model.safetensors.SafetensorsFile;
import java.nio.file.Path;
import java.util.List;

/** Puts a verified checkpoint into a model and its optimiser. */
final class CheckpointReader {
    private CheckpointReader() {}

    /** How far a run had got. */
    record Position(long step, LossScale lossScale) {}

    /** Returns how far the run had got. */
    static Position restore(Path directory, TrainingPlan plan, Trainable model, Optimiser optimiser) {
        CheckpointState state = CheckpointState.read(directory, model.files());
        if (!state.plan().isContinuedBy(plan)) {
            throw CheckpointState.damaged("it belongs to another plan", null);
        }
        if (!state.base().equals(model.baseSha256())) {
            throw CheckpointState.damaged("it belongs to another base model", null);
        }
        try (SafetensorsFile weights =
                        SafetensorsFile.open(directory.resolve(model.files().weights()));
                SafetensorsFile moments = SafetensorsFile.open(directory.resolve(CheckpointState.OPTIMIZER))) {
            copy(model.trained(), weights);
            copy(optimiser.state(), moments);
        }
        return new Position(state.step(), state.lossScale());
    }

    private static void copy(List<Parameter> targets, SafetensorsFile source) {
        for (Parameter target : targets) {
            for (Parameter.PartView view : target.views(target.value())) {
                String name = view.part().name();
                if (!source.info(name).shape().equals(view.part().shape())) {
                    throw CheckpointState.damaged("the tensor " + name + " has another shape than the model's", null);
                }
                view.load(source, name);
            }
        }
    }
}
