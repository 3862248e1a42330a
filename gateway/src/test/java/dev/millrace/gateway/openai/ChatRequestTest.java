package dev.millrace.gateway.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.gateway.answer.Bodies;
import dev.millrace.gateway.answer.Refusal;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class ChatRequestTest {
    private static final String MESSAGES = "'model': 'm', 'messages': [{'role': 'user', 'content': 'hello'}]";

    @Test
    void readsWhatIsAsked() {
        ChatRequest request = ChatRequest.of(json("{" + MESSAGES
                + ", 'max_tokens': 5, 'temperature': 0, 'top_p': 0.5, 'seed': -3, 'stop': ['a', 'b'], 'stream': true,"
                + " 'stream_options': {'include_usage': true}, 'user': 'someone', 'tools': [], 'logprobs': false}"));

        assertThat(request.model()).isEqualTo("m");
        assertThat(request.stream()).isTrue();
        assertThat(request.includeUsage()).isTrue();
        assertThat(request.question().maxTokens()).isEqualTo(5);
        assertThat(request.question().temperature()).isZero();
        assertThat(request.question().topP()).isEqualTo(0.5);
        assertThat(request.question().seed()).isEqualTo(-3);
        assertThat(request.question().stop()).containsExactly("a", "b");
    }

    @ParameterizedTest(name = "{0} is refused as {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        'n': 2                                             | n
        'stream': 'yes'                                    | stream
        'stream_options': 1                                | stream_options
        'temperature': 3                                   | temperature
        'temperature': 'hot'                               | temperature
        'top_p': -0.1                                      | top_p
        'max_tokens': 0                                    | max_tokens
        'max_tokens': 1.5                                  | max_tokens
        'max_tokens': 99999999999                          | max_tokens
        'max_completion_tokens': 'many'                    | max_completion_tokens
        'seed': 1.5                                        | seed
        'seed': 99999999999999999999                       | seed
        'stop': 5                                          | stop
        'stop': []                                         | stop
        'stop': ['']                                       | stop
        'stop': ['a','b','c','d','e']                      | stop
        'tools': [{'type': 'function'}]                    | tools
        'response_format': {'type': 'json_object'}         | response_format
        'logit_bias': {'5': 1}                             | logit_bias
        'presence_penalty': 1                              | presence_penalty
        'max_token': 4                                     | max_token
        """)
    void refusesWhatItCannotDoAndNamesIt(String parameter, String name) {
        Refusal refusal = catchThrowableOfType(
                Refusal.class, () -> ChatRequest.of(json("{" + MESSAGES + ", " + parameter + "}")));

        assertThat(refusal.code()).isEqualTo(ErrorCode.REQUEST_INVALID);
        assertThat(refusal.details().param()).isEqualTo(name);
    }

    @ParameterizedTest(name = "messages {0} are refused")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        []
        {}
        'hello'
        [{'role': 'wizard', 'content': 'x'}]
        [{'role': 'user'}]
        [{'role': 'user', 'content': 5}]
        [{'role': 'user', 'content': {'type': 'text', 'text': 'x'}}]
        [{'role': 'user', 'content': [{'type': 'image_url'}]}]
        ['hello']
        """)
    void refusesMessagesOfAnotherShape(String messages) {
        Refusal refusal = catchThrowableOfType(
                Refusal.class, () -> ChatRequest.of(json("{'model': 'm', 'messages': " + messages + "}")));

        assertThat(refusal.details().param()).startsWith("messages");
    }

    @Test
    void refusesTheSameKeyTwice() {
        Refusal refusal = catchThrowableOfType(Refusal.class, () -> json("{" + MESSAGES + ", 'model': 'other'}"));

        assertThat(refusal.code()).isEqualTo(ErrorCode.REQUEST_INVALID);
    }

    private static JsonNode json(String text) {
        return Bodies.tree(new ByteArrayInputStream(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
    }
}
