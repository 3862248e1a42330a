package dev.millrace.model.training;

import ai.djl.ndarray.NDArray;
import dev.millrace.model.decoder.Parameter;
import dev.millrace.model.decoder.Trainable;
import dev.millrace.model.engine.Kernels;
import dev.millrace.model.engine.StepScope;
import dev.millrace.model.training.UpdateRule.Move;
import java.util.List;
import java.util.stream.IntStream;

/** Clips gradients by their common norm and moves weights by a rule; owns gradients and what the rule remembers. */
final class Optimiser implements AutoCloseable {
    private final StepScope scope;
    private final Kernels kernels;
    private final TrainingPlan plan;
    private final List<Parameter> parameters;
    private final List<NDArray> weights;
    private final List<NDArray> gradients;
    private final UpdateRule rule;

    Optimiser(Trainable model, TrainingPlan plan) {
        this.scope = model.open();
        this.kernels = model.kernels();
        this.plan = plan;
        this.parameters = model.trained();
        this.weights = parameters.stream().map(Parameter::value).toList();
        this.gradients = weights.stream()
                .map(weight -> scope.zeros(weight.getShape().getShape()))
                .toList();
        this.rule = rule();
    }

    private UpdateRule rule() {
        return switch (plan.regime().rule()) {
            case ADAMW -> new AdamW(parameters, plan, scope, kernels);
            case ADAFACTOR -> new Adafactor(parameters, false, scope, kernels);
            case ADAFACTOR_SCALED -> new Adafactor(parameters, true, scope, kernels);
        };
    }

    List<NDArray> weights() {
        return weights;
    }

    List<NDArray> gradients() {
        return gradients;
    }

    /** What is remembered from step to step besides the weights, under the names it has in a checkpoint. */
    List<Parameter> state() {
        return rule.state();
    }

    /** Euclidean length of all gradients together. */
    double gradientNorm() {
        try (StepScope step = scope.open()) {
            return kernels.one(step, "gradient_norm", gradients).getDouble();
        }
    }

    /**
     * Moves the weights.
     *
     * @param step counted from 1
     * @param update counted from 1, without the steps that moved nothing
     * @param norm of the gradients, as they would be without their factor
     * @param factor that the gradients have been multiplied with
     */
    void update(long step, long update, double norm, double factor) {
        double divisor = Math.max(1, norm / plan.clipNorm()) * factor;
        double rate = plan.learningRateAt(step);
        for (Group group : Group.values()) {
            List<Integer> chosen = chosen(group);
            if (!chosen.isEmpty()) {
                double own = group.fast ? rate * plan.regime().rateRatio() : rate;
                rule.move(chosen, gradients, new Move(update, divisor, own, group.decayed ? plan.weightDecay() : 0));
            }
        }
    }

    /** Tensors that are decayed or not, and whether they learn at a rate of their own. */
    private enum Group {
        MATRICES(true, false),
        VECTORS(false, true),
        FAST_MATRICES(true, true);

        private final boolean decayed;
        private final boolean fast;

        Group(boolean decayed, boolean fast) {
            this.decayed = decayed;
            this.fast = fast;
        }

        private boolean holds(Parameter parameter) {
            return parameter.decayed() == decayed && (!decayed || parameter.outer() == fast);
        }
    }

    private List<Integer> chosen(Group group) {
        return IntStream.range(0, parameters.size())
                .filter(i -> group.holds(parameters.get(i)))
                .boxed()
                .toList();
    }

    @Override
    public void close() {
        scope.close();
    }
}
