package dev.millrace.trainer.files;

import dev.millrace.contracts.Json;
import dev.millrace.storage.ObjectStore;
import dev.millrace.storage.PutOutcome;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;

/** Claims on runs: of many trainers that want a generation, exactly one gets it. */
public final class Claims {
    private static final String MEDIA_TYPE = "application/json";

    private final ObjectStore store;
    private final String holder;

    /** @param holder the trainer's slot */
    public Claims(ObjectStore store, String holder) {
        this.store = store;
        this.holder = holder;
    }

    /** @return whether the generation is ours */
    public boolean take(String run, int generation) {
        byte[] claim = Json.write(Map.of(
                "run",
                run,
                "generation",
                generation,
                "holder",
                holder,
                "token",
                UUID.randomUUID().toString()));
        return switch (store.putIfAbsent(key(run, generation), claim, MEDIA_TYPE)) {
            case PutOutcome.Created created -> true;
            // When the answer to the first try got lost, what is there is our own.
            case PutOutcome.AlreadyThere there -> Arrays.equals(store.get(key(run, generation)), claim);
        };
    }

    /** Whether somebody claimed the run after the holder of this generation. */
    public boolean isSuperseded(String run, int generation) {
        return store.head(key(run, generation + 1)).isPresent();
    }

    private static String key(String run, int generation) {
        return "runs/" + run + "/claims/" + generation;
    }
}
