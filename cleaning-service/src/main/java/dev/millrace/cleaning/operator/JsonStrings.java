package dev.millrace.cleaning.operator;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.function.BiFunction;

/** Applies a function to every string in a JSON value; names of fields are left alone. */
final class JsonStrings {
    private JsonStrings() {}

    /** @param function takes the JSON pointer of a string and the string */
    static JsonNode map(JsonNode node, BiFunction<String, String, String> function) {
        return map(node, JsonPointer.empty(), function);
    }

    private static JsonNode map(JsonNode node, JsonPointer at, BiFunction<String, String, String> function) {
        if (node.isTextual()) {
            return JsonNodeFactory.instance.textNode(function.apply(at.toString(), node.textValue()));
        }
        if (node.isObject()) {
            ObjectNode mapped = JsonNodeFactory.instance.objectNode();
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                mapped.set(field.getKey(), map(field.getValue(), at.appendProperty(field.getKey()), function));
            }
            return mapped;
        }
        if (node.isArray()) {
            ArrayNode mapped = JsonNodeFactory.instance.arrayNode(node.size());
            for (int i = 0; i < node.size(); i++) {
                mapped.add(map(node.get(i), at.appendIndex(i), function));
            }
            return mapped;
        }
        return node;
    }
}
