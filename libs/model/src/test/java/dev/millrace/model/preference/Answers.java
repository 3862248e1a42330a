package dev.millrace.model.preference;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.model.training.TokenDataset;
import java.util.ArrayList;
import java.util.List;

/** Small datasets of answers. */
final class Answers {
    private final List<Integer> tokens = new ArrayList<>();
    private final List<Integer> mask = new ArrayList<>();
    private final List<Integer> labels = new ArrayList<>();
    private final List<Long> offsets = new ArrayList<>(List.of(0L));

    /** Rows with {@code prompt}, {@code chosen} and {@code rejected}, each a list of ids. */
    static PreferenceDataset pairs(JsonNode rows) {
        Answers answers = new Answers();
        for (JsonNode row : rows) {
            answers.add(ints(row.path("prompt")), ints(row.path("chosen")), true);
            answers.add(ints(row.path("prompt")), ints(row.path("rejected")), false);
        }
        return answers.build();
    }

    private static int[] ints(JsonNode list) {
        int[] ints = new int[list.size()];
        for (int i = 0; i < ints.length; i++) {
            ints[i] = list.path(i).asInt();
        }
        return ints;
    }

    Answers add(int[] prompt, int[] answer, boolean wanted) {
        append(prompt, 0);
        append(answer, 1);
        labels.add(wanted ? 1 : 0);
        offsets.add((long) tokens.size());
        return this;
    }

    private void append(int[] ids, int counts) {
        for (int id : ids) {
            tokens.add(id);
            mask.add(counts);
        }
    }

    PreferenceDataset build() {
        return new PreferenceDataset(
                new TokenDataset(
                        tokens.stream().mapToInt(Integer::intValue).toArray(),
                        bytes(mask),
                        offsets.stream().mapToLong(Long::longValue).toArray()),
                bytes(labels));
    }

    private static byte[] bytes(List<Integer> values) {
        byte[] bytes = new byte[values.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = values.get(i).byteValue();
        }
        return bytes;
    }
}
