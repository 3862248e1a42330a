package dev.millrace.gateway;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIServiceException;
import com.openai.errors.UnauthorizedException;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.models.Model;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** OpenAI's own client for Java against the running gateway. */
class OpenAiSdkIT {
    private final OpenAIClient client = client(GatewayProcess.ADMIN);

    private static OpenAIClient client(String key) {
        return OpenAIOkHttpClient.builder()
                .baseUrl(OpenLine.gateway().url() + "/v1")
                .apiKey(key)
                .maxRetries(0)
                .build();
    }

    private static ChatCompletionCreateParams.Builder question() {
        return ChatCompletionCreateParams.builder()
                .model("mine")
                .addSystemMessage("You are a miller.")
                .addUserMessage("Where does the water go?")
                .temperature(0.9)
                .topP(0.95)
                .seed(7)
                .maxCompletionTokens(24);
    }

    private static String text(ChatCompletion completion) {
        return completion.choices().getFirst().message().content().orElseThrow();
    }

    @Test
    void listsModelsAndFindsTheOneThatWasPromoted() {
        List<String> ids = client.models().list().data().stream().map(Model::id).toList();

        assertThat(ids).contains("mine", "mine-tuned", "mine-base").doesNotHaveDuplicates();
        assertThat(client.models().retrieve("mine").id()).isEqualTo("mine");
    }

    @Test
    void answersAndCountsTokens() {
        ChatCompletion completion =
                client.chat().completions().create(question().build());

        assertThat(completion.id()).startsWith("chatcmpl-");
        assertThat(completion.model()).isEqualTo("mine-tuned");
        assertThat(text(completion)).isNotEmpty();
        assertThat(completion.choices().getFirst().finishReason().toString()).isIn("length", "stop");
        var usage = completion.usage().orElseThrow();
        assertThat(usage.promptTokens()).isPositive();
        assertThat(usage.completionTokens()).isBetween(1L, 24L);
        assertThat(usage.totalTokens()).isEqualTo(usage.promptTokens() + usage.completionTokens());
    }

    @Test
    void theSameSeedGivesTheSameAnswerAndAnotherSeedAnother() {
        String first = text(client.chat().completions().create(question().build()));

        assertThat(text(client.chat().completions().create(question().build()))).isEqualTo(first);
        assertThat(text(client.chat().completions().create(question().seed(8).build())))
                .isNotEqualTo(first);
    }

    @Test
    void endsAtTheMostTokensAndAtAStop() {
        ChatCompletion three = client.chat()
                .completions()
                .create(question().maxCompletionTokens(3).build());
        assertThat(three.usage().orElseThrow().completionTokens()).isLessThanOrEqualTo(3);
        assertThat(three.choices().getFirst().finishReason().toString()).isEqualTo("length");

        String whole = text(client.chat().completions().create(question().build()));
        String stop = whole.substring(whole.length() / 2, whole.length() / 2 + 1);
        ChatCompletion stopped = client.chat()
                .completions()
                .create(question()
                        .stop(ChatCompletionCreateParams.Stop.ofString(stop))
                        .build());
        assertThat(text(stopped)).isEqualTo(whole.substring(0, whole.indexOf(stop)));
        assertThat(stopped.choices().getFirst().finishReason().toString()).isEqualTo("stop");
    }

    @Test
    void streamsTheSameAnswerInChunksOfOneShape() {
        String whole = text(client.chat().completions().create(question().build()));
        ChatCompletionCreateParams params = question()
                .streamOptions(
                        ChatCompletionStreamOptions.builder().includeUsage(true).build())
                .build();

        List<ChatCompletionChunk> chunks;
        try (StreamResponse<ChatCompletionChunk> stream =
                client.chat().completions().createStreaming(params)) {
            chunks = stream.stream().toList();
        }

        assertThat(chunks.stream().map(ChatCompletionChunk::id).distinct()).hasSize(1);
        assertThat(chunks.stream().map(ChatCompletionChunk::created).distinct()).hasSize(1);
        assertThat(chunks.stream().map(ChatCompletionChunk::model).distinct()).containsExactly("mine-tuned");
        List<ChatCompletionChunk.Choice> choices =
                chunks.stream().flatMap(chunk -> chunk.choices().stream()).toList();
        assertThat(choices.stream().filter(each -> each.delta().role().isPresent()))
                .hasSize(1);
        assertThat(choices.getFirst().delta().role()).isPresent();
        assertThat(choices.stream().filter(each -> each.finishReason().isPresent()))
                .containsExactly(choices.getLast());
        assertThat(choices.stream()
                        .flatMap(each -> each.delta().content().stream())
                        .collect(Collectors.joining()))
                .isEqualTo(whole);
        assertThat(chunks.getLast().choices()).isEmpty();
        assertThat(chunks.getLast().usage().orElseThrow().totalTokens()).isPositive();
    }

    @Test
    void refusesWithOpenAisCodes() {
        refused(
                catchThrowableOfType(
                        UnauthorizedException.class,
                        () -> client("mr-wrong").models().list()),
                401,
                "invalid_api_key");
        refused(
                catchThrowableOfType(
                        NotFoundException.class,
                        () -> client.chat()
                                .completions()
                                .create(question().model("nobody").build())),
                404,
                "model_not_found");
        refused(
                catchThrowableOfType(
                        BadRequestException.class,
                        () -> client.chat()
                                .completions()
                                .create(question().temperature(5.0).build())),
                400,
                "invalid_value");
        ChatCompletionCreateParams tooLong =
                question().addUserMessage("water ".repeat(2000)).build();
        refused(
                catchThrowableOfType(
                        BadRequestException.class,
                        () -> client.chat().completions().create(tooLong)),
                400,
                "context_length_exceeded");
        refused(
                catchThrowableOfType(
                        BadRequestException.class,
                        () -> client.chat()
                                .completions()
                                .createStreaming(tooLong)
                                .close()),
                400,
                "context_length_exceeded");
    }

    private static void refused(OpenAIServiceException failure, int status, String code) {
        assertThat(failure.statusCode()).isEqualTo(status);
        assertThat(failure.code()).contains(code);
        assertThat(failure.headers().values("x-request-id")).hasSize(1);
    }
}
