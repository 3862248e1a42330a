package dev.millrace.tokenizer;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.Hashes;
import dev.millrace.contracts.MillraceException;
import dev.millrace.contracts.text.Message;
import dev.millrace.tokenizer.jinja.Template;
import dev.millrace.tokenizer.jinja.TemplateException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A Jinja chat template as Hugging Face models ship them: the one object that training, evaluation and serving render conversations with. Its
 * hash is part of a model's version.
 */
public final class ChatTemplate {
    /** ChatML, for models that bring no template. */
    public static final String CHATML = "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\\n"
            + "' + message['content'] + '<|im_end|>' + '\\n"
            + "' }}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n"
            + "' }}{% endif %}";

    private static final int LONGEST = 64 << 10;
    private final String source;
    private final Map<String, String> tokens;
    private volatile @Nullable Template parsed;

    /**
     * @param tokens values of {@code bos_token} and the like
     * @throws MillraceException {@link ErrorCode#TEMPLATE_INVALID}
     */
    public ChatTemplate(String source, Map<String, String> tokens) {
        if (source.length() > LONGEST) {
            throw new MillraceException(
                    ErrorCode.TEMPLATE_INVALID,
                    "the template has " + source.length() + " characters, at most " + LONGEST);
        }
        this.source = source;
        this.tokens = Map.copyOf(tokens);
    }

    public static ChatTemplate chatMl() {
        return new ChatTemplate(CHATML, Map.of());
    }

    public String source() {
        return source;
    }

    public String sha256() {
        return Hashes.sha256(source);
    }

    /**
     * @param addGenerationPrompt true to end with what the assistant's turn begins with
     * @throws MillraceException {@link ErrorCode#TEMPLATE_INVALID}
     */
    public String render(List<Message> messages, boolean addGenerationPrompt) {
        Map<String, Object> values = new HashMap<>(tokens);
        values.put(
                "messages",
                messages.stream()
                        .map(message -> Map.of("role", message.role(), "content", message.content()))
                        .toList());
        values.put("add_generation_prompt", addGenerationPrompt);
        // Templates tell conversations with tools or documents from those without by these being none.
        values.put("tools", Optional.empty());
        values.put("documents", Optional.empty());
        try {
            return template().render(values);
        } catch (TemplateException e) {
            throw new MillraceException(
                    ErrorCode.TEMPLATE_INVALID, "the template cannot be rendered: " + e.getMessage(), e);
        }
    }

    /** Read when it is first needed: a model whose template is beyond us can still be trained on running text. */
    private Template template() {
        Template known = parsed;
        if (known == null) {
            known = Template.parse(source);
            parsed = known;
        }
        return known;
    }

    /** A stretch of a rendered conversation. */
    public record Span(String text, boolean supervised) {}

    /**
     * The conversation in stretches: what the assistant says, its end token included, is supervised, the rest is not. Where one stretch ends,
     * serving begins to generate, so tokens are never merged across.
     *
     * @throws MillraceException {@link ErrorCode#TEMPLATE_INVALID} also when the template changes earlier turns because of later ones
     */
    public List<Span> spans(List<Message> messages) {
        List<Span> spans = new ArrayList<>();
        String done = "";
        for (int i = 0; i < messages.size(); i++) {
            if (messages.get(i).role().equals("assistant")) {
                String prompt = render(messages.subList(0, i), true);
                String answered = render(messages.subList(0, i + 1), false);
                String said = suffix(prompt, answered);
                String trimmed = said.stripTrailing();
                add(spans, suffix(done, prompt), false);
                add(spans, trimmed, true);
                done = prompt + trimmed;
            }
        }
        add(spans, suffix(done, render(messages, false)), false);
        return spans;
    }

    /** A rendered prompt, up to where generation begins, and what follows it. */
    public record Answered(String prompt, String answer) {}

    /**
     * A conversation cut where the answer begins, as TRL cuts it: all that follows the prompt is the answer.
     *
     * @throws MillraceException {@link ErrorCode#TEMPLATE_INVALID} also when the template renders the prompt otherwise when it is answered
     */
    public Answered answered(List<Message> prompt, List<Message> answer) {
        String asked = render(prompt, true);
        String whole = render(Stream.concat(prompt.stream(), answer.stream()).toList(), false);
        return new Answered(asked, suffix(asked, whole));
    }

    private static void add(List<Span> spans, String text, boolean supervised) {
        if (!text.isEmpty()) {
            spans.add(new Span(text, supervised));
        }
    }

    private static String suffix(String prefix, String text) {
        if (!text.startsWith(prefix)) {
            throw new MillraceException(
                    ErrorCode.TEMPLATE_INVALID, "the template changes earlier turns because of later ones");
        }
        return text.substring(prefix.length());
    }
}
