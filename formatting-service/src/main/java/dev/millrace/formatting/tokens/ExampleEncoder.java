package dev.millrace.formatting.tokens;

import dev.millrace.contracts.text.Example;
import dev.millrace.tokenizer.ChatTemplate;
import dev.millrace.tokenizer.Tokenizer;

/** One example as tokens: running text is supervised whole, of a conversation what the assistant says. */
final class ExampleEncoder {
    private final Tokenizer tokenizer;
    private final ChatTemplate template;
    private final int endOfText;

    /** @param endOfText the id that ends running text */
    ExampleEncoder(Tokenizer tokenizer, ChatTemplate template, int endOfText) {
        this.tokenizer = tokenizer;
        this.template = template;
        this.endOfText = endOfText;
    }

    void encode(Example example, Shard shard) {
        if (example.text() != null) {
            append(example.text(), true, shard);
            shard.token(endOfText, true);
        } else {
            template.spans(example.messages()).forEach(span -> append(span.text(), span.supervised(), shard));
        }
        shard.endExample();
    }

    private void append(String text, boolean supervised, Shard shard) {
        for (int id : tokenizer.encode(text)) {
            shard.token(id, supervised);
        }
    }
}
