package dev.millrace.trainer.messaging;

import dev.millrace.contracts.event.CollectionRecorded;
import dev.millrace.contracts.event.DatasetReady;
import dev.millrace.contracts.recipe.Recipe;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Recipes and ready datasets, as far as they have been read. */
public final class Catalog {
    private final Map<String, Recipe> recipes = new ConcurrentHashMap<>();
    private final Map<String, Recipe> current = new ConcurrentHashMap<>();
    private final Map<String, DatasetReady> datasets = new ConcurrentHashMap<>();
    private final Map<String, DatasetReady> latest = new ConcurrentHashMap<>();

    void recorded(CollectionRecorded recorded) {
        recipes.put(name(recorded.collection(), recorded.version()), recorded.recipe());
        if (recorded.current()) {
            current.put(recorded.collection(), recorded.recipe());
        }
    }

    void ready(DatasetReady ready) {
        datasets.put(name(ready.collection(), ready.version()), ready);
        latest.put(ready.collection(), ready);
    }

    public Optional<Recipe> recipe(String collection, String version) {
        return Optional.ofNullable(recipes.get(name(collection, version)));
    }

    Optional<Recipe> currentRecipe(String collection) {
        return Optional.ofNullable(current.get(collection));
    }

    Optional<DatasetReady> dataset(String collection, @Nullable String version) {
        return Optional.ofNullable(version == null ? latest.get(collection) : datasets.get(name(collection, version)));
    }

    private static String name(String collection, String version) {
        return collection + "@" + version;
    }
}
