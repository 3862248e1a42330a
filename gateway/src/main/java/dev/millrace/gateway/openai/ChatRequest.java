package dev.millrace.gateway.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.contracts.text.Message;
import dev.millrace.gateway.answer.Refusal;
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
            throw Refusal.parameter("body", "The request is no JSON object.");
        }
        ChatParameters.check(json);
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
                ChatParameters.flag(json, "stream"),
                ChatParameters.flag(json.path("stream_options"), "include_usage"));
    }

    private static String text(JsonNode json, String name) {
        JsonNode value = json.path(name);
        if (!value.isTextual() || value.asText().isBlank()) {
            throw Refusal.parameter(name, "You must provide " + name + ".");
        }
        return value.asText();
    }

    private static List<Message> messages(JsonNode list) {
        if (!list.isArray() || list.isEmpty() || list.size() > MOST_MESSAGES) {
            throw Refusal.parameter("messages", "You must provide between 1 and " + MOST_MESSAGES + " messages.");
        }
        List<Message> messages = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            String role = list.get(i).path("role").asText("");
            if (!ROLES.contains(role)) {
                throw Refusal.parameter("messages[" + i + "].role", "The role is system, user or assistant.");
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
        if (!content.isArray()) {
            throw Refusal.parameter("messages[" + i + "].content", "The content is text.");
        }
        StringBuilder parts = new StringBuilder();
        for (JsonNode part : content) {
            if (!part.path("type").asText().equals("text") || !part.path("text").isTextual()) {
                throw Refusal.parameter("messages[" + i + "].content", "Only text is supported.");
            }
            parts.append(part.path("text").asText());
        }
        return parts.toString();
    }

    private static int maxTokens(JsonNode json) {
        String name = json.hasNonNull("max_completion_tokens") ? "max_completion_tokens" : "max_tokens";
        JsonNode value = json.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return 0;
        }
        if (!value.isInt() || value.asInt() < 1) {
            throw Refusal.parameter(name, name + " is a whole number of at least 1.");
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
            throw Refusal.parameter(name, name + " is a number between " + least + " and " + most + ".");
        }
        return value.asDouble();
    }

    private static long seed(JsonNode seed) {
        if (seed.isMissingNode() || seed.isNull()) {
            return ThreadLocalRandom.current().nextLong();
        }
        if (!seed.isIntegralNumber() || !seed.canConvertToLong()) {
            throw Refusal.parameter("seed", "The seed is a whole number of 64 bits.");
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
        } else if (!stop.isArray()) {
            throw Refusal.parameter("stop", "stop is text or a list of texts.");
        }
        for (JsonNode each : stop) {
            if (!each.isTextual() || each.asText().isEmpty()) {
                throw Refusal.parameter("stop", "A stop sequence is text, and not empty.");
            }
            stops.add(each.asText());
        }
        if (stops.isEmpty() || stops.size() > MOST_STOPS) {
            throw Refusal.parameter("stop", "There are between 1 and " + MOST_STOPS + " stop sequences.");
        }
        return stops;
    }
}
