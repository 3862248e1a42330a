package dev.millrace.trainer.work;

import dev.millrace.contracts.Json;
import dev.millrace.model.training.StepReport;
import dev.millrace.model.training.TrainingObserver;
import dev.millrace.model.training.TrainingView;
import dev.millrace.trainer.files.Folder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How a run has come along since its first step, over all its holders: it travels in the checkpoints. */
final class Progress implements TrainingObserver {
    static final String FILE = "progress.json";
    private static final int MEAN_OF = 5;

    private State state = new State(List.of(), List.of(), 0, 0);

    /**
     * Part of a checkpoint.
     *
     * @param first losses of the first steps
     * @param last losses of the latest steps
     */
    record State(List<Double> first, List<Double> last, long tokens, long nanos) {
        State {
            first = List.copyOf(first);
            last = List.copyOf(last);
        }

        State after(StepReport report) {
            List<Double> begun = new ArrayList<>(first);
            if (begun.size() < MEAN_OF) {
                begun.add(report.loss());
            }
            List<Double> latest = new ArrayList<>(last);
            latest.add(report.loss());
            if (latest.size() > MEAN_OF) {
                latest.removeFirst();
            }
            return new State(begun, latest, tokens + report.tokens(), nanos + report.nanos());
        }
    }

    /** Goes on from where the checkpoint in this directory was; one without a note starts anew. */
    void resume(Path checkpoint) {
        Path file = checkpoint.resolve(FILE);
        if (Files.exists(file)) {
            state = Json.read(Folder.read(file), State.class);
        }
    }

    void write(Path checkpoint) {
        Folder.write(checkpoint.resolve(FILE), Json.write(state));
    }

    @Override
    public void stepped(StepReport report, TrainingView view) {
        state = state.after(report);
    }

    double firstLoss() {
        return mean(state.first());
    }

    double lastLoss() {
        return mean(state.last());
    }

    double tokensPerSecond() {
        return state.nanos() == 0 ? 0 : state.tokens() * 1e9 / state.nanos();
    }

    private static double mean(List<Double> losses) {
        return losses.stream().mapToDouble(Double::doubleValue).average().orElse(0);
    }
}
