package dev.millrace.messaging;

import dev.millrace.contracts.Topic;
import dev.millrace.contracts.event.CollectionRecorded;
import dev.millrace.contracts.recipe.Recipe;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** All recipes of all collections, followed from their topic. */
public final class Recipes implements KnownRecipes, Part {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Map<String, Recipe> current = new ConcurrentHashMap<>();
    private final Map<String, Recipe> versions = new ConcurrentHashMap<>();
    private final TopicFollower follower;

    public Recipes(KafkaClients clients) {
        this.follower = new TopicFollower(clients, List.of(Topic.COLLECTIONS), this::accept);
    }

    private void accept(ReceivedRecord record) {
        if (record.value() != null && record.event().data() instanceof CollectionRecorded collection) {
            if (collection.current()) {
                current.put(collection.collection(), collection.recipe());
            }
            versions.put(collection.collection() + "@" + collection.version(), collection.recipe());
        }
    }

    /** A collection's current recipe; one that is not known is looked for to the end of the topic before it counts as missing. */
    public Optional<Recipe> current(String collection) {
        return find(current, collection);
    }

    @Override
    public Optional<Recipe> known(String collection) {
        return Optional.ofNullable(current.get(collection));
    }

    /** A collection's recipe of one version, with the same patience. */
    public Optional<Recipe> version(String collection, String version) {
        return find(versions, collection + "@" + version);
    }

    /** Reads everything that is on the topic now. */
    @Override
    public void catchUp() {
        follower.catchUp(PATIENCE);
    }

    private Optional<Recipe> find(Map<String, Recipe> recipes, String key) {
        Recipe known = recipes.get(key);
        if (known == null) {
            catchUp();
            known = recipes.get(key);
        }
        return Optional.ofNullable(known);
    }

    @Override
    public void start() {
        follower.start();
    }

    @Override
    public boolean isRunning() {
        return follower.isRunning();
    }

    @Override
    public void close() {
        follower.close();
    }
}
