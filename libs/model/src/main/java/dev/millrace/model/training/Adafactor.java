package dev.millrace.model.training;

import ai.djl.ndarray.NDArray;
import dev.millrace.model.decoder.Parameter;
import dev.millrace.model.decoder.Parameter.Part;
import dev.millrace.model.engine.Kernels;
import dev.millrace.model.engine.StepScope;
import java.util.ArrayList;
import java.util.List;

/**
 * Adafactor (Shazeer and Stern, "Adaptive learning rates with sublinear memory cost", 2018) without a first moment and with
 * a rate that is given: of the squared gradients of a matrix only the means of rows and of columns are remembered. What the
 * outside has as several tensors is several here, too, so that fused projections move as separate ones would.
 */
final class Adafactor implements UpdateRule {
    private static final double DECAY = -0.8;
    private static final double EPSILON = 1e-30;
    private static final double LEAST = 1e-3;
    private static final double THRESHOLD = 1;

    private final Kernels kernels;
    private final boolean scaled;
    private final List<Parameter> parameters;
    private final StepScope scope;
    private final NDArray nothing;
    private final List<List<Piece>> pieces = new ArrayList<>();
    private final List<Parameter> state = new ArrayList<>();

    /**
     * A run of a tensor's rows.
     *
     * @param rows mean squares of rows, or of every element of a vector
     * @param columns mean squares of columns, empty for a vector
     */
    private record Piece(long low, long high, NDArray rows, NDArray columns) {}

    /** @param scaled whether a tensor's rate grows with its root mean square */
    Adafactor(List<Parameter> parameters, boolean scaled, StepScope scope, Kernels kernels) {
        this.kernels = kernels;
        this.scaled = scaled;
        this.parameters = parameters;
        this.scope = scope;
        this.nothing = scope.zeros(0);
        parameters.forEach(parameter -> pieces.add(pieces(parameter)));
    }

    private List<Piece> pieces(Parameter parameter) {
        List<Piece> found = new ArrayList<>();
        long row = 0;
        for (Part part : parameter.parts()) {
            long next = row + part.rows();
            boolean matrix = part.shape().size() > 1;
            NDArray rows = kept(part.name() + (matrix ? ".exp_avg_sq_row" : ".exp_avg_sq"), part.rows());
            NDArray columns = matrix ? kept(part.name() + ".exp_avg_sq_col", part.columns()) : nothing;
            found.add(new Piece(row, next, rows, columns));
            row = next;
        }
        return found;
    }

    private NDArray kept(String name, long size) {
        NDArray array = scope.zeros(size);
        state.add(new Parameter(array, false, 0, List.of(new Part(name, List.of(size)))));
        return array;
    }

    @Override
    public List<Parameter> state() {
        return state;
    }

    @Override
    public void move(List<Integer> chosen, List<NDArray> gradients, Move move) {
        double keeping = 1 - Math.pow((double) move.update(), DECAY);
        for (int i : chosen) {
            for (Piece piece : pieces.get(i)) {
                kernels.act(
                        "adafactor",
                        parameters.get(i).value(),
                        gradients.get(i),
                        piece.low(),
                        piece.high(),
                        piece.rows(),
                        piece.columns(),
                        move.divisor(),
                        move.rate(),
                        move.decay(),
                        scaled ? 1 : 0,
                        keeping,
                        EPSILON,
                        LEAST,
                        THRESHOLD);
            }
        }
    }
}
