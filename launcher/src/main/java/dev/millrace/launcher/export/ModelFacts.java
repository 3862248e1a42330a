package dev.millrace.launcher.export;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.contracts.Json;
import dev.millrace.contracts.manifest.ModelManifest;
import dev.millrace.launcher.client.Gateway;
import org.jspecify.annotations.Nullable;

/**
 * What the card of a model says.
 *
 * @param run the run that made it, as the gateway tells it; a missing node for a base model
 * @param evaluation its latest evaluation; a missing node without one
 * @param base what its base is called by whoever reads the card
 */
public record ModelFacts(ModelManifest manifest, JsonNode run, JsonNode evaluation, String base) {

    /** Asks a gateway. */
    public static ModelFacts of(Gateway gateway, ModelManifest manifest, @Nullable String base) {
        JsonNode missing = Json.mapper().missingNode();
        JsonNode run = manifest.run() == null ? missing : gateway.run(manifest.run());
        JsonNode evaluation = gateway.evaluations().stream()
                .filter(each -> each.path("modelId").asText().equals(manifest.modelId()))
                .reduce((first, second) -> second)
                .orElse(missing);
        return new ModelFacts(manifest, run, evaluation, base == null ? manifest.base() : base);
    }

    /** Whether the base is a model that others could name. */
    boolean hasBase() {
        return !base.equals("none");
    }
}
