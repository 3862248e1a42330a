package dev.millrace.trainer;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.event.TrainingCommand.Action;
import dev.millrace.contracts.event.TrainingRunChanged;
import dev.millrace.contracts.event.TrainingRunChanged.State;
import dev.millrace.contracts.recipe.MethodRecipe;
import dev.millrace.model.adapter.AdapterJson;
import dev.millrace.model.decoder.BaseForm;
import dev.millrace.model.decoder.DecoderModel;
import dev.millrace.model.decoder.WeightForm;
import dev.millrace.model.engine.ModelRuntime;
import dev.millrace.model.safetensors.TensorType;
import dev.millrace.storage.ModelCache;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** TR-3: from a command to a published model by adapters and by the upper layers, on a real broker and a real store. */
@SuppressWarnings("try") // a trainer works until it is closed
class AdapterIT {
    private static final int STEPS = 12;

    @TempDir
    private Path folder;

    @AutoClose
    private Line line;

    @BeforeEach
    void start() {
        line = new Line(folder);
        line.dataset("d1", Line.VOCABULARY);
    }

    private static MethodRecipe lora(@Nullable List<String> targets, @Nullable String adapter) {
        return MethodRecipe.of(MethodRecipe.LORA)
                .with()
                .rank(adapter == null ? 4 : null)
                .targetModules(targets)
                .adapter(adapter)
                .build();
    }

    private static MethodRecipe frozen(int layers) {
        return MethodRecipe.of(MethodRecipe.FULL)
                .with()
                .freezeLayers(layers)
                .freezeEmbeddings(true)
                .build();
    }

    private void run(String name, MethodRecipe method) {
        line.command(name, Action.START, "d1", line.recipe(method, null, "fp32", STEPS, 0.05));
    }

    @Test
    void adaptersAreTrainedPublishedMergedAndBesideAndTakenUpAgain() throws IOException {
        try (Trainer trainer = line.trainer("a")) {
            // When
            run("first", lora(null, null));
            TrainingRunChanged first = line.awaitState("first", State.FINISHED);
            Path model = published(first);
            Path adapter = asPeftHasIt(model);
            run("second", lora(null, adapter.toString()));
            TrainingRunChanged second = line.awaitState("second", State.FINISHED);

            // Then
            assertThat(loss(first.lastLoss())).isLessThan(loss(first.firstLoss()) - 0.1);
            assertThat(loss(second.firstLoss())).isLessThan(loss(first.firstLoss()) - 0.1);
            assertThat(Objects.requireNonNull(second.recipe().method()).rank()).isEqualTo(4);
            assertMergedIsBaseAndAdapter(model, adapter, BaseForm.WHOLE);
        }
    }

    /** TR-3: what is published of a run beside a base in few bits is that base, widened, and the adapter. */
    @Test
    void adaptersBesideABaseInFourBitsAreTrainedAndMergedIntoWhatTheyWereTrainedOn() throws IOException {
        try (Trainer trainer = line.trainer("a")) {
            MethodRecipe method =
                    lora(null, null).with().kind(MethodRecipe.QLORA).build();
            run("packed", method);
            TrainingRunChanged run = line.awaitState("packed", State.FINISHED);
            Path model = published(run);

            assertThat(Objects.requireNonNull(run.recipe().method()).quantisation())
                    .isEqualTo("nf4");
            assertThat(loss(run.lastLoss())).isLessThan(loss(run.firstLoss()) - 0.1);
            assertMergedIsBaseAndAdapter(model, asPeftHasIt(model), BaseForm.WHOLE.withLinear(WeightForm.NF4));
        }
    }

    private Path published(TrainingRunChanged finished) {
        return new ModelCache(line.store, folder.resolve("cache")).directory(Objects.requireNonNull(finished.model()));
    }

    private static double loss(@Nullable Double loss) {
        return Objects.requireNonNull(loss);
    }

    private Path asPeftHasIt(Path model) throws IOException {
        Path adapter = Files.createDirectory(folder.resolve("adapter"));
        Files.copy(model.resolve("adapter.json"), adapter.resolve("adapter_config.json"));
        Files.copy(model.resolve("adapter.safetensors"), adapter.resolve("adapter_model.safetensors"));
        return adapter;
    }

    private void assertMergedIsBaseAndAdapter(Path merged, Path adapter, BaseForm form) {
        int[] text = {3, 10, 17, 1, 8};
        try (ModelRuntime runtime = ModelRuntime.start(1);
                DecoderModel whole = DecoderModel.load(runtime, merged);
                DecoderModel beside = DecoderModel.load(runtime, line.base())) {
            beside.adapt(AdapterJson.read(adapter), 1, form);
            beside.read(adapter);
            for (int i = 0; i < text.length; i++) {
                assertThat(whole.logits(text)[i]).containsExactly(beside.logits(text)[i], within(1e-4f));
            }
        }
    }

    @Test
    void theUpperLayersAreTrainedAndTheLowerStayAsTheyAre() {
        try (Trainer trainer = line.trainer("a")) {
            run("upper", frozen(1));
            Path model = published(line.awaitState("upper", State.FINISHED));
            try (ModelRuntime runtime = ModelRuntime.start(1);
                    DecoderModel trained = DecoderModel.load(runtime, model);
                    DecoderModel base = DecoderModel.load(runtime, line.base())) {
                for (int i = 0; i < base.parameters().size(); i++) {
                    String name = base.parameters().get(i).parts().getFirst().name();
                    boolean stays = name.contains("layers.0.") || name.contains("embed_tokens");
                    assertThat(java.util.Arrays.equals(
                                    trained.parameters().get(i).value().toFloatArray(),
                                    base.parameters().get(i).value().toFloatArray()))
                            .as(name)
                            .isEqualTo(stays);
                }
            }
        }
    }

    @Test
    void whatCannotBeTrainedEndsInACodeBeforeTheFirstStepAndTheNextIsServed() throws IOException {
        // Given
        Path foreign = foreignAdapter();
        Path empty = Files.createDirectory(folder.resolve("empty"));
        Map<String, MethodRecipe> wrong = Map.of(
                "unknown-target", lora(List.of("q_proj", "no_such_proj"), null),
                "another-base", lora(null, foreign.toString()),
                "no-adapter", lora(null, empty.toString()),
                "relative", lora(null, "some/where"),
                "no-path", lora(null, "/a\0b"),
                "too-deep", frozen(99));
        try (Trainer trainer = line.trainer("a")) {
            // When
            wrong.forEach(this::run);
            run("good", lora(null, null));
            line.awaitState("good", State.FINISHED);

            // Then
            Map<String, ErrorCode> codes = Map.of(
                    "unknown-target", ErrorCode.RUN_CONFIG_INVALID,
                    "another-base", ErrorCode.ADAPTER_BASE_DIFFERS,
                    "no-adapter", ErrorCode.MODEL_FORMAT_UNSUPPORTED,
                    "relative", ErrorCode.RUN_CONFIG_INVALID,
                    "no-path", ErrorCode.RUN_CONFIG_INVALID,
                    "too-deep", ErrorCode.RUN_CONFIG_INVALID);
            codes.forEach((run, code) -> {
                TrainingRunChanged failed = line.awaitState(run, State.FAILED);
                assertThat(failed.code()).as(run).isEqualTo(code);
                assertThat(failed.message()).as(run).doesNotContain(folder.toString());
                assertThat(line.metrics(run)).as(run).isEmpty();
            });
        }
    }

    /** An adapter of a base with other weights. */
    private Path foreignAdapter() throws IOException {
        Path directory = Files.createDirectory(folder.resolve("foreign"));
        try (ModelRuntime runtime = ModelRuntime.start(1);
                DecoderModel other = DecoderModel.load(runtime, line.base())) {
            other.parameters().getFirst().value().addi(0.25f);
            other.adapt(new dev.millrace.model.adapter.AdapterSettings(4, 8, 0, false, false, List.of(), List.of()), 1);
            other.write(directory, TensorType.F32);
        }
        return directory;
    }
}
