package dev.millrace.model.generation;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.model.Fixture;
import dev.millrace.model.TestRuntime;
import dev.millrace.model.decoder.DecoderModel;
import dev.millrace.model.generation.Generation.End;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class GeneratorTest {
    private static final int[] PROMPT = {13, 8, 5};
    private static DecoderModel model;

    @BeforeAll
    static void load() {
        model = DecoderModel.load(TestRuntime.get(), Fixture.directory());
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private static Generation generate(SamplingOptions options) {
        return new Generator(model).generate(PROMPT, options, token -> true);
    }

    @Test
    void greedyWithTheCacheIsGreedyWithoutIt() {
        int[] text = PROMPT;
        List<Integer> expected = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            float[][] logits = model.logits(text);
            int token = TokenChooser.likeliest(logits[logits.length - 1]);
            expected.add(token);
            text = Arrays.copyOf(text, text.length + 1);
            text[text.length - 1] = token;
        }
        assertThat(generate(SamplingOptions.greedy(20, Set.of())).tokens()).isEqualTo(expected);
    }

    @Test
    void equalSeedsGiveEqualTextsAndOthersDiffer() {
        Generation first = generate(new SamplingOptions(30, 2.0, 0.95, 1, Set.of()));
        assertThat(generate(new SamplingOptions(30, 2.0, 0.95, 1, Set.of()))).isEqualTo(first);
        assertThat(generate(new SamplingOptions(30, 2.0, 0.95, 2, Set.of()))).isNotEqualTo(first);
    }

    @Test
    void endsAtAStopTokenAndDoesNotHandItOn() {
        List<Integer> free = generate(SamplingOptions.greedy(8, Set.of())).tokens();
        int stop = free.get(4);
        Generation stopped = generate(SamplingOptions.greedy(8, Set.of(stop)));
        assertThat(stopped.end()).isEqualTo(End.STOP);
        assertThat(stopped.tokens()).isEqualTo(free.subList(0, free.indexOf(stop)));
    }

    @Test
    void endsWhenTheSinkWantsNoMore() {
        List<Integer> seen = new ArrayList<>();
        Generation generation = new Generator(model).generate(PROMPT, SamplingOptions.greedy(8, Set.of()), token -> {
            seen.add(token);
            return seen.size() < 3;
        });
        assertThat(generation.end()).isEqualTo(End.CANCELLED);
        assertThat(seen).hasSize(3).isEqualTo(generation.tokens());
    }

    @Test
    void endsWhenTheContextIsFull() {
        Generation generation = generate(SamplingOptions.greedy(1000, Set.of()));
        assertThat(generation.end()).isEqualTo(End.LENGTH);
        assertThat(PROMPT.length + generation.tokens().size())
                .isEqualTo(model.config().maxPositions());
    }

    @Test
    void refusesAPromptThatFillsTheContext() {
        int[] prompt = new int[model.config().maxPositions()];
        assertThatThrownBy(
                        () -> new Generator(model).generate(prompt, SamplingOptions.greedy(1, Set.of()), token -> true))
                .isInstanceOfSatisfying(
                        MillraceException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.CONTEXT_LENGTH_EXCEEDED));
    }

    @Test
    void samplesInProportionToTheProbabilities() {
        float[] logits = {(float) Math.log(0.5), (float) Math.log(0.3), (float) Math.log(0.2)};
        assertThat(shares(logits, 1.0)).containsExactly(new double[] {0.5, 0.3, 0.2}, within(0.02));
    }

    @Test
    void topPTakesOnlyTheLikeliestTokensThatReachIt() {
        float[] logits = {(float) Math.log(0.2), (float) Math.log(0.5), (float) Math.log(0.3)};
        assertThat(shares(logits, 0.75)).containsExactly(new double[] {0, 0.625, 0.375}, within(0.02));
        assertThat(shares(logits, 0.1)).containsExactly(new double[] {0, 1, 0}, within(1e-6));
    }

    private static double[] shares(float[] logits, double topP) {
        int draws = 20_000;
        TokenChooser chooser = new TokenChooser(new SamplingOptions(1, 1.0, topP, 7, Set.of()));
        double[] shares = new double[logits.length];
        IntStream.range(0, draws).forEach(i -> shares[chooser.choose(logits)] += 1.0 / draws);
        return shares;
    }
}
