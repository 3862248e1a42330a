package dev.millrace.model.adapter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Settings of adapters as {@code adapter_config.json}, the form of {@code peft}. */
public final class AdapterJson {
    public static final String FILE = "adapter_config.json";

    private static final Set<String> UNDERSTOOD = Set.of(
            "peft_type",
            "r",
            "lora_alpha",
            "lora_dropout",
            "use_rslora",
            "use_dora",
            "target_modules",
            "modules_to_save",
            "bias");
    /** Entries that change nothing of an adapter whose tensors are there: origin, first values, places of other methods. */
    private static final Set<String> HARMLESS = Set.of(
            "base_model_name_or_path",
            "task_type",
            "inference_mode",
            "init_lora_weights",
            "fan_in_fan_out",
            "revision",
            "auto_mapping",
            "peft_version",
            "megatron_core",
            "qalora_group_size",
            "runtime_config",
            "ephemeral_gpu_offload");

    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private AdapterJson() {}

    /**
     * The content of the file.
     *
     * @param targets names of the linear layers, when the settings say all of them
     * @param base what the base model is called, null when nobody knows
     * @param transposed whether the family stores its matrices as inputs by outputs
     */
    public static String write(
            AdapterSettings settings, List<String> targets, @Nullable String base, boolean transposed) {
        return write(settings, targets, base, transposed, "CAUSAL_LM");
    }

    /**
     * The same for a model of another kind.
     *
     * @param task what peft calls what it does
     */
    public static String write(
            AdapterSettings settings, List<String> targets, @Nullable String base, boolean transposed, String task) {
        ObjectNode node = MAPPER.createObjectNode();
        node.put("peft_type", "LORA");
        node.put("task_type", task);
        node.put("base_model_name_or_path", base);
        node.put("r", settings.rank());
        node.put("lora_alpha", settings.alpha());
        node.put("lora_dropout", settings.dropout());
        node.put("use_rslora", settings.rankStabilised());
        node.put("use_dora", settings.decomposed());
        node.put("bias", "none");
        node.put("fan_in_fan_out", transposed);
        node.put("inference_mode", true);
        node.put("init_lora_weights", true);
        (settings.targets().isEmpty() ? targets : settings.targets()).forEach(node.putArray("target_modules")::add);
        if (settings.saved().isEmpty()) {
            node.putNull("modules_to_save");
        } else {
            settings.saved().forEach(node.putArray("modules_to_save")::add);
        }
        try {
            return MAPPER.writeValueAsString(node) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of our own always serialises", e);
        }
    }

    /**
     * Reads the settings of an adapter's directory.
     *
     * @throws MillraceException MODEL_FORMAT_UNSUPPORTED without the file, MODEL_FILE_DAMAGED when it is no JSON,
     *     MODEL_CONFIG_UNSUPPORTED naming an entry that asks for what is not built
     */
    public static AdapterSettings read(Path directory) {
        JsonNode node = tree(directory.resolve(FILE));
        node.properties().forEach(entry -> requireKnown(entry.getKey(), entry.getValue()));
        require(node.path("peft_type").asText("").equals("LORA"), "peft_type");
        require(node.path("bias").asText("none").equals("none"), "bias");
        JsonNode targets = node.path("target_modules");
        boolean all = targets.asText("").equals(AdapterSettings.ALL_LINEAR);
        require(all || (targets.isArray() && !targets.isEmpty()), "target_modules");
        int rank = node.path("r").asInt();
        return new AdapterSettings(
                rank,
                node.path("lora_alpha").asDouble(),
                node.path("lora_dropout").asDouble(0),
                node.path("use_rslora").asBoolean(false),
                node.path("use_dora").asBoolean(false),
                all ? List.of() : texts(targets),
                texts(node.path("modules_to_save")));
    }

    private static JsonNode tree(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new MillraceException(ErrorCode.MODEL_FORMAT_UNSUPPORTED, "The directory holds no " + FILE + ".");
        }
        try {
            return MAPPER.readTree(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new MillraceException(ErrorCode.MODEL_FILE_DAMAGED, FILE + " is no JSON.", e);
        }
    }

    private static void requireKnown(String name, JsonNode value) {
        boolean off = value.isNull()
                || (value.isBoolean() && !value.booleanValue())
                || (value.isContainerNode() && value.isEmpty());
        require(off || UNDERSTOOD.contains(name) || HARMLESS.contains(name), name);
    }

    private static void require(boolean holds, String name) {
        if (!holds) {
            String printable = name.replaceAll("[^A-Za-z0-9_.-]", "?");
            throw new MillraceException(
                    ErrorCode.MODEL_CONFIG_UNSUPPORTED,
                    "The adapter is refused: its " + printable + " asks for what is not built.");
        }
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(each -> texts.add(each.asText()));
        return texts;
    }
}
