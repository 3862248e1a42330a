package dev.millrace.benchmarks.train;

import dev.millrace.benchmarks.measure.ResidentMemory;
import dev.millrace.benchmarks.measure.Samples;
import dev.millrace.model.DecoderConfig;
import dev.millrace.model.adapter.AdapterSettings;
import dev.millrace.model.decoder.BaseForm;
import dev.millrace.model.decoder.DecoderModel;
import dev.millrace.model.decoder.Precision;
import dev.millrace.model.engine.ModelRuntime;
import dev.millrace.model.training.MemoryEstimate;
import dev.millrace.model.training.TokenDataset;
import dev.millrace.model.training.TrainingLoop;
import dev.millrace.model.training.TrainingPlan;
import dev.millrace.model.training.TrainingSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Two steps and a checkpoint, and the most memory this process held meanwhile, as Linux counts it. */
final class PeakMemory {
    static final String MEASURED = "measured";
    static final String ESTIMATED = "estimated";

    private static final long SEED = 1;
    private static final int RANK = 16;

    private final DecoderConfig config;
    private final Optional<AdapterSettings> adapters;
    private final TrainingPlan plan;
    private final Path folder;

    PeakMemory(DecoderConfig config, Precision precision, boolean adapters, Path scratch) throws IOException {
        this.config = config;
        this.adapters = adapters
                ? Optional.of(new AdapterSettings(RANK, RANK, 0, false, false, List.of(), List.of()))
                : Optional.empty();
        this.plan = TrainingPlan.usual(10, Shape.BATCH, Shape.LENGTH, 1e-4, SEED)
                .with()
                .precision(precision)
                .build();
        this.folder = Files.createDirectories(scratch.resolve("memory"));
    }

    void measure(Samples samples) throws IOException {
        try (ModelRuntime runtime = ModelRuntime.start()) {
            long before = ResidentMemory.now();
            ResidentMemory.forgetPeak();
            train(runtime);
            samples.add(MEASURED, (ResidentMemory.peak() - before) / 1e6);
        }
        samples.add(
                ESTIMATED,
                MemoryEstimate.of(config, plan, adapters, 0, false, BaseForm.of(plan.precision()))
                                .total()
                        / 1e6);
    }

    private void train(ModelRuntime runtime) throws IOException {
        TokenDataset data = ReferenceData.inOrder(ReferenceData.random(TrainBench.STEPS, config.vocabulary()), SEED);
        try (DecoderModel model = DecoderModel.initialise(runtime, config, SEED)) {
            adapters.ifPresent(settings -> model.adapt(settings, SEED, BaseForm.of(plan.precision())));
            try (TrainingLoop loop = TrainingLoop.begin(model, data, plan, List.of())) {
                loop.view().reserveSnapshot();
                loop.step();
                loop.step();
                try (TrainingSnapshot snapshot = loop.view().snapshot()) {
                    snapshot.write(folder);
                }
            }
        }
    }
}
