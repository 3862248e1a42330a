package dev.millrace.gateway.openai;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.Json;
import dev.millrace.contracts.MillraceException;
import dev.millrace.contracts.event.AccessKeyChanged.Role;
import dev.millrace.gateway.access.Allowed;
import dev.millrace.gateway.access.CurrentCaller;
import dev.millrace.gateway.answer.Bodies;
import dev.millrace.gateway.answer.Fails;
import dev.millrace.gateway.answer.Refusal;
import dev.millrace.gateway.chat.Answering;
import dev.millrace.gateway.chat.ModelNames;
import dev.millrace.gateway.chat.ServingEngine;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/chat/completions}. */
@Path("/v1/chat/completions")
@Tag(name = "OpenAI")
public final class ChatResource {
    private static final Logger LOG = Logger.getLogger(ChatResource.class);

    private final ModelNames models;
    private final ServingEngine engine;
    private final CurrentCaller caller;
    private final CurrentVertxRequest http;

    ChatResource(ModelNames models, ServingEngine engine, CurrentCaller caller, CurrentVertxRequest http) {
        this.models = models;
        this.engine = engine;
        this.caller = caller;
        this.http = http;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Allowed({Role.USER, Role.OWNER})
    @Fails({
        ErrorCode.MODEL_UNKNOWN,
        ErrorCode.CONTEXT_LENGTH_EXCEEDED,
        ErrorCode.REQUEST_TOO_LARGE,
        ErrorCode.OVERLOADED,
        ErrorCode.STORE_UNAVAILABLE,
        ErrorCode.OBJECT_MISSING
    })
    @Operation(
            operationId = "createChatCompletion",
            summary = "Asks a model",
            description =
                    "With stream the answer comes in server-sent events, one chunk each, and ends with [DONE]; what fails once it has"
                            + " begun comes as an event with an error. Who goes away ends the answer.")
    @RequestBody(
            required = true,
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = ChatBody.class)))
    @APIResponse(
            responseCode = "200",
            description = "The answer",
            content = {
                @Content(mediaType = "application/json", schema = @Schema(implementation = Completion.class)),
                @Content(mediaType = "text/event-stream", schema = @Schema(implementation = Completion.Chunk.class))
            })
    public Response complete(@Nullable InputStream body) {
        ChatRequest request = ChatRequest.of(Bodies.tree(body));
        ModelNames.Model model = models.named(request.model(), caller.get());
        ChatReply reply = new ChatReply(model.modelId());
        Answering answering = engine.ask(model.manifest(), request.question());
        // However the exchange ends, also when the caller goes away: an answer nobody waits for is not made.
        http.getCurrent().addEndHandler(ended -> answering.close());
        answering.awaitAccepted();
        return request.stream() ? stream(request, answering, reply) : whole(answering, reply);
    }

    private static Response whole(Answering answering, ChatReply reply) {
        StringBuilder text = new StringBuilder();
        for (String piece = answering.next(); piece != null; piece = answering.next()) {
            text.append(piece);
        }
        return Response.ok(Json.write(reply.whole(text.toString(), answering.answer())), MediaType.APPLICATION_JSON)
                .build();
    }

    private static Response stream(ChatRequest request, Answering answering, ChatReply reply) {
        StreamingOutput stream = out -> {
            try (answering) {
                write(request, answering, reply, out);
            }
        };
        return Response.ok(stream, "text/event-stream").build();
    }

    /** What fails once the stream has begun is said in it: its status is out already. */
    private static void write(ChatRequest request, Answering answering, ChatReply reply, OutputStream out)
            throws IOException {
        try {
            ChatReply.send(out, reply.first());
            for (String piece = answering.next(); piece != null; piece = answering.next()) {
                ChatReply.send(out, reply.piece(piece));
            }
            ChatReply.send(out, reply.last(answering.answer()));
            if (request.includeUsage()) {
                ChatReply.send(out, reply.usageChunk(answering.answer()));
            }
            ChatReply.end(out);
        } catch (Refusal e) {
            ChatReply.send(out, OpenAiErrors.body(e.code(), e.text(), null));
        } catch (MillraceException e) {
            ChatReply.send(out, OpenAiErrors.body(e.code(), String.valueOf(e.getMessage()), null));
        } catch (RuntimeException e) {
            LOG.errorf(
                    "errorCode=INTERNAL_ERROR: a stream ended: %s", e.getClass().getName());
            ChatReply.send(out, OpenAiErrors.body(ErrorCode.INTERNAL_ERROR, ErrorCode.INTERNAL_ERROR.meaning(), null));
        }
    }
}
