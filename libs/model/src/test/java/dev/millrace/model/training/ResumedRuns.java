package dev.millrace.model.training;

import dev.millrace.model.decoder.DecoderModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import static org.assertj.core.api.Assertions.assertThat;

/** Stops a run in the middle and goes on from its checkpoint. */
final class ResumedRuns {
    private ResumedRuns() {}

    /** Holds that losses and the last checkpoint are the bits of a run that never stopped; returns the last checkpoint. */
    static Path assertExact(Supplier<DecoderModel> models, TokenDataset data, TrainingPlan plan, int stop, Path folder)
            throws IOException {
        Path half = Files.createDirectory(folder.resolve("half"));
        Path whole = Files.createDirectory(folder.resolve("whole"));
        Path resumed = Files.createDirectory(folder.resolve("resumed"));
        List<Double> expected = new ArrayList<>();
        try (DecoderModel model = models.get();
                TrainingLoop loop = TrainingLoop.begin(model, data, plan, List.of())) {
            steps(loop, stop, expected);
            write(loop, half);
            steps(loop, plan.steps() - stop, expected);
            write(loop, whole);
        }
        List<Double> actual = new ArrayList<>();
        try (DecoderModel model = models.get();
                TrainingLoop loop = TrainingLoop.resume(model, data, plan, List.of(), half)) {
            steps(loop, plan.steps() - stop, actual);
            write(loop, resumed);
            assertThat(actual).isEqualTo(expected.subList(stop, expected.size()));
            for (String name : CheckpointState.names(model.files())) {
                assertThat(resumed.resolve(name)).hasSameBinaryContentAs(whole.resolve(name));
            }
        }
        return resumed;
    }

    private static void steps(TrainingLoop loop, long count, List<Double> losses) {
        for (long i = 0; i < count; i++) {
            losses.add(loop.step().loss());
        }
    }

    static void write(TrainingLoop loop, Path target) throws IOException {
        try (TrainingSnapshot snapshot = loop.view().snapshot()) {
            snapshot.write(target);
        }
    }
}
