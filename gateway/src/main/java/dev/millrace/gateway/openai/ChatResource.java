package dev.millrace.gateway.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.millrace.contracts.Json;
import dev.millrace.contracts.MillraceException;
import dev.millrace.contracts.ObjectRef;
import dev.millrace.contracts.event.AccessKeyChanged.Role;
import dev.millrace.gateway.access.Allowed;
import dev.millrace.gateway.access.CurrentCaller;
import dev.millrace.gateway.chat.ChatModel;
import dev.millrace.gateway.chat.ModelNames;
import dev.millrace.gateway.chat.ServingEngine;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jboss.logging.Logger;

/** {@code POST /v1/chat/completions}. */
@Path("/v1/chat/completions")
public final class ChatResource {
    private static final Logger LOG = Logger.getLogger(ChatResource.class);

    private final ModelNames models;
    private final ServingEngine engine;
    private final CurrentCaller caller;

    ChatResource(ModelNames models, ServingEngine engine, CurrentCaller caller) {
        this.models = models;
        this.engine = engine;
        this.caller = caller;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Allowed({Role.USER, Role.OWNER})
    public Response complete(byte[] body) {
        ChatRequest request = read(body);
        ModelNames.Named model = models.named(request.model(), caller.get());
        ChatReply reply = new ChatReply(model.modelId());
        if (request.stream()) {
            StreamingOutput stream = out -> stream(request, model.manifest(), reply, out);
            return Response.ok(stream, "text/event-stream")
                    .header("Cache-Control", "no-cache")
                    .build();
        }
        StringBuilder text = new StringBuilder();
        ChatModel.Answer answer = engine.answer(model.manifest(), request.question(), piece -> {
            text.append(piece);
            return true;
        });
        return Response.ok(Json.write(reply.whole(text.toString(), answer)), MediaType.APPLICATION_JSON)
                .build();
    }

    private static ChatRequest read(byte[] body) {
        try {
            return ChatRequest.of(Json.mapper().readTree(body));
        } catch (JsonProcessingException e) {
            throw OpenAiErrors.parameter("body", "The request is no valid JSON.");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void stream(ChatRequest request, ObjectRef manifest, ChatReply reply, OutputStream out) throws IOException {
        try {
            ChatReply.send(out, reply.chunk(Map.of("role", "assistant", "content", ""), null));
            ChatModel.Answer answer = engine.answer(manifest, request.question(), piece -> sent(reply, piece, out));
            ChatReply.send(out, reply.chunk(Map.of(), answer.finishReason()));
            if (request.includeUsage()) {
                ChatReply.send(out, reply.usageChunk(answer));
            }
            ChatReply.send(out, "[DONE]");
        } catch (MillraceException e) {
            ChatReply.send(out, OpenAiErrors.body(e.code(), String.valueOf(e.getMessage())));
        }
    }

    /** A reader who has gone away ends the answer. */
    private static boolean sent(ChatReply reply, String piece, OutputStream out) {
        try {
            ChatReply.send(out, reply.chunk(Map.of("content", piece), null));
            return true;
        } catch (IOException e) {
            LOG.debugf("the reader has gone away: %s", e.getClass().getSimpleName());
            return false;
        }
    }
}
