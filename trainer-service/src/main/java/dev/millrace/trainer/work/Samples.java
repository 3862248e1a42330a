package dev.millrace.trainer.work;

import dev.millrace.contracts.recipe.WatchRecipe;
import dev.millrace.model.training.TrainingObserver;
import dev.millrace.tokenizer.Tokenizer;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The observer that generates samples and the tokeniser it needs; neither when the recipe has no prompt. */
final class Samples implements AutoCloseable {
    private final @Nullable Tokenizer tokenizer;
    private final Optional<TrainingObserver> observer;

    private Samples(@Nullable Tokenizer tokenizer, Optional<TrainingObserver> observer) {
        this.tokenizer = tokenizer;
        this.observer = observer;
    }

    static Samples of(RunHold hold, Prepared prepared, Validation validation, WatchRecipe watch, Clock clock) {
        List<String> prompts = Objects.requireNonNull(watch.prompts());
        if (prompts.isEmpty() || !(prepared.subject() instanceof DecoderSubject decoder)) {
            return new Samples(null, Optional.empty());
        }
        Tokenizer tokenizer = decoder.texts().open();
        int tokens = Objects.requireNonNull(watch.promptTokens());
        return new Samples(
                tokenizer,
                Optional.of(new SamplesObserver(hold, decoder.model(), tokenizer, prompts, tokens, validation, clock)));
    }

    List<TrainingObserver> beside(List<TrainingObserver> others) {
        List<TrainingObserver> all = new ArrayList<>(others);
        observer.ifPresent(all::add);
        return all;
    }

    @Override
    public void close() {
        if (tokenizer != null) {
            tokenizer.close();
        }
    }
}
