package dev.millrace.tokenizer;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.contracts.text.Message;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ChatTemplateTest {
    private static final List<Message> TALK = List.of(
            new Message("user", "Who keeps the gate?"),
            new Message("assistant", "The \"keeper\" \\ does."),
            new Message("user", "When?"));

    @Test
    void chatMlIsRenderedAsModelsExpectIt() {
        assertThat(ChatTemplate.chatMl().render(TALK, true))
                .isEqualTo("<|im_start|>user\nWho keeps the gate?<|im_end|>\n"
                        + "<|im_start|>assistant\nThe \"keeper\" \\ does.<|im_end|>\n"
                        + "<|im_start|>user\nWhen?<|im_end|>\n<|im_start|>assistant\n");
    }

    @Test
    void onlyWhatTheAssistantSaysIsSupervised() {
        List<ChatTemplate.Span> spans = ChatTemplate.chatMl().spans(TALK.subList(0, 2));

        assertThat(spans.stream().filter(ChatTemplate.Span::supervised).map(ChatTemplate.Span::text))
                .containsExactly("The \"keeper\" \\ does.<|im_end|>");
        assertThat(String.join("", spans.stream().map(ChatTemplate.Span::text).toList()))
                .isEqualTo(ChatTemplate.chatMl().render(TALK.subList(0, 2), false));
    }

    @Test
    void aDefaultSystemMessageAndBlockLinesWork() {
        ChatTemplate template = new ChatTemplate(
                "{% for message in messages %}\n"
                        + "    {% if loop.first and messages[0]['role'] != 'system' %}\n"
                        + "{{ bos_token + '<s>default</s>\\n' }}\n"
                        + "    {% endif %}\n"
                        + "{{ message['role'] ~ ': ' ~ message.content | trim }}\n"
                        + "{% endfor %}",
                Map.of("bos_token", "<bos>"));

        assertThat(template.render(TALK.subList(0, 1), false))
                .isEqualTo("<bos><s>default</s>\n\nuser: Who keeps the gate?\n");
    }

    @Test
    void aTemplateThatRewritesEarlierTurnsIsRefusedForTraining() {
        ChatTemplate template = new ChatTemplate("{{ messages | length }}{{ messages[0].content }}", Map.of());

        assertCode(() -> template.spans(TALK));
    }

    @Test
    void aTemplateThatNeverEndsIsCutShort() {
        ChatTemplate hostile = new ChatTemplate(
                "{% for a in range(1000) %}{% for b in range(1000) %}{% for c in range(1000) %}xxxxxxxxxx{% endfor %}{% endfor %}{% endfor %}",
                Map.of());

        assertCode(() -> hostile.render(TALK, false));
    }

    private static void assertCode(Runnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TEMPLATE_INVALID));
    }
}
