package dev.millrace.gateway.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.contracts.text.Message;
import dev.millrace.gateway.chat.ChatModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A chat completion request, read from JSON with the name of whatever is wrong with it.
 *
 * @param includeUsage true to end a stream with the number of tokens
 */
record ChatRequest(String model, ChatModel.Question question, boolean stream, boolean includeUsage) {
    private static final Set<String> ROLES = Set.of("system", "developer", "user", "assistant");
    private static final int MOST_MESSAGES = 2048;
    private static final int MOST_STOPS = 4;

    static ChatRequest of(JsonNode json) {
        if (json == null || !json.isObject()) {
            throw OpenAiErrors.parameter("body", "The request is no JSON object.");
        }
        if (json.path("n").asInt(1) != 1) {
            throw OpenAiErrors.parameter("n", "Only n = 1 is supported.");
        }
        ChatModel.Question question = new ChatModel.Question(
                messages(json.path("messages")),
                maxTokens(json),
                number(json, "temperature", 1, 0, 2),
                topP(json),
                seed(json.path("seed")),
                stops(json.path("stop")));
        return new ChatRequest(
                text(json, "model"),
                question,
                json.path("stream").asBoolean(false),
                json.path("stream_options").path("include_usage").asBoolean(false));
    }

    private static String text(JsonNode json, String name) {
        JsonNode value = json.path(name);
        if (!value.isTextual() || value.asText().isBlank()) {
            throw OpenAiErrors.parameter(name, "You must provide " + name + ".");
        }
        return value.asText();
    }

    private static List<Message> messages(JsonNode list) {
        if (!list.isArray() || list.isEmpty() || list.size() > MOST_MESSAGES) {
            throw OpenAiErrors.parameter("messages", "You must provide between 1 and " + MOST_MESSAGES + " messages.");
        }
        List<Message> messages = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            String role = list.get(i).path("role").asText("");
            if (!ROLES.contains(role)) {
                throw OpenAiErrors.parameter("messages[" + i + "].role", "The role is system, user or assistant.");
            }
            messages.add(new Message(
                    role.equals("developer") ? "system" : role,
                    content(list.get(i).path("content"), i)));
        }
        return messages;
    }

    private static String content(JsonNode content, int i) {
        if (content.isTextual()) {
            return content.asText();
        }
        StringBuilder parts = new StringBuilder();
        for (JsonNode part : content) {
            if (!part.path("type").asText().equals("text")) {
                throw OpenAiErrors.parameter("messages[" + i + "].content", "Only text is supported.");
            }
            parts.append(part.path("text").asText());
        }
        if (!content.isArray()) {
            throw OpenAiErrors.parameter("messages[" + i + "].content", "The content is text.");
        }
        return parts.toString();
    }

    private static int maxTokens(JsonNode json) {
        String name = json.has("max_completion_tokens") ? "max_completion_tokens" : "max_tokens";
        JsonNode value = json.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return 0;
        }
        if (!value.isInt() || value.asInt() < 1) {
            throw OpenAiErrors.parameter(name, name + " is a whole number of at least 1.");
        }
        return value.asInt();
    }

    private static double topP(JsonNode json) {
        double value = number(json, "top_p", 1, 0, 1);
        return value == 0 ? Double.MIN_NORMAL : value;
    }

    private static double number(JsonNode json, String name, double usual, double least, double most) {
        JsonNode value = json.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return usual;
        }
        if (!value.isNumber() || !(value.asDouble() >= least && value.asDouble() <= most)) {
            throw OpenAiErrors.parameter(name, name + " is a number between " + least + " and " + most + ".");
        }
        return value.asDouble();
    }

    private static long seed(JsonNode seed) {
        if (seed.isMissingNode() || seed.isNull()) {
            return ThreadLocalRandom.current().nextLong();
        }
        if (!seed.isIntegralNumber()) {
            throw OpenAiErrors.parameter("seed", "The seed is a whole number.");
        }
        return seed.asLong();
    }

    private static List<String> stops(JsonNode stop) {
        if (stop.isMissingNode() || stop.isNull()) {
            return List.of();
        }
        List<String> stops = new ArrayList<>();
        if (stop.isTextual()) {
            stops.add(stop.asText());
        }
        for (JsonNode each : stop) {
            if (!each.isTextual()) {
                throw OpenAiErrors.parameter("stop", "A stop sequence is text.");
            }
            stops.add(each.asText());
        }
        if (stops.isEmpty() || stops.size() > MOST_STOPS) {
            throw OpenAiErrors.parameter("stop", "There are between 1 and " + MOST_STOPS + " stop sequences.");
        }
        return stops;
    }
}
