package dev.millrace.model.decoder;

import dev.millrace.model.adapter.AdapterJson;
import java.util.List;

/**
 * Names of the files that hold what is trained: a whole model, or adapters alone.
 *
 * @param config what it is
 * @param weights its tensors
 */
public record StateFiles(String config, String weights) {
    public static final StateFiles MODEL = new StateFiles(ModelFiles.CONFIG, ModelFiles.WEIGHTS);
    public static final StateFiles ADAPTER = new StateFiles(AdapterJson.FILE, "adapter_model.safetensors");

    public List<String> names() {
        return List.of(config, weights);
    }
}
