package dev.millrace.model.decoder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.millrace.model.CounterRandom;
import dev.millrace.model.adapter.AdapterJson;
import dev.millrace.model.adapter.AdapterSettings;
import dev.millrace.model.safetensors.SafetensorsWriter;
import dev.millrace.model.safetensors.SafetensorsWriter.Entry;
import dev.millrace.model.safetensors.TensorType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.StreamSupport;

/** What peft computed for adapters on a tiny model: the answer of src/test/scripts/make_adapter_references.py. */
public record AdapterReference(String name, JsonNode facts) {
    static final List<String> NAMES = List.of(
            "llama-lora",
            "llama-rslora",
            "llama-loraplus",
            "llama-dora",
            "llama-saved",
            "mistral-lora",
            "qwen2-dora",
            "qwen3-lora",
            "phi3-lora",
            "phi3-dora",
            "gemma3-lora",
            "gpt2-lora",
            "gpt2-dora");

    public static AdapterReference read(String name) {
        String resource = "/dev/millrace/model/adapters/" + name + ".json";
        try (InputStream in = Objects.requireNonNull(AdapterReference.class.getResourceAsStream(resource), resource)) {
            return new AdapterReference(name, new JsonMapper().readTree(in));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    FamilyReference base() {
        return FamilyReference.read(facts.path("base").asText());
    }

    /** The base alone. */
    public DecoderModel plain(Path directory) throws IOException {
        return base().load(directory);
    }

    /** The base with fresh adapters beside it. */
    public DecoderModel fresh(Path directory) throws IOException {
        DecoderModel model = base().load(directory);
        model.adapt(settings(directory), 1);
        return model;
    }

    /** The base as a run of the method qlora stores it, with the adapters of the reference. */
    DecoderModel quantised(Path directory, Precision precision) throws IOException {
        DecoderModel model = base().load(directory);
        model.adapt(settings(directory), 1, BaseForm.of(precision).withLinear(form()));
        fill(model, directory);
        return model;
    }

    WeightForm form() {
        return WeightForm.valueOf(facts.path("quantisation").asText().toUpperCase(Locale.ROOT));
    }

    /** What peft says of the adapters, through its file. */
    AdapterSettings settings(Path directory) throws IOException {
        Files.writeString(
                directory.resolve(AdapterJson.FILE), facts.path("config").toString());
        return AdapterJson.read(directory);
    }

    /** The base with the adapters of the reference, read from a directory as peft writes it. */
    DecoderModel load(Path directory) throws IOException {
        DecoderModel model = fresh(directory);
        fill(model, directory);
        return model;
    }

    void fill(DecoderModel model, Path directory) throws IOException {
        write(directory);
        model.read(directory);
    }

    private void write(Path directory) throws IOException {
        List<Entry> entries = new ArrayList<>();
        for (Map.Entry<String, JsonNode> shape : facts.path("shapes").properties()) {
            List<Long> sizes = StreamSupport.stream(shape.getValue().spliterator(), false)
                    .map(JsonNode::asLong)
                    .toList();
            String tensor = shape.getKey();
            ByteBuffer values = tensor.contains("lora_")
                    ? drawn(tensor, sizes)
                    : base().weights(tensor.substring(AdapterFiles.PREFIX.length()), sizes);
            entries.add(new Entry(tensor, TensorType.F32, sizes, values));
        }
        SafetensorsWriter.write(directory.resolve(StateFiles.ADAPTER.weights()), entries, Map.of());
    }

    static ByteBuffer drawn(String tensor, List<Long> sizes) {
        int count = Math.toIntExact(sizes.stream().reduce(1L, Math::multiplyExact));
        ByteBuffer bytes = ByteBuffer.allocate(count * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        CounterRandom random = FamilyReference.random(tensor, 1);
        for (int i = 0; i < count; i++) {
            double value = random.uniform(i) - 0.5;
            bytes.putFloat((float) (sizes.size() > 1 ? value : value * 0.6 + 1));
        }
        return bytes.flip();
    }

    /** A of every adapter by its name; all else as it is made fresh. */
    public static void drawFirst(DecoderModel model) {
        for (Parameter parameter : model.trained()) {
            Parameter.PartView view = parameter.views(parameter.value()).getFirst();
            if (view.part().name().contains("lora_A")) {
                ByteBuffer drawn = drawn(view.part().name(), view.part().shape());
                view.bytes().asFloatBuffer().put(drawn.asFloatBuffer());
            }
        }
    }

    public List<int[]> texts() {
        return StreamSupport.stream(facts.path("texts").spliterator(), false)
                .map(FamilyReference::ints)
                .toList();
    }
}
