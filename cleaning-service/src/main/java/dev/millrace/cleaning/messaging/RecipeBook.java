package dev.millrace.cleaning.messaging;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.contracts.Topic;
import dev.millrace.contracts.event.CollectionRecorded;
import dev.millrace.contracts.recipe.Recipe;
import dev.millrace.messaging.KafkaClients;
import dev.millrace.messaging.Part;
import dev.millrace.messaging.ReceivedRecord;
import dev.millrace.messaging.TopicFollower;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Every recipe there ever was, by collection and version. */
public final class RecipeBook implements Part, Recipes {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Map<String, Recipe> recipes = new ConcurrentHashMap<>();
    private final TopicFollower follower;

    public RecipeBook(KafkaClients clients) {
        this.follower = new TopicFollower(clients, List.of(Topic.COLLECTIONS), this::read);
    }

    private void read(ReceivedRecord record) {
        if (record.value() != null && record.event().data() instanceof CollectionRecorded recorded) {
            recipes.put(key(recorded.collection(), recorded.version()), recorded.recipe());
        }
    }

    /** When the version is not known yet, the topic is read to its end first. */
    @Override
    public Recipe find(String collection, String version) {
        String key = key(collection, version);
        Recipe known = recipes.get(key);
        if (known == null) {
            follower.catchUp(PATIENCE);
            known = recipes.get(key);
        }
        if (known == null) {
            throw new MillraceException(ErrorCode.INTERNAL_ERROR, "the document's recipe version was never recorded");
        }
        return known;
    }

    private static String key(String collection, String version) {
        return collection + "@" + version;
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
