package dev.millrace.model.encoder;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.model.decoder.FamilyReference;
import dev.millrace.model.decoder.Parameter;
import dev.millrace.model.decoder.Trainable;
import dev.millrace.model.engine.StepScope;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** Gradients of a model, filled with what is not theirs. */
record Gradients(Trainable model, List<NDArray> tensors) {
    static Gradients of(Trainable model, StepScope scope) {
        return new Gradients(
                model,
                model.trained().stream()
                        .map(parameter -> scope.zeros(
                                        parameter.value().getShape().getShape())
                                .addi(7))
                        .toList());
    }

    /** Each is as it was written down, and none is missing. */
    void assertAre(JsonNode expected) {
        int compared = 0;
        for (int i = 0; i < tensors.size(); i++) {
            for (Parameter.PartView view : model.trained().get(i).views(tensors.get(i))) {
                FamilyReference.assertGradient(view, expected.path(view.part().name()));
                compared++;
            }
        }
        assertThat(compared).isEqualTo(expected.size());
    }
}
