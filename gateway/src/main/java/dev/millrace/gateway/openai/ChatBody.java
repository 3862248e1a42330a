package dev.millrace.gateway.openai;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The shape of a chat completion request, for the API document; {@link ChatRequest} reads it. */
@Schema(
        name = "ChatCompletionRequest",
        description =
                "Of OpenAI's further parameters those that change nothing about the answer (user, metadata, store, service_tier,"
                        + " safety_identifier, prompt_cache_key, parallel_tool_calls) are passed over, others are refused by name.")
record ChatBody(
        @Schema(
                description =
                        "a model's id; a collection's name for the model promoted in it; the same with :base behind it for its base")
        String model,

        List<Message> messages,

        @Schema(minimum = "1", deprecated = true, description = "as max_completion_tokens")
        @JsonProperty("max_tokens")
        @Nullable
        Integer maxTokens,

        @Schema(minimum = "1", description = "256 unless told, or what fits")
        @JsonProperty("max_completion_tokens")
        @Nullable
        Integer maxCompletionTokens,

        @Schema(minimum = "0", maximum = "2", defaultValue = "1", description = "0 takes the likeliest token each time")
        @Nullable
        Double temperature,

        @Schema(minimum = "0", maximum = "1", defaultValue = "1") @JsonProperty("top_p") @Nullable
        Double topP,

        @Schema(description = "the same seed and request give the same answer") @Nullable
        Long seed,

        @Schema(
                oneOf = {String.class, String[].class},
                description = "up to four texts that end the answer and are not part of it")
        @Nullable
        Object stop,

        @Schema(defaultValue = "false", description = "true for server-sent events") @Nullable
        Boolean stream,

        @JsonProperty("stream_options") @Nullable StreamOptions streamOptions,

        @Schema(minimum = "1", maximum = "1", defaultValue = "1") @Nullable
        Integer n) {

    /** One turn. */
    @Schema(name = "ChatMessage")
    record Message(
            @Schema(enumeration = {"system", "developer", "user", "assistant"})
            String role,

            @Schema(
                    oneOf = {String.class, TextPart[].class},
                    description = "text, or a list of parts of type text")
            Object content) {}

    /** A part of a turn. */
    @Schema(name = "ChatTextPart")
    record TextPart(
            @Schema(type = SchemaType.STRING, enumeration = "text")
            String type,

            String text) {}

    /** How to stream. */
    @Schema(name = "ChatStreamOptions")
    record StreamOptions(
            @Schema(description = "true to end with the number of tokens") @JsonProperty("include_usage") @Nullable
            Boolean includeUsage) {}
}
