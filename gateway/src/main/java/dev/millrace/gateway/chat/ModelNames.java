package dev.millrace.gateway.chat;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.ObjectRef;
import dev.millrace.contracts.event.TrainingRunChanged;
import dev.millrace.gateway.access.Caller;
import dev.millrace.gateway.answer.Refusal;
import dev.millrace.gateway.readmodel.Queries;
import dev.millrace.storage.ModelCache;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which models can be asked, and by which names: a model's id; a collection's name, for the model promoted in it; and the same with
 * {@code :base} behind it, for what that model was trained from.
 */
public final class ModelNames {
    private static final String CHAMPION = "champion";
    private static final String BASE = ":base";

    private final Queries queries;
    private final ModelCache models;
    private final Map<ObjectRef, String> ids = new ConcurrentHashMap<>();

    public ModelNames(Queries queries, ModelCache models) {
        this.queries = queries;
        this.models = models;
    }

    /**
     * A model.
     *
     * @param run null for a base model
     * @param promoted true when the collection's name stands for it
     */
    public record Model(
            String modelId,
            String collection,
            @Nullable String run,
            @Nullable String baseModelId,
            boolean promoted,
            Instant at,
            ObjectRef manifest) {}

    public List<Model> all(Caller caller) {
        List<Model> all = new ArrayList<>();
        for (TrainingRunChanged run : queries.runs()) {
            if (run.state() == TrainingRunChanged.State.FINISHED && caller.mayUse(run.collection())) {
                all.add(tuned(run));
                all.add(base(run));
            }
        }
        return all.stream().distinct().toList();
    }

    private Model tuned(TrainingRunChanged run) {
        String modelId = String.valueOf(run.modelId());
        boolean promoted = queries.promoted(run.collection(), CHAMPION)
                .filter(each -> each.modelId().equals(modelId))
                .isPresent();
        return new Model(
                modelId,
                run.collection(),
                run.run(),
                id(Objects.requireNonNull(run.base())),
                promoted,
                run.at(),
                Objects.requireNonNull(run.model()));
    }

    private Model base(TrainingRunChanged run) {
        ObjectRef base = Objects.requireNonNull(run.base());
        return new Model(id(base), run.collection(), null, null, false, Instant.EPOCH, base);
    }

    private String id(ObjectRef manifest) {
        return ids.computeIfAbsent(manifest, ref -> models.manifest(ref).modelId());
    }

    /** @throws Refusal {@link ErrorCode#MODEL_UNKNOWN} also for models of collections the caller may not use */
    public Model named(String name, Caller caller) {
        List<Model> all = all(caller);
        String collection = name.endsWith(BASE) ? name.substring(0, name.length() - BASE.length()) : name;
        return all.stream()
                .filter(each -> each.modelId().equals(name))
                .findFirst()
                .or(() -> all.stream()
                        .filter(each -> each.promoted() && each.collection().equals(collection))
                        .map(each -> name.endsWith(BASE) ? byId(all, String.valueOf(each.baseModelId())) : each)
                        .findFirst())
                .orElseThrow(() -> Refusal.of(
                                ErrorCode.MODEL_UNKNOWN, "The model does not exist or you do not have access to it.")
                        .param("model"));
    }

    private static Model byId(List<Model> all, String modelId) {
        return all.stream()
                .filter(each -> each.modelId().equals(modelId))
                .findFirst()
                .orElseThrow(() -> Refusal.of(ErrorCode.MODEL_UNKNOWN, "The base model is not there."));
    }
}
