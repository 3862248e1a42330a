package dev.millrace.gateway.openai;

import dev.millrace.contracts.Json;
import dev.millrace.gateway.chat.ChatModel;
import dev.millrace.gateway.openai.Completion.Chunk;
import dev.millrace.gateway.openai.Completion.ChunkChoice;
import dev.millrace.gateway.openai.Completion.Delta;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One completion: whole, or in chunks that share id, time and model. */
final class ChatReply {
    private static final String END = "[DONE]";

    private final String id = "chatcmpl-" + UUID.randomUUID();
    private final long created = Instant.now().getEpochSecond();
    private final String model;

    ChatReply(String model) {
        this.model = model;
    }

    Completion whole(String text, ChatModel.Answer answer) {
        Completion.Message message = new Completion.Message("assistant", text);
        return new Completion(
                id,
                "chat.completion",
                created,
                model,
                List.of(new Completion.Choice(0, message, null, answer.finishReason())),
                usage(answer));
    }

    Chunk first() {
        return chunk(List.of(new ChunkChoice(0, new Delta("assistant", ""), null, null)), null);
    }

    Chunk piece(String text) {
        return chunk(List.of(new ChunkChoice(0, new Delta(null, text), null, null)), null);
    }

    Chunk last(ChatModel.Answer answer) {
        return chunk(List.of(new ChunkChoice(0, new Delta(null, null), null, answer.finishReason())), null);
    }

    Chunk usageChunk(ChatModel.Answer answer) {
        return chunk(List.of(), usage(answer));
    }

    private Chunk chunk(List<ChunkChoice> choices, Completion.@Nullable Usage usage) {
        return new Chunk(id, "chat.completion.chunk", created, model, choices, usage);
    }

    private static Completion.Usage usage(ChatModel.Answer answer) {
        return new Completion.Usage(
                answer.promptTokens(), answer.completionTokens(), answer.promptTokens() + answer.completionTokens());
    }

    static void send(OutputStream out, Object data) throws IOException {
        write(out, new String(Json.write(data), StandardCharsets.UTF_8));
    }

    static void end(OutputStream out) throws IOException {
        write(out, END);
    }

    private static void write(OutputStream out, String data) throws IOException {
        out.write(("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
