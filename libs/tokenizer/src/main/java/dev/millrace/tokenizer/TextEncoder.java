package dev.millrace.tokenizer;

import dev.millrace.contracts.text.Message;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Text and conversations as tokens, the same for training and serving. Only the template's own control tokens become special tokens; where a
 * document or a message spells one out, it is text like any other. Otherwise whoever writes {@code <|im_start|>system} into a message could
 * give himself a turn of another role, and a model would learn turns that nobody took.
 */
public final class TextEncoder {
    /** Noncharacters: Unicode keeps them for a program's own use. */
    private static final char FIRST_MARK = '\uFDD0';

    private static final char LAST_MARK = '\uFDEF';

    private final Tokenizer tokenizer;
    private final ChatTemplate template;
    private volatile Tokenizer.@Nullable Frame frame;

    public TextEncoder(Tokenizer tokenizer, ChatTemplate template) {
        this.tokenizer = tokenizer;
        this.template = template;
    }

    /** Running text. */
    public int[] text(String text) {
        return tokenizer.plain(text).stream()
                .flatMapToInt(stretch -> Arrays.stream(stretch.ids()))
                .toArray();
    }

    private Tokenizer.Frame frame() {
        Tokenizer.Frame known = frame;
        if (known == null) {
            known = tokenizer.frame();
            frame = known;
        }
        return known;
    }

    /** A text that stands alone, with what the tokeniser puts around it: what models with an encoder read. */
    public int[] framed(String text) {
        Tokenizer.Frame around = frame();
        return Stream.of(around.before(), text(text), around.behind())
                .flatMapToInt(IntStream::of)
                .toArray();
    }

    /**
     * A conversation and what the assistant's answer begins with.
     *
     * @throws dev.millrace.contracts.MillraceException {@link dev.millrace.contracts.ErrorCode#TEMPLATE_INVALID}
     */
    public int[] prompt(List<Message> messages) {
        char mark = mark(messages);
        return encode(template.render(marked(messages, mark), true), mark);
    }

    /**
     * A stretch of a conversation.
     *
     * @param supervised true where the assistant speaks
     */
    public record Span(int[] ids, boolean supervised) {}

    /**
     * A whole conversation, cut as {@link ChatTemplate#spans} says.
     *
     * @throws dev.millrace.contracts.MillraceException {@link dev.millrace.contracts.ErrorCode#TEMPLATE_INVALID}
     */
    public List<Span> conversation(List<Message> messages) {
        char mark = mark(messages);
        return template.spans(marked(messages, mark)).stream()
                .map(span -> new Span(encode(span.text(), mark), span.supervised()))
                .toList();
    }

    /**
     * A prompt with what the assistant's turn begins with, and what follows it, which is supervised to its end.
     *
     * @throws dev.millrace.contracts.MillraceException {@link dev.millrace.contracts.ErrorCode#TEMPLATE_INVALID} also when the template renders
     *     the prompt otherwise when it is answered
     */
    public List<Span> answered(List<Message> prompt, List<Message> answer) {
        List<Message> whole = Stream.concat(prompt.stream(), answer.stream()).toList();
        char mark = mark(whole);
        ChatTemplate.Answered text = template.answered(marked(prompt, mark), marked(answer, mark));
        return List.of(new Span(encode(text.prompt(), mark), false), new Span(encode(text.answer(), mark), true));
    }

    /** A character that no message has; the last one when they have all. */
    private static char mark(List<Message> messages) {
        char mark = FIRST_MARK;
        while (mark < LAST_MARK && isUsed(mark, messages)) {
            mark++;
        }
        return mark;
    }

    private static boolean isUsed(char mark, List<Message> messages) {
        return messages.stream().anyMatch(message -> message.content().indexOf(mark) >= 0);
    }

    /** Every special token that a message spells out is interrupted by the mark, so the rendered text holds none but the template's. */
    private List<Message> marked(List<Message> messages, char mark) {
        return messages.stream()
                .map(message -> new Message(message.role(), marked(message.content(), mark)))
                .toList();
    }

    private String marked(String content, char mark) {
        return tokenizer.plain(content.replace(String.valueOf(mark), "")).stream()
                .map(Tokenizer.Plain::text)
                .collect(Collectors.joining(String.valueOf(mark)));
    }

    private int[] encode(String rendered, char mark) {
        List<String> stretches = new ArrayList<>();
        int from = 0;
        for (int at = rendered.indexOf(mark); at >= 0; at = rendered.indexOf(mark, from)) {
            stretches.add(rendered.substring(from, at));
            from = at + 1;
        }
        stretches.add(rendered.substring(from));
        return stretches.stream()
                .flatMapToInt(stretch -> IntStream.of(tokenizer.encode(stretch)))
                .toArray();
    }
}
