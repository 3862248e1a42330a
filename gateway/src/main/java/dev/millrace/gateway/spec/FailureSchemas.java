package dev.millrace.gateway.spec;

import dev.millrace.gateway.answer.Problem;
import java.util.List;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;

/** The two forms that failures have. No route returns them, so nobody else describes them. */
final class FailureSchemas {
    static final String PROBLEM = "Problem";
    static final String OPENAI_ERROR = "OpenAiError";

    private FailureSchemas() {}

    static void add(Components components) {
        components.addSchema(PROBLEM, problem());
        components.addSchema(OPENAI_ERROR, openAiError());
    }

    /** {@link Problem}. */
    private static Schema problem() {
        return object("Problem details (RFC 9457).")
                .required(List.of("type", "title", "status", "code", "detail", "remedy", "stage"))
                .addProperty("type", text(null))
                .addProperty("title", text("what the code means"))
                .addProperty("status", OASFactory.createSchema().type(List.of(SchemaType.INTEGER)))
                .addProperty("code", OASFactory.createSchema().ref("ErrorCode"))
                .addProperty("detail", text("what is wrong with this request"))
                .addProperty("remedy", text("the way out"))
                .addProperty("stage", text("the service that refused"))
                .addProperty("id", text("the thing that was asked for"))
                .addProperty("param", text("the parameter at fault"))
                .addProperty("limit", OASFactory.createSchema().description("what is allowed at most"))
                .addProperty("actual", OASFactory.createSchema().description("what came instead"))
                .addProperty("requestId", text("as in x-request-id"));
    }

    private static Schema openAiError() {
        Schema error = object(null)
                .required(List.of("message", "type", "param", "code"))
                .addProperty("message", text(null))
                .addProperty("type", text(null))
                .addProperty(
                        "param",
                        OASFactory.createSchema()
                                .type(List.of(SchemaType.STRING, SchemaType.NULL))
                                .description("the parameter at fault"))
                .addProperty("code", text("stable: programs decide by it"));
        return object("An error in OpenAI's form.").required(List.of("error")).addProperty("error", error);
    }

    private static Schema object(@org.jspecify.annotations.Nullable String description) {
        return OASFactory.createSchema().type(List.of(SchemaType.OBJECT)).description(description);
    }

    private static Schema text(@org.jspecify.annotations.Nullable String description) {
        return OASFactory.createSchema().type(List.of(SchemaType.STRING)).description(description);
    }
}
