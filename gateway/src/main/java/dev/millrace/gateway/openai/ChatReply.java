package dev.millrace.gateway.openai;

import dev.millrace.contracts.Json;
import dev.millrace.gateway.chat.ChatModel;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One completion as JSON: whole, or in chunks that share id, time and model. */
final class ChatReply {
    private final String id = "chatcmpl-" + UUID.randomUUID();
    private final long created = Instant.now().getEpochSecond();
    private final String model;

    ChatReply(String model) {
        this.model = model;
    }

    Map<String, Object> whole(String text, ChatModel.Answer answer) {
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("role", "assistant");
        message.put("content", text);
        Map<String, Object> reply = head("chat.completion");
        reply.put("choices", List.of(choice("message", message, answer.finishReason())));
        reply.put("usage", usage(answer));
        return reply;
    }

    Map<String, Object> chunk(Map<String, Object> delta, @Nullable String finishReason) {
        Map<String, Object> chunk = head("chat.completion.chunk");
        chunk.put("choices", List.of(choice("delta", delta, finishReason)));
        return chunk;
    }

    Map<String, Object> usageChunk(ChatModel.Answer answer) {
        Map<String, Object> chunk = head("chat.completion.chunk");
        chunk.put("choices", List.of());
        chunk.put("usage", usage(answer));
        return chunk;
    }

    private Map<String, Object> head(String object) {
        Map<String, Object> head = new LinkedHashMap<>();
        head.put("id", id);
        head.put("object", object);
        head.put("created", created);
        head.put("model", model);
        return head;
    }

    private static Map<String, Object> choice(String name, Map<String, Object> content, @Nullable String finishReason) {
        Map<String, Object> choice = new LinkedHashMap<>();
        choice.put("index", 0);
        choice.put(name, content);
        choice.put("logprobs", null);
        choice.put("finish_reason", finishReason);
        return choice;
    }

    private static Map<String, Object> usage(ChatModel.Answer answer) {
        Map<String, Object> usage = new LinkedHashMap<>();
        usage.put("prompt_tokens", answer.promptTokens());
        usage.put("completion_tokens", answer.completionTokens());
        usage.put("total_tokens", answer.promptTokens() + answer.completionTokens());
        return usage;
    }

    static void send(OutputStream out, Object data) throws IOException {
        String json = data instanceof String text ? text : new String(Json.write(data), StandardCharsets.UTF_8);
        out.write(("data: " + json + "\n\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
