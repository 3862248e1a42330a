package dev.millrace.trainer.work;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.contracts.recipe.MethodRecipe;
import dev.millrace.contracts.recipe.TrainingRecipe;
import dev.millrace.model.adapter.AdapterJson;
import dev.millrace.model.decoder.DecoderModel;
import dev.millrace.trainer.plan.AutoRules;
import dev.millrace.trainer.plan.Methods;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Chooses what of a model is trained before the first step, and where adapters start from. */
final class Starts {
    private Starts() {}

    /**
     * The directory of the adapter that a recipe starts from.
     *
     * @throws MillraceException {@link ErrorCode#RUN_CONFIG_INVALID} when it names no absolute directory
     */
    static Optional<Path> adapter(TrainingRecipe recipe) {
        MethodRecipe method = recipe.method();
        @Nullable String named = method == null ? null : method.adapter();
        if (named == null) {
            return Optional.empty();
        }
        try {
            Path directory = Path.of(named);
            if (directory.isAbsolute()) {
                return Optional.of(directory);
            }
        } catch (InvalidPathException e) {
            throw new MillraceException(ErrorCode.RUN_CONFIG_INVALID, "adapter is no path", e);
        }
        throw new MillraceException(ErrorCode.RUN_CONFIG_INVALID, "adapter is an absolute directory");
    }

    /** The recipe with what the adapter says of itself. */
    static TrainingRecipe withAdapter(TrainingRecipe recipe, Optional<Path> adapter) {
        MethodRecipe method = recipe.method();
        if (method == null || adapter.isEmpty()) {
            return recipe;
        }
        return recipe.withMethod(Methods.startedFrom(method, AdapterJson.read(adapter.get())));
    }

    /** @throws MillraceException {@link ErrorCode#RUN_CONFIG_INVALID} naming what the model does not have, ADAPTER_BASE_DIFFERS */
    static void choose(DecoderModel model, AutoRules.Resolved resolved, Optional<Path> adapter) {
        resolved.adapter()
                .ifPresent(settings -> model.adapt(settings, resolved.plan().seed(), resolved.form()));
        adapter.ifPresent(model::read);
        MethodRecipe method = resolved.recipe().method();
        if (method != null && method.kind().equals(MethodRecipe.FULL)) {
            int layers = method.freezeLayers() == null ? 0 : method.freezeLayers();
            model.freeze(layers, Boolean.TRUE.equals(method.freezeEmbeddings()));
        }
    }
}
