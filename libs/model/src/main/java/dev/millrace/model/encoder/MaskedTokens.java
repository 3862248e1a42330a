package dev.millrace.model.encoder;

import dev.millrace.contracts.MillraceException;
import dev.millrace.model.CounterRandom;
import dev.millrace.model.decoder.PackedBatch;
import dev.millrace.model.training.TokenDataset;
import dev.millrace.model.training.TrainingPlan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Tokens are hidden and told from what stands around them, other ones every time (Devlin et al., 2018): of those that are chosen,
 * eight in ten are masked, one is another token and one stays.
 */
public final class MaskedTokens extends BertObjective {
    private static final double CHOSEN = 0.15;
    private static final double MASKED = 0.8;
    private static final double REPLACED = 0.9;

    private final TokenDataset texts;
    private final Tokens tokens;
    private final List<int[]> pieces = new ArrayList<>();

    /**
     * A vocabulary's own tokens.
     *
     * @param first of a text
     * @param last of a text
     * @param mask stands for what is hidden
     * @param special never hidden
     */
    public record Tokens(int first, int last, int mask, Set<Integer> special) {
        public Tokens {
            special = Set.copyOf(special);
        }
    }

    /** @throws MillraceException RUN_CONFIG_INVALID when plan, model and texts do not fit, LABELS_EMPTY when there are none */
    public MaskedTokens(BertModel model, TokenDataset texts, TrainingPlan plan, Tokens tokens) {
        super(model, BertHead.MASKED_TOKENS, texts, plan);
        this.texts = texts;
        this.tokens = tokens;
        for (int text = 0; text < texts.documents(); text++) {
            cut(text);
        }
        requireAny(pieces.size());
    }

    /** A long text becomes several; each gets its own first and last token. */
    private void cut(int text) {
        int begin = texts.begin(text);
        int end = texts.end(text);
        begin += begin < end && texts.tokens()[begin] == tokens.first() ? 1 : 0;
        end -= begin < end && texts.tokens()[end - 1] == tokens.last() ? 1 : 0;
        int longest = context() - 2;
        for (int from = begin; from < end; from += longest) {
            int to = Math.min(end, from + longest);
            if (IntStream.range(from, to).anyMatch(this::canHide)) {
                pieces.add(new int[] {from, to});
            }
        }
    }

    private boolean canHide(int place) {
        return !tokens.special().contains(texts.tokens()[place]);
    }

    @Override
    public int size() {
        return pieces.size();
    }

    @Override
    PackedBatch batch(List<Integer> rows, CounterRandom draw) {
        PackedBatch whole =
                bert().packed(rows.stream().map(pieces::get).map(this::framed).toList());
        int[] inputs = whole.inputs().clone();
        int[] chosen = chosen(inputs, draw);
        int[] targets = Arrays.stream(chosen).map(place -> inputs[place]).toArray();
        for (int place : chosen) {
            inputs[place] = hidden(inputs[place], place, draw);
        }
        return new PackedBatch(inputs, whole.cuts(), chosen, targets);
    }

    private int[] framed(int[] piece) {
        int[] text = new int[piece[1] - piece[0] + 2];
        text[0] = tokens.first();
        System.arraycopy(texts.tokens(), piece[0], text, 1, text.length - 2);
        text[text.length - 1] = tokens.last();
        return text;
    }

    /** One at least: a step without any would teach nothing. */
    private int[] chosen(int[] inputs, CounterRandom draw) {
        int[] open = IntStream.range(0, inputs.length)
                .filter(place -> !tokens.special().contains(inputs[place]))
                .toArray();
        int[] chosen = Arrays.stream(open)
                .filter(place -> draw.uniform(3L * place) < CHOSEN)
                .toArray();
        return chosen.length > 0 ? chosen : new int[] {open[(int) (draw.uniform(3L * inputs.length) * open.length)]};
    }

    private int hidden(int token, int place, CounterRandom draw) {
        double kind = draw.uniform(3L * place + 1);
        if (kind < MASKED) {
            return tokens.mask();
        }
        return kind < REPLACED
                ? (int) (draw.uniform(3L * place + 2) * bert().config().vocabulary())
                : token;
    }
}
