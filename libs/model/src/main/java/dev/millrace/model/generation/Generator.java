package dev.millrace.model.generation;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.model.decoder.CausalModel;
import dev.millrace.model.decoder.KeyValueCache;
import dev.millrace.model.generation.Generation.End;
import java.util.ArrayList;
import java.util.List;

/** Continues a prompt, token by token. */
public final class Generator {
    private final CausalModel model;

    public Generator(CausalModel model) {
        this.model = model;
    }

    /**
     * Generates.
     *
     * @param prompt token ids, at least one
     * @param sink gets each token as soon as it is chosen and may end the generation
     * @throws MillraceException CONTEXT_LENGTH_EXCEEDED when the prompt leaves no room for a token, REQUEST_INVALID for
     *     an empty prompt or an unknown id
     */
    public Generation generate(int[] prompt, SamplingOptions options, TokenSink sink) {
        requireRoom(prompt);
        int room = (int) Math.min(
                (long) prompt.length + options.maxTokens(), model.config().maxPositions());
        List<Integer> tokens = new ArrayList<>();
        if (options.maxTokens() == 0) {
            return new Generation(tokens, End.LENGTH);
        }
        TokenChooser chooser = new TokenChooser(options);
        try (KeyValueCache cache = model.cache(room)) {
            int token = chooser.choose(model.next(cache, prompt));
            while (!options.stopTokens().contains(token)) {
                tokens.add(token);
                if (!sink.accept(token)) {
                    return new Generation(tokens, End.CANCELLED);
                }
                if (prompt.length + tokens.size() >= room) {
                    return new Generation(tokens, End.LENGTH);
                }
                token = chooser.choose(model.next(cache, new int[] {token}));
            }
            return new Generation(tokens, End.STOP);
        }
    }

    /**
     * Generates for several prompts of any lengths at once; each gets the tokens it would get alone.
     *
     * @throws MillraceException as for one prompt
     */
    public List<Generation> generate(List<int[]> prompts, SamplingOptions options) {
        List<GenerationInProgress> all = new ArrayList<>();
        try {
            for (int[] prompt : prompts) {
                requireRoom(prompt);
                all.add(new GenerationInProgress(model, prompt, options));
            }
            List<GenerationInProgress> going =
                    all.stream().filter(text -> !text.ended()).toList();
            while (!going.isEmpty()) {
                float[][] logits = model.next(
                        going.stream().map(GenerationInProgress::cache).toList(),
                        going.stream().map(GenerationInProgress::pending).toList());
                for (int i = 0; i < logits.length; i++) {
                    going.get(i).take(logits[i]);
                }
                going = going.stream().filter(text -> !text.ended()).toList();
            }
            return all.stream().map(GenerationInProgress::result).toList();
        } finally {
            all.forEach(GenerationInProgress::close);
        }
    }

    private void requireRoom(int[] prompt) {
        int positions = model.config().maxPositions();
        if (prompt.length == 0) {
            throw new MillraceException(ErrorCode.REQUEST_INVALID, "The prompt is empty.");
        }
        if (prompt.length >= positions) {
            throw new MillraceException(
                    ErrorCode.CONTEXT_LENGTH_EXCEEDED,
                    "The prompt has " + prompt.length + " tokens, the model's context is " + positions + ".");
        }
    }
}
