package dev.millrace.model.encoder;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.model.CounterRandom;
import dev.millrace.model.TestRuntime;
import dev.millrace.model.adapter.AdapterSettings;
import dev.millrace.model.decoder.PackedBatch;
import dev.millrace.model.decoder.StateFiles;
import dev.millrace.model.safetensors.TensorType;
import dev.millrace.model.training.Objective;
import dev.millrace.model.training.TokenDataset;
import dev.millrace.model.training.TrainingLoop;
import dev.millrace.model.training.TrainingPlan;
import dev.millrace.model.training.TrainingSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

/** TR-2: encoders are trained by the loop that trains decoders. */
class EncoderTrainingTest {
    private static final MaskedTokens.Tokens TOKENS = new MaskedTokens.Tokens(1, 2, 3, Set.of(0, 1, 2, 3));
    private static final int VOCABULARY = 20;
    private static final TrainingPlan PLAN =
            TrainingPlan.usual(80, 6, 12, 0.01, 7).with().accumulation(2).build();

    @TempDir
    Path directory;

    /** What a BERT is trained for here: words of a text come in a fixed order, its first word tells its class and its partner. */
    private enum Aim {
        MASKED_TOKENS(BertHead.MASKED_TOKENS, "bert-masked"),
        CLASSES(BertHead.CLASSES, "bert-classes"),
        RELATED(BertHead.NONE, "bert");

        private final BertHead head;
        private final String reference;

        Aim(BertHead head, String reference) {
            this.head = head;
            this.reference = reference;
        }

        BertModel model(Path directory) throws IOException {
            return EncoderReference.read(reference).bert(directory, head);
        }

        BertObjective objective(BertModel model) {
            return switch (this) {
                case MASKED_TOKENS -> new MaskedTokens(model, texts(), PLAN, TOKENS);
                case CLASSES -> new TextClasses(model, labelled(text -> text % 3), PLAN);
                case RELATED -> new RelatedTexts(model, labelled(text -> text % 3), PLAN, 0.05);
            };
        }
    }

    private static TokenDataset texts() {
        List<int[]> texts =
                IntStream.range(0, 36).mapToObj(EncoderTrainingTest::text).toList();
        int[] tokens = texts.stream().flatMapToInt(IntStream::of).toArray();
        long[] offsets = new long[texts.size() + 1];
        for (int i = 0; i < texts.size(); i++) {
            offsets[i + 1] = offsets[i] + texts.get(i).length;
        }
        return new TokenDataset(tokens, new byte[tokens.length], offsets);
    }

    private static int[] text(int number) {
        int word = 4 + number / 3 % 5 * 3 + number % 3;
        int length = 4 + number % 4;
        int[] text =
                IntStream.range(0, length).map(i -> 4 + (word - 4 + i) % 16).toArray();
        text[0] = 1;
        text[length - 1] = 2;
        return text;
    }

    private static LabelledTexts labelled(Function<Integer, Integer> label) {
        TokenDataset texts = texts();
        byte[] labels = new byte[texts.documents()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = label.apply(i).byteValue();
        }
        return new LabelledTexts(texts, labels);
    }

    @ParameterizedTest
    @EnumSource(Aim.class)
    void theLossFalls(Aim aim) throws IOException {
        try (BertModel model = aim.model(directory)) {
            BertObjective objective = aim.objective(model);
            double before = objective.loss(36);
            try (TrainingLoop loop = TrainingLoop.begin(objective, PLAN, List.of())) {
                loop.run();
            }
            // hidden words are told from their neighbours alone, which takes longest to learn
            double share = aim == Aim.MASKED_TOKENS ? 0.9 : 0.8;
            assertThat(objective.loss(36)).isLessThan(share * before);
        }
    }

    @ParameterizedTest
    @EnumSource(Aim.class)
    void aResumedRunMakesTheBitsOfOneThatNeverStopped(Aim aim) throws IOException {
        Path whole = Files.createDirectory(directory.resolve("whole"));
        Path half = Files.createDirectory(directory.resolve("half"));
        Path resumed = Files.createDirectory(directory.resolve("resumed"));
        List<Double> losses = new ArrayList<>();
        try (BertModel model = aim.model(directory);
                TrainingLoop loop = TrainingLoop.begin(aim.objective(model), PLAN, List.of())) {
            steps(loop, 3, new ArrayList<>());
            write(loop, half);
            steps(loop, 3, losses);
            write(loop, whole);
        }
        List<Double> again = new ArrayList<>();
        try (BertModel model = BertModel.load(TestRuntime.get(), half, aim.head, List.of(), 9);
                TrainingLoop loop = TrainingLoop.resume(aim.objective(model), PLAN, List.of(), half)) {
            steps(loop, 3, again);
            write(loop, resumed);
        }
        assertThat(again).isEqualTo(losses).hasSize(3);
        for (String name : List.of("model.safetensors", "optimizer.safetensors", "config.json")) {
            assertThat(resumed.resolve(name)).hasSameBinaryContentAs(whole.resolve(name));
        }
    }

    private static void steps(TrainingLoop loop, int count, List<Double> losses) {
        for (int i = 0; i < count; i++) {
            losses.add(loop.step().loss());
        }
    }

    private static void write(TrainingLoop loop, Path target) throws IOException {
        try (TrainingSnapshot snapshot = loop.view().snapshot()) {
            snapshot.write(target);
        }
    }

    /** 80 of 100 hidden tokens are masked, 10 replaced, 10 left (Devlin et al., 2018). */
    @Test
    void tokensAreHiddenInTheSharesOfTheMethodAndOtherOnesEveryStep() throws IOException {
        try (BertModel model = Aim.MASKED_TOKENS.model(directory)) {
            MaskedTokens objective = new MaskedTokens(model, texts(), PLAN, TOKENS);
            List<Integer> rows = IntStream.range(0, 36).boxed().toList();
            int[] plain = model.packed(IntStream.range(0, 36)
                            .mapToObj(EncoderTrainingTest::text)
                            .toList())
                    .inputs();
            long open = Arrays.stream(plain).filter(token -> token > 3).count();
            double chosen = 0;
            double masked = 0;
            double kept = 0;
            int steps = 300;
            for (int step = 0; step < steps; step++) {
                PackedBatch batch = objective.batch(rows, CounterRandom.keyed(4, step));
                for (int i = 0; i < batch.targets().length; i++) {
                    int place = batch.rows()[i];
                    assertThat(batch.targets()[i]).isEqualTo(plain[place]).isGreaterThan(3);
                    chosen++;
                    masked += batch.inputs()[place] == 3 ? 1 : 0;
                    kept += batch.inputs()[place] == plain[place] ? 1 : 0;
                }
            }
            assertThat(chosen / (steps * open)).isCloseTo(0.15, within(0.01));
            // another token drawn at random is the mask itself, or the token that was there, one time in twenty each
            assertThat(masked / chosen).isCloseTo(0.8 + 0.1 / VOCABULARY, within(0.01));
            assertThat(kept / chosen).isCloseTo(0.1 + 0.1 / VOCABULARY, within(0.01));
            int[] first = objective.batch(rows, CounterRandom.keyed(4, 1)).inputs();
            assertThat(objective.batch(rows, CounterRandom.keyed(4, 1)).inputs())
                    .isEqualTo(first);
            assertThat(objective.batch(rows, CounterRandom.keyed(4, 2)).inputs())
                    .isNotEqualTo(first);
        }
    }

    @Test
    void longTextsAreCutIntoPiecesWithAFirstAndALastTokenEach() throws IOException {
        int[] tokens = IntStream.concat(IntStream.of(1), IntStream.range(0, 25).map(i -> 4 + i % 16))
                .toArray();
        TokenDataset text = new TokenDataset(tokens, new byte[tokens.length], new long[] {0, tokens.length});
        try (BertModel model = Aim.MASKED_TOKENS.model(directory)) {
            MaskedTokens objective = new MaskedTokens(model, text, PLAN, TOKENS);
            assertThat(objective.size()).isEqualTo(3);
            PackedBatch batch = objective.batch(List.of(0, 1, 2), CounterRandom.keyed(1));
            assertThat(batch.cuts()).containsExactly(0, 12, 24, 31);
            for (int piece = 0; piece < 3; piece++) {
                assertThat(batch.inputs()[(int) batch.cuts()[piece]]).isEqualTo(1);
                assertThat(batch.inputs()[(int) batch.cuts()[piece + 1] - 1]).isEqualTo(2);
            }
        }
    }

    @Test
    void textsThatDoNotBelongTakePartInTheLoss() throws IOException {
        try (BertModel model = Aim.RELATED.model(directory)) {
            RelatedTexts objective = new RelatedTexts(model, labelled(text -> text % 3), PLAN, 0.05);
            assertThat(objective.size()).isEqualTo(12);
            PackedBatch batch = objective.batch(List.of(3, 1), CounterRandom.keyed(1));
            List<int[]> expected = List.of(text(9), text(3), text(10), text(4), text(11), text(5));
            assertThat(batch.inputs())
                    .containsExactly(
                            expected.stream().flatMapToInt(IntStream::of).toArray());
            assertThat(batch.targets()).containsExactly(0, 1);
        }
    }

    @Test
    void whatDoesNotFitEndsInACode() throws IOException {
        try (BertModel model = Aim.CLASSES.model(directory)) {
            assertRefused(() -> new TextClasses(model, labelled(text -> text % 4), PLAN), "classes");
            TrainingPlan longer = PLAN.with().context(33).build();
            assertRefused(() -> new TextClasses(model, labelled(text -> text % 3), longer), "context");
        }
        try (BertModel model = Aim.RELATED.model(directory)) {
            TrainingPlan single = PLAN.with().batch(1).build();
            assertRefused(() -> new RelatedTexts(model, labelled(text -> text % 3), single, 0.05), "microBatch");
            assertThatThrownBy(() -> new RelatedTexts(model, labelled(text -> 1), PLAN, 0.05))
                    .isInstanceOfSatisfying(
                            MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL_FILE_DAMAGED));
        }
    }

    private static void assertRefused(Runnable making, String what) {
        assertThatThrownBy(making::run)
                .hasMessageContaining(what)
                .isInstanceOfSatisfying(
                        MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RUN_CONFIG_INVALID));
    }

    private static Objective answers(T5Model model) {
        List<int[]> questions =
                IntStream.range(0, 18).mapToObj(EncoderTrainingTest::text).toList();
        List<int[]> answers = questions.stream()
                .map(question -> new int[] {question[1], question[2], 2})
                .toList();
        return new Answers(model, questions, answers, PLAN);
    }

    @Test
    void answersAreLearnedByTheWholeModel() throws IOException {
        try (T5Model model = EncoderReference.read("t5-gated").t5(directory);
                TrainingLoop loop = TrainingLoop.begin(answers(model), PLAN, List.of())) {
            double first = loop.step().loss();
            List<Double> losses = new ArrayList<>();
            steps(loop, 39, losses);
            assertThat(losses.getLast()).isLessThan(0.5 * first);
        }
    }

    @Test
    void answersAreLearnedByAdaptersThatAreThenMerged() throws IOException {
        Path half = Files.createDirectory(directory.resolve("half"));
        Path merged = Files.createDirectory(directory.resolve("merged"));
        AdapterSettings settings =
                new AdapterSettings(4, 8, 0.1, false, false, List.of("q", "v", "wi_1", "wo"), List.of());
        TrainingPlan plan = PLAN.with().learningRate(0.05).build();
        QuestionBatch asked = QuestionBatch.of(List.of(text(1)), List.of(text(2)), 0);
        List<Double> losses = new ArrayList<>();
        try (T5Model model = EncoderReference.read("t5-relu").t5(directory)) {
            float[][] before = model.logits(asked);
            // of a model without a gate there is no wi_1
            assertRefused(() -> model.adapt(settings, 3), "wi_1");
            AdapterSettings built =
                    new AdapterSettings(4, 8, 0.1, false, false, List.of("q", "v", "wi", "wo"), List.of());
            model.adapt(built, 3);
            assertThat(model.logits(asked)).isDeepEqualTo(before);
            assertThat(model.files()).isEqualTo(StateFiles.ADAPTER);
            try (TrainingLoop loop = TrainingLoop.begin(answers(model), plan, List.of())) {
                double first = loop.step().loss();
                write(loop, half);
                steps(loop, 39, losses);
                assertThat(losses.getLast()).isLessThan(0.8 * first);
            }
            float[][] bent = model.logits(asked);
            model.merge();
            assertNear(model.logits(asked), bent);
            model.save(merged, TensorType.F32);
        }
        try (T5Model model = T5Model.load(TestRuntime.get(), merged)) {
            assertThat(model.logits(asked).length).isEqualTo(text(2).length);
        }
        try (T5Model model = T5Model.load(TestRuntime.get(), directory)) {
            model.adapt(new AdapterSettings(4, 8, 0.1, false, false, List.of("q", "v", "wi", "wo"), List.of()), 5);
            List<Double> again = new ArrayList<>();
            try (TrainingLoop loop = TrainingLoop.resume(answers(model), plan, List.of(), half)) {
                steps(loop, 39, again);
            }
            assertThat(again).isEqualTo(losses);
        }
    }

    private static void assertNear(float[][] actual, float[][] expected) {
        for (int i = 0; i < expected.length; i++) {
            assertThat(actual[i]).containsExactly(expected[i], within(1e-3f));
        }
    }
}
