package dev.millrace.formatting.tokens;

import dev.millrace.contracts.text.Example;
import dev.millrace.contracts.text.Passage;
import dev.millrace.contracts.text.Preference;
import dev.millrace.tokenizer.TextEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** One example as tokens: running text is supervised whole, of a conversation what the assistant says, of a preference each answer. */
final class ExampleEncoder {
    private final TextEncoder encoder;
    private final int endOfText;

    /** @param endOfText the id that ends running text */
    ExampleEncoder(TextEncoder encoder, int endOfText) {
        this.encoder = encoder;
        this.endOfText = endOfText;
    }

    /**
     * Appends all of the example or, when the template refuses it, nothing.
     *
     * @param row which of the dataset's rows the example was made of
     * @throws dev.millrace.contracts.MillraceException {@link dev.millrace.contracts.ErrorCode#TEMPLATE_INVALID}
     */
    void encode(Example example, int row, Shard shard) {
        Preference preference = example.preference();
        if (preference == null) {
            append(spans(example), shard);
            shard.endExample(row, example.number(), true);
            return;
        }
        // All are encoded before any is appended: half a pair is none.
        List<List<TextEncoder.Span>> answers = preference.answers().stream()
                .map(answer -> answered(preference.prompt(), answer))
                .toList();
        for (int i = 0; i < answers.size(); i++) {
            append(answers.get(i), shard);
            shard.endExample(row, example.number(), preference.answers().get(i).equals(preference.chosen()));
        }
    }

    /** Appends a text of a class. */
    void encodeLabelled(Example example, int row, int label, Shard shard) {
        append(framed(String.valueOf(example.text())), shard);
        shard.endExample(row, example.number(), label);
    }

    /** Appends texts that belong together: the first is labelled 0, the one that belongs to it 1, one that does not 2. */
    void encodeRelated(Example example, int row, Shard shard) {
        List<String> texts = Objects.requireNonNull(example.related());
        for (int i = 0; i < texts.size(); i++) {
            append(framed(texts.get(i)), shard);
            shard.endExample(row, example.number(), i);
        }
    }

    /** Models that read from both sides want to be told where a text begins and ends. */
    private List<TextEncoder.Span> framed(String text) {
        return List.of(new TextEncoder.Span(encoder.framed(text), true));
    }

    private static void append(List<TextEncoder.Span> spans, Shard shard) {
        spans.forEach(span -> {
            for (int id : span.ids()) {
                shard.token(id, span.supervised());
            }
        });
    }

    private List<TextEncoder.Span> spans(Example example) {
        return example.text() == null ? encoder.conversation(example.messages()) : ended(List.of(), example.text());
    }

    /** Plain text stands as it is and ends as running text does; turns are what the template makes of them. */
    private List<TextEncoder.Span> answered(Passage prompt, Passage answer) {
        return prompt.text() == null || answer.text() == null
                ? encoder.answered(prompt.messages(), answer.messages())
                : ended(List.of(new TextEncoder.Span(encoder.text(prompt.text()), false)), answer.text());
    }

    private List<TextEncoder.Span> ended(List<TextEncoder.Span> before, String text) {
        List<TextEncoder.Span> spans = new ArrayList<>(before);
        spans.add(new TextEncoder.Span(encoder.text(text), true));
        spans.add(new TextEncoder.Span(new int[] {endOfText}, true));
        return spans;
    }
}
