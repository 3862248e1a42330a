package dev.millrace.model.training;

import ai.djl.ndarray.NDArray;
import dev.millrace.model.decoder.Parameter;
import dev.millrace.model.engine.Kernels;
import dev.millrace.model.engine.StepScope;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** AdamW (Loshchilov and Hutter, "Decoupled weight decay regularization", 2019): two moments for every weight. */
final class AdamW implements UpdateRule {
    static final String FIRST_MOMENT = ".exp_avg";
    static final String SECOND_MOMENT = ".exp_avg_sq";

    private final Kernels kernels;
    private final TrainingPlan plan;
    private final List<Parameter> parameters;
    private final List<Parameter> first = new ArrayList<>();
    private final List<Parameter> second = new ArrayList<>();

    AdamW(List<Parameter> parameters, TrainingPlan plan, StepScope scope, Kernels kernels) {
        this.kernels = kernels;
        this.plan = plan;
        this.parameters = parameters;
        for (Parameter parameter : parameters) {
            long[] shape = parameter.value().getShape().getShape();
            first.add(parameter.beside(scope.zeros(shape), FIRST_MOMENT));
            second.add(parameter.beside(scope.zeros(shape), SECOND_MOMENT));
        }
    }

    @Override
    public List<Parameter> state() {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    @Override
    public void move(List<Integer> chosen, List<NDArray> gradients, Move move) {
        kernels.act(
                "adamw",
                values(chosen, parameters),
                chosen.stream().map(gradients::get).toList(),
                values(chosen, first),
                values(chosen, second),
                (double) move.update(),
                move.divisor(),
                move.rate(),
                plan.beta1(),
                plan.beta2(),
                move.decay(),
                plan.epsilon());
    }

    private static List<NDArray> values(List<Integer> chosen, List<Parameter> all) {
        return chosen.stream().map(i -> all.get(i).value()).toList();
    }
}
