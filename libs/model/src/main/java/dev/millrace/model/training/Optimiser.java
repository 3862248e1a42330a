package dev.millrace.model.training;

import ai.djl.ndarray.NDArray;
import dev.millrace.model.decoder.Parameter;
import dev.millrace.model.decoder.Trainable;
import dev.millrace.model.engine.Kernels;
import dev.millrace.model.engine.StepScope;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** AdamW (Loshchilov and Hutter, 2019) with global-norm clipping; owns gradients and moments. */
final class Optimiser implements AutoCloseable {
    private final StepScope scope;
    private final Kernels kernels;
    private final List<Parameter> parameters;
    private final List<NDArray> weights;
    private final List<NDArray> gradients = new ArrayList<>();
    private final List<NDArray> first = new ArrayList<>();
    private final List<NDArray> second = new ArrayList<>();

    Optimiser(Trainable model) {
        this.scope = model.open();
        this.kernels = model.kernels();
        this.parameters = model.trained();
        this.weights = parameters.stream().map(Parameter::value).toList();
        for (NDArray weight : weights) {
            gradients.add(scope.zeros(weight.getShape().getShape()));
            first.add(scope.zeros(weight.getShape().getShape()));
            second.add(scope.zeros(weight.getShape().getShape()));
        }
    }

    List<NDArray> weights() {
        return weights;
    }

    List<NDArray> gradients() {
        return gradients;
    }

    /** Running means of the gradients, in the parameters' order. */
    List<NDArray> firstMoments() {
        return first;
    }

    /** Running means of the squared gradients, in the parameters' order. */
    List<NDArray> secondMoments() {
        return second;
    }

    /** Euclidean length of all gradients together. */
    double gradientNorm() {
        try (StepScope step = scope.open()) {
            return kernels.one(step, "gradient_norm", gradients).getDouble();
        }
    }

    /** Moves the weights; {@code step} counts from 1, {@code norm} is what {@link #gradientNorm} returned. */
    void update(TrainingPlan plan, long step, double norm) {
        double divisor = Math.max(1, norm / plan.clipNorm());
        double rate = plan.learningRateAt(step);
        double ratio = plan.regime().rateRatio();
        for (Group group : Group.values()) {
            double decay = group.decayed ? plan.weightDecay() : 0;
            update(plan, step, divisor, group, group.fast ? rate * ratio : rate, decay);
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

    private void update(TrainingPlan plan, long step, double divisor, Group group, double rate, double decay) {
        List<NDArray> chosen = chosen(weights, group);
        if (!chosen.isEmpty()) {
            kernels.act(
                    "adamw",
                    chosen,
                    chosen(gradients, group),
                    chosen(first, group),
                    chosen(second, group),
                    (double) step,
                    divisor,
                    rate,
                    plan.beta1(),
                    plan.beta2(),
                    decay,
                    plan.epsilon());
        }
    }

    private List<NDArray> chosen(List<NDArray> tensors, Group group) {
        return IntStream.range(0, tensors.size())
                .filter(i -> group.holds(parameters.get(i)))
                .mapToObj(tensors::get)
                .toList();
    }

    @Override
    public void close() {
        scope.close();
    }
}
