package dev.millrace.gateway.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.gateway.answer.Refusal;
import java.util.Map;
import java.util.Set;

/** Which parameters a chat completion takes: a wish that would not be met is refused, never passed over in silence. */
final class ChatParameters {
    static final Set<String> TAKEN = Set.of(
            "model",
            "messages",
            "max_tokens",
            "max_completion_tokens",
            "temperature",
            "top_p",
            "seed",
            "stop",
            "stream",
            "stream_options",
            "n");

    /** They change nothing about the answer. */
    private static final Set<String> PASSED_OVER = Set.of(
            "user",
            "metadata",
            "store",
            "service_tier",
            "safety_identifier",
            "prompt_cache_key",
            "parallel_tool_calls");

    private ChatParameters() {}

    static void check(JsonNode json) {
        for (Map.Entry<String, JsonNode> field : json.properties()) {
            String name = field.getKey();
            if (!TAKEN.contains(name) && !PASSED_OVER.contains(name) && !isUsual(name, field.getValue())) {
                throw Refusal.parameter(shortened(name), "This parameter, or this value of it, is not supported.");
            }
        }
        if (json.hasNonNull("n") && !(json.path("n").isInt() && json.path("n").asInt() == 1)) {
            throw Refusal.parameter("n", "Only n = 1 is supported.");
        }
        if (json.hasNonNull("stream_options") && !json.path("stream_options").isObject()) {
            throw Refusal.parameter("stream_options", "stream_options is an object.");
        }
    }

    /** Values that ask for what happens anyway. */
    private static boolean isUsual(String name, JsonNode value) {
        if (value.isNull()) {
            return true;
        }
        return switch (name) {
            case "presence_penalty", "frequency_penalty" -> value.isNumber() && value.asDouble() == 0;
            case "logprobs" -> value.isBoolean() && !value.asBoolean();
            case "logit_bias", "tools", "functions" -> value.isContainerNode() && value.isEmpty();
            case "response_format" -> value.path("type").asText().equals("text");
            default -> false;
        };
    }

    private static String shortened(String name) {
        return name.length() <= 64 ? name : name.substring(0, 64);
    }

    static boolean flag(JsonNode json, String name) {
        JsonNode value = json.path(name);
        if (!value.isMissingNode() && !value.isNull() && !value.isBoolean()) {
            throw Refusal.parameter(name, name + " is true or false.");
        }
        return value.asBoolean(false);
    }
}
