package dev.millrace.formatting.tokens;

import dev.millrace.contracts.text.Example;
import dev.millrace.tokenizer.TextEncoder;
import java.util.List;

/** One example as tokens: running text is supervised whole, of a conversation what the assistant says. */
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
        spans(example).forEach(span -> {
            for (int id : span.ids()) {
                shard.token(id, span.supervised());
            }
        });
        shard.endExample(row, example.number());
    }

    private List<TextEncoder.Span> spans(Example example) {
        return example.text() == null
                ? encoder.conversation(example.messages())
                : List.of(
                        new TextEncoder.Span(encoder.text(example.text()), true),
                        new TextEncoder.Span(new int[] {endOfText}, true));
    }
}
