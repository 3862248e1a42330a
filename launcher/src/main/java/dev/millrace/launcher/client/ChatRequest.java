package dev.millrace.launcher.client;

import dev.millrace.contracts.text.Message;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A question to a model.
 *
 * @param seed of the drawing; null for another one each time
 */
public record ChatRequest(
        String model,
        List<Message> messages,
        int maxTokens,
        double temperature,
        @Nullable Long seed) {
    public ChatRequest {
        messages = List.copyOf(messages);
    }

    Map<String, Object> body(boolean stream) {
        Map<String, Object> body = new TreeMap<>();
        body.put("model", model);
        body.put("messages", messages);
        body.put("max_tokens", maxTokens);
        body.put("temperature", temperature);
        body.put("stream", stream);
        if (seed != null) {
            body.put("seed", seed);
        }
        return body;
    }
}
