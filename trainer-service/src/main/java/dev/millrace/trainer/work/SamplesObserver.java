package dev.millrace.trainer.work;

import dev.millrace.contracts.event.SamplesGenerated;
import dev.millrace.contracts.event.SamplesGenerated.Sample;
import dev.millrace.model.decoder.DecoderModel;
import dev.millrace.model.generation.Generation;
import dev.millrace.model.generation.Generator;
import dev.millrace.model.generation.SamplingOptions;
import dev.millrace.model.training.StepReport;
import dev.millrace.model.training.TrainingObserver;
import dev.millrace.model.training.TrainingView;
import dev.millrace.tokenizer.Tokenizer;
import java.time.Clock;
import java.util.List;
import java.util.Set;

/** Lets the model continue the recipe's prompts whenever the validation loss is measured: numbers fall long before answers are good. */
final class SamplesObserver implements TrainingObserver {
    private final RunHold hold;
    private final DecoderModel model;
    private final Tokenizer tokenizer;
    private final List<String> prompts;
    private final SamplingOptions options;
    private final Validation validation;
    private final Clock clock;

    /** @param tokens longest answer */
    SamplesObserver(
            RunHold hold,
            DecoderModel model,
            Tokenizer tokenizer,
            List<String> prompts,
            int tokens,
            Validation validation,
            Clock clock) {
        this.hold = hold;
        this.model = model;
        this.tokenizer = tokenizer;
        this.prompts = List.copyOf(prompts);
        this.options = SamplingOptions.greedy(tokens, Set.copyOf(model.config().endTokens()));
        this.validation = validation;
        this.clock = clock;
    }

    @Override
    public void stepped(StepReport report, TrainingView view) {
        if (!Double.isFinite(validation.measured())) {
            return;
        }
        List<Sample> samples = prompts.stream().map(this::sample).toList();
        hold.publish(List.of(new SamplesGenerated(
                hold.run(), hold.generation(), Math.toIntExact(report.step()), samples, clock.instant())));
    }

    /** A prompt without a token, or longer than the model's context, has no answer. */
    private Sample sample(String prompt) {
        int[] ids = tokenizer.encode(prompt);
        if (ids.length == 0 || ids.length + options.maxTokens() > model.config().maxPositions()) {
            return new Sample(prompt, "");
        }
        Generation made = new Generator(model).generate(ids, options, token -> true);
        return new Sample(prompt, tokenizer.decode(made.tokens()));
    }
}
