package dev.millrace.model.training;

import ai.djl.ndarray.NDArray;
import dev.millrace.model.decoder.DecoderModel;
import dev.millrace.model.decoder.Parameter;
import dev.millrace.model.engine.Kernels;
import dev.millrace.model.engine.StepScope;
import java.util.ArrayList;
import java.util.List;

/** AdamW (Loshchilov and Hutter, 2019) with global-norm clipping; owns gradients and moments. */
final class Optimiser implements AutoCloseable {
    private final StepScope scope;
    private final Kernels kernels;
    private final List<Parameter> parameters;
    private final List<NDArray> weights;
    private final List<NDArray> gradients = new ArrayList<>();
    private final List<NDArray> first = new ArrayList<>();
    private final List<NDArray> second = new ArrayList<>();

    Optimiser(DecoderModel model) {
        this.scope = model.open();
        this.kernels = model.kernels();
        this.parameters = model.parameters();
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
        update(plan, step, divisor, plan.weightDecay(), true);
        update(plan, step, divisor, 0, false);
    }

    private void update(TrainingPlan plan, long step, double divisor, double decay, boolean decayed) {
        kernels.act(
                "adamw",
                chosen(weights, decayed),
                chosen(gradients, decayed),
                chosen(first, decayed),
                chosen(second, decayed),
                (double) step,
                divisor,
                plan.learningRateAt(step),
                plan.beta1(),
                plan.beta2(),
                decay,
                plan.epsilon());
    }

    private List<NDArray> chosen(List<NDArray> tensors, boolean decayed) {
        List<NDArray> chosen = new ArrayList<>();
        for (int i = 0; i < tensors.size(); i++) {
            if (parameters.get(i).decayed() == decayed) {
                chosen.add(tensors.get(i));
            }
        }
        return chosen;
    }

    @Override
    public void close() {
        scope.close();
    }
}
