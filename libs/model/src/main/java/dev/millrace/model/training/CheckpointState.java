package dev.millrace.model.training;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.model.decoder.StateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The content of {@code state.json}: all of a run's state that is no tensor, and the hashes that tie the other parts to
 * it.
 *
 * @param cursor windows taken so far
 * @param lossScale factor of the losses, and steps that moved nothing
 * @param base hash of the weights that adapters lie beside; empty when the checkpoint holds all weights
 */
record CheckpointState(
        int format,
        long step,
        long cursor,
        TrainingPlan plan,
        LossScale lossScale,
        String base,
        Map<String, String> sha256) {
    static final String STATE = "state.json";
    static final String OPTIMIZER = "optimizer.safetensors";
    private static final int FORMAT = 3;

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    CheckpointState {
        sha256 = new TreeMap<>(sha256);
    }

    /** All parts; the state is the last. */
    static List<String> names(StateFiles files) {
        return Stream.concat(files.names().stream(), Stream.of(OPTIMIZER, STATE))
                .toList();
    }

    static CheckpointState of(
            Path directory, StateFiles files, TrainingPlan plan, String base, long step, LossScale lossScale) {
        Map<String, String> hashes = new TreeMap<>();
        for (String name : names(files)) {
            if (!name.equals(STATE)) {
                hashes.put(name, CheckpointParts.part(directory, name).sha256());
            }
        }
        return new CheckpointState(
                FORMAT, step, step * plan.batch() * plan.accumulation(), plan, lossScale, base, hashes);
    }

    String toJson() throws JsonProcessingException {
        return MAPPER.writeValueAsString(this) + "\n";
    }

    /** Reads and verifies: the parts' hashes and that the numbers agree with each other. */
    static CheckpointState read(Path directory, StateFiles files) {
        CheckpointState state = parse(directory, files);
        if (state.format != FORMAT || state.step < 0 || state.step > state.plan.steps()) {
            throw damaged("its state is not of a form that is read", null);
        }
        CheckpointState found = of(directory, files, state.plan, state.base, state.step, state.lossScale);
        if (found.cursor != state.cursor) {
            throw damaged("its cursor does not agree with its step", null);
        }
        for (Map.Entry<String, String> part : found.sha256.entrySet()) {
            if (!part.getValue().equals(state.sha256.get(part.getKey()))) {
                throw damaged("the part " + part.getKey() + " does not verify", null);
            }
        }
        return state;
    }

    private static CheckpointState parse(Path directory, StateFiles files) {
        try {
            for (String name : names(files)) {
                if (!Files.isRegularFile(directory.resolve(name))) {
                    throw damaged("the part " + name + " is missing", null);
                }
            }
            return MAPPER.readValue(Files.readAllBytes(directory.resolve(STATE)), CheckpointState.class);
        } catch (IOException e) {
            throw damaged("its state cannot be read", e);
        }
    }

    static MillraceException damaged(String what, @Nullable Throwable cause) {
        return new MillraceException(ErrorCode.CHECKPOINT_DAMAGED, "The checkpoint is refused: " + what + ".", cause);
    }
}
