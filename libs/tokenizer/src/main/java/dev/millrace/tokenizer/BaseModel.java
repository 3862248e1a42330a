package dev.millrace.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.Json;
import dev.millrace.contracts.MillraceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * A base model in a Hugging Face directory.
 *
 * @param name what a recipe calls it
 */
public record BaseModel(String name, Path directory) {
    public Path tokenizerFile() {
        return directory.resolve("tokenizer.json");
    }

    /** The model's own template; ChatML when it has none. */
    public ChatTemplate template() {
        JsonNode config = json("tokenizer_config.json");
        Map<String, String> tokens = new HashMap<>();
        for (String token : new String[] {"bos_token", "eos_token", "pad_token", "unk_token"}) {
            JsonNode value = config.path(token);
            String text =
                    value.isTextual() ? value.asText() : value.path("content").asText("");
            tokens.put(token, text);
        }
        Path file = directory.resolve("chat_template.jinja");
        try {
            if (Files.isRegularFile(file)) {
                return new ChatTemplate(Files.readString(file), tokens);
            }
        } catch (IOException e) {
            throw new MillraceException(ErrorCode.TEMPLATE_INVALID, "the chat template cannot be read", e);
        }
        JsonNode inline = config.path("chat_template");
        return inline.isTextual() ? new ChatTemplate(inline.asText(), tokens) : ChatTemplate.chatMl();
    }

    private JsonNode json(String name) {
        Path file = directory.resolve(name);
        try {
            return Files.isRegularFile(file)
                    ? Json.mapper().readTree(Files.readAllBytes(file))
                    : Json.mapper().createObjectNode();
        } catch (IOException e) {
            throw new MillraceException(
                    ErrorCode.BASE_MODEL_UNAVAILABLE, name + " of the base model cannot be read", e);
        }
    }
}
