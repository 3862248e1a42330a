package dev.millrace.gateway.openai;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An answer in OpenAI's form. */
@Schema(name = "ChatCompletion")
public record Completion(String id, String object, long created, String model, List<Choice> choices, Usage usage) {

    /** @param finishReason stop, or length when there was no more room */
    @Schema(name = "ChatChoice")
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Choice(
            int index,
            Message message,
            @Nullable Object logprobs,
            @JsonProperty("finish_reason") String finishReason) {}

    /** What the model says. */
    @Schema(name = "ChatAnswer")
    public record Message(String role, String content) {}

    /** Numbers of tokens. */
    @Schema(name = "ChatUsage")
    public record Usage(
            @JsonProperty("prompt_tokens") int promptTokens,
            @JsonProperty("completion_tokens") int completionTokens,
            @JsonProperty("total_tokens") int totalTokens) {}

    /** A piece of a streamed answer; {@code usage} comes in one of its own, behind the last, for who has asked for it. */
    @Schema(name = "ChatCompletionChunk")
    public record Chunk(
            String id,
            String object,
            long created,
            String model,
            List<ChunkChoice> choices,
            @Nullable Usage usage) {}

    /** @param finishReason null until the last piece */
    @Schema(name = "ChatChunkChoice")
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record ChunkChoice(
            int index,
            Delta delta,
            @Nullable Object logprobs,
            @JsonProperty("finish_reason") @Nullable String finishReason) {}

    /** What is new: the role in the first piece, text in the others, nothing in the last. */
    @Schema(name = "ChatDelta")
    public record Delta(@Nullable String role, @Nullable String content) {}
}
