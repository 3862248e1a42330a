package dev.millrace.contracts.event;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import com.github.victools.jsonschema.module.jackson.JacksonOption;
import com.github.victools.jsonschema.module.jackson.JacksonSchemaModule;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.Json;
import dev.millrace.contracts.Topic;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes the reference of the events from the records: schemas, an AsyncAPI document, tables. */
final class EventDocs {
    private static final ObjectMapper JSON = Json.mapper();
    private static final Map<Topic, List<EventType>> CARRIES = carries();

    private final SchemaGenerator schemas = generator();

    private static Map<Topic, List<EventType>> carries() {
        Map<Topic, List<EventType>> carries = new EnumMap<>(Topic.class);
        carries.put(Topic.DOCUMENTS_SUBMITTED, List.of(EventType.DOCUMENT_SUBMITTED, EventType.PIPELINE_MARKER));
        carries.put(
                Topic.DOCUMENTS_INGESTED,
                List.of(EventType.DOCUMENT_INGESTED, EventType.DOCUMENT_WITHDRAWN, EventType.PIPELINE_MARKER));
        carries.put(
                Topic.DOCUMENTS_FEATURES,
                List.of(EventType.DOCUMENT_FEATURES, EventType.DOCUMENT_WITHDRAWN, EventType.PIPELINE_MARKER));
        carries.put(Topic.DOCUMENTS_FINGERPRINTS, List.of(EventType.FINGERPRINT_CHANGES, EventType.PIPELINE_MARKER));
        carries.put(Topic.DOCUMENTS_PAIRS, List.of(EventType.FINGERPRINT_ANSWER, EventType.PIPELINE_MARKER));
        carries.put(Topic.DOCUMENTS_CLEANED, List.of(EventType.DOCUMENT_DECIDED, EventType.PIPELINE_MARKER));
        carries.put(Topic.DOCUMENTS_FORMATTED, List.of(EventType.DOCUMENT_FORMATTED, EventType.PIPELINE_MARKER));
        carries.put(Topic.DOCUMENTS_REJECTED, List.of(EventType.DOCUMENT_REJECTED));
        carries.put(Topic.DOCUMENTS_RECEIPTS, List.of(EventType.DOCUMENT_RECEIPT));
        carries.put(Topic.DOCUMENTS_WITHDRAWN, List.of(EventType.DOCUMENT_WITHDRAWN));
        carries.put(Topic.COLLECTIONS, List.of(EventType.COLLECTION_RECORDED));
        carries.put(Topic.DATASETS_REQUESTED, List.of(EventType.DATASET_REQUESTED));
        carries.put(Topic.DATASETS_PARTIALS, List.of(EventType.DATASET_PARTIAL));
        carries.put(Topic.DATASETS_SEALED, List.of(EventType.DATASET_SEALED));
        carries.put(Topic.DATASETS_READY, List.of(EventType.DATASET_READY));
        carries.put(Topic.DATASETS_FAILED, List.of(EventType.DATASET_FAILED));
        carries.put(Topic.TRAINING_COMMANDS, List.of(EventType.TRAINING_COMMAND));
        carries.put(Topic.TRAINING_RUNS, List.of(EventType.TRAINING_RUN_CHANGED));
        carries.put(Topic.TRAINING_LEASES, List.of(EventType.TRAINING_LEASE));
        carries.put(Topic.TRAINING_METRICS, List.of(EventType.TRAINING_METRICS, EventType.SAMPLES_GENERATED));
        carries.put(
                Topic.TRAINING_CHECKPOINTS,
                List.of(EventType.CHECKPOINT_WRITTEN, EventType.CHECKPOINT_DROPPED, EventType.RUN_RETURNED));
        carries.put(Topic.EVALUATIONS_COMPLETED, List.of(EventType.EVALUATION_COMPLETED));
        carries.put(Topic.MODELS_PROMOTED, List.of(EventType.MODEL_PROMOTED));
        carries.put(Topic.FEEDBACK_RECEIVED, List.of(EventType.FEEDBACK_RECEIVED));
        carries.put(Topic.ACCESS_KEYS, List.of(EventType.ACCESS_KEY_CHANGED));
        return carries;
    }

    private static SchemaGenerator generator() {
        SchemaGeneratorConfigBuilder builder = new SchemaGeneratorConfigBuilder(
                        SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON)
                .with(new JacksonSchemaModule(JacksonOption.FLATTENED_ENUMS_FROM_JSONPROPERTY))
                .with(Option.DEFINITIONS_FOR_ALL_OBJECTS, Option.MAP_VALUES_AS_ADDITIONAL_PROPERTIES);
        builder.forFields()
                .withRequiredCheck(field -> field.getAnnotationConsideringFieldAndGetter(Nullable.class) == null
                        && !field.getRawMember().getAnnotatedType().isAnnotationPresent(Nullable.class));
        return new SchemaGenerator(builder.build());
    }

    /** Topics to the types they carry. */
    static Map<Topic, List<EventType>> topics() {
        return CARRIES;
    }

    String schema(EventType type) throws IOException {
        ObjectNode schema = (ObjectNode)
                JSON.readTree(schemas.generateSchema(type.dataClass()).toString());
        ObjectNode named = JSON.createObjectNode();
        named.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        named.put("title", type.wireName());
        schema.remove("$schema");
        named.setAll(schema);
        return pretty(named);
    }

    String asyncApi() throws IOException {
        ObjectNode document = JSON.createObjectNode().put("asyncapi", "3.0.0");
        document.putObject("info")
                .put("title", "Millrace events")
                .put("version", "1")
                .put(
                        "description",
                        "Every event is a CloudEvent 1.0 in Kafka's binary mode: attributes in headers ce_*, data as JSON. "
                                + "documents.submitted takes structured mode as well.");
        document.put("defaultContentType", "application/json");
        ObjectNode channels = document.putObject("channels");
        ObjectNode operations = document.putObject("operations");
        CARRIES.forEach((topic, types) -> channel(channels, operations, topic, types));
        ObjectNode messages = document.putObject("components").putObject("messages");
        for (EventType type : EventType.values()) {
            ObjectNode message = messages.putObject(type.name().toLowerCase(java.util.Locale.ROOT));
            message.put("name", type.wireName());
            message.putObject("payload").put("$ref", "schemas/" + type.wireName() + ".json");
        }
        rawMessage(messages);
        return pretty(document);
    }

    private static void channel(ObjectNode channels, ObjectNode operations, Topic topic, List<EventType> types) {
        String name = topic.name().toLowerCase(java.util.Locale.ROOT);
        ObjectNode channel = channels.putObject(name).put("address", topic.wireName());
        ObjectNode messages = channel.putObject("messages");
        types.forEach(type -> reference(messages, type.name().toLowerCase(java.util.Locale.ROOT)));
        if (topic == Topic.DOCUMENTS_SUBMITTED) {
            reference(messages, "document_raw");
            reference(messages, "document_withdrawal");
        }
        boolean taken = topic == Topic.DOCUMENTS_SUBMITTED;
        operations
                .putObject((taken ? "receive_" : "send_") + name)
                .put("action", taken ? "receive" : "send")
                .putObject("channel")
                .put("$ref", "#/channels/" + name);
    }

    private static void reference(ObjectNode messages, String name) {
        messages.putObject(name).put("$ref", "#/components/messages/" + name);
    }

    private static void rawMessage(ObjectNode messages) {
        ObjectNode raw = messages.putObject("document_raw");
        raw.put("name", EventType.DOCUMENT_RAW);
        raw.put("contentType", "application/octet-stream");
        raw.put("summary", "The record's value is the document; content-type says what the producer takes it for.");
        attributes(raw, List.of("ce_specversion", "ce_id", "ce_source", "ce_type", "ce_collection"));
        ObjectNode withdrawal = messages.putObject("document_withdrawal");
        withdrawal.put("name", EventType.DOCUMENT_WITHDRAWN.wireName());
        withdrawal.put("summary", "Takes a document back; the value is null or empty, ce_subject names the document.");
        attributes(
                withdrawal, List.of("ce_specversion", "ce_id", "ce_source", "ce_type", "ce_collection", "ce_subject"));
    }

    private static void attributes(ObjectNode message, List<String> required) {
        ObjectNode headers = message.putObject("headers").put("type", "object");
        ObjectNode properties = headers.putObject("properties");
        for (String name : List.of(
                "ce_specversion",
                "ce_id",
                "ce_source",
                "ce_type",
                "ce_subject",
                "ce_time",
                "ce_collection",
                "ce_filename",
                "ce_owner",
                "ce_department",
                "ce_project",
                "ce_phase",
                "ce_author",
                "ce_licence",
                "ce_sensitivity",
                "ce_validuntil",
                "ce_tags",
                "content-type")) {
            properties.putObject(name).put("type", "string");
        }
        ArrayNode names = headers.putArray("required");
        required.forEach(names::add);
    }

    /** Topics and codes as tables. */
    String tables() {
        StringBuilder text = new StringBuilder("# Topics and error codes\n\nMade from the code; "
                + "`./mvnw -pl libs/contracts test -Dmillrace.update=true` writes it anew.\n\n## Topics\n\n"
                + "| topic | partitions | kept | carries |\n|---|---|---|---|\n");
        for (Topic topic : Topic.values()) {
            text.append("| `").append(topic.wireName()).append("` | ");
            text.append(topic.scale() == Topic.Scale.DOCUMENTS ? "`millrace.partitions`" : "" + Topic.FEW_PARTITIONS);
            text.append(" | ").append(topic.cleanup() == Topic.Cleanup.COMPACT ? "latest of a key" : "everything");
            text.append(" | ");
            List<String> links = new java.util.ArrayList<>();
            if (topic == Topic.DOCUMENTS_SUBMITTED) {
                links.add("`" + EventType.DOCUMENT_RAW + "`");
                links.add("`" + EventType.DOCUMENT_WITHDRAWN.wireName() + "`");
            }
            CARRIES.getOrDefault(topic, List.of())
                    .forEach(type -> links.add("[`" + type.wireName() + "`](schemas/" + type.wireName() + ".json)"));
            text.append(String.join(", ", links)).append(" |\n");
        }
        text.append("\nEach topic has one for its dead letters, named with `.dlq` at the end.\n\n## Error codes\n\n");
        text.append("| code | kind | HTTP | meaning | way out |\n|---|---|---|---|---|\n");
        for (ErrorCode code : ErrorCode.values()) {
            text.append("| `").append(code.name()).append("` | ");
            text.append(code.kind().name().toLowerCase(java.util.Locale.ROOT)).append(" | ");
            text.append(code.httpStatus()).append(" | ").append(code.meaning()).append(" | ");
            text.append(code.remedy()).append(" |\n");
        }
        return text.toString();
    }

    private static String pretty(ObjectNode node) throws IOException {
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(sorted(node)) + "\n";
    }

    /** Definitions in one order, whatever order the generator met them in. */
    private static ObjectNode sorted(ObjectNode node) {
        if (node.get("$defs") instanceof ObjectNode definitions) {
            Map<String, com.fasterxml.jackson.databind.JsonNode> byName = new TreeMap<>();
            definitions.properties().forEach(each -> byName.put(each.getKey(), each.getValue()));
            definitions.removeAll();
            byName.forEach(definitions::set);
        }
        return node;
    }
}
