package dev.millrace.model.preference;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.model.safetensors.SafetensorsFile;
import dev.millrace.model.safetensors.TensorInfo;
import dev.millrace.model.safetensors.TensorType;
import dev.millrace.model.training.TokenDataset;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Tokenised answers, each behind its prompt.
 *
 * @param tokens one document an answer; the loss mask is set where the answer stands
 * @param labels 1 for a wanted answer [D]
 */
public record PreferenceDataset(TokenDataset tokens, byte[] labels) {
    /** Takes the arrays as they are: a corpus is too large to be copied for safety. */
    public PreferenceDataset {
        if (labels.length != tokens.documents()) {
            throw damaged("answers and labels differ in number");
        }
    }

    /**
     * Reads the tensors of {@link TokenDataset#load} and {@code labels} (U8 [D]).
     *
     * @throws MillraceException MODEL_FILE_DAMAGED when the file is damaged or its tensors do not fit each other
     */
    public static PreferenceDataset load(Path path) {
        TokenDataset tokens = TokenDataset.load(path);
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            TensorInfo info = file.info("labels");
            if (info.type() != TensorType.U8 || !info.shape().equals(List.of((long) tokens.documents()))) {
                throw damaged("labels are not one byte an answer");
            }
            byte[] labels = new byte[tokens.documents()];
            file.bytes("labels", 0, labels.length).get(labels);
            return new PreferenceDataset(tokens, labels);
        }
    }

    /** Number of answers D. */
    public int answers() {
        return labels.length;
    }

    public boolean wanted(int answer) {
        return labels[answer] != 0;
    }

    /** Number of pairs: of each the chosen answer comes first. */
    int pairs() {
        if (labels.length % 2 != 0 || !IntStream.range(0, labels.length).allMatch(i -> wanted(i) == (i % 2 == 0))) {
            throw damaged("answers are no pairs");
        }
        return labels.length / 2;
    }

    /** The first token that the answer itself has; the end of the document when it has none. */
    int start(int answer) {
        int at = tokens.begin(answer);
        while (at < tokens.end(answer) && tokens.lossMask()[at] == 0) {
            at++;
        }
        return at;
    }

    /** Whether a part of the answer is predicted within so many tokens: a prompt alone teaches nothing. */
    boolean fits(int answer, int context) {
        int first = Math.max(start(answer), tokens.begin(answer) + 1);
        return first < Math.min(tokens.end(answer), tokens.begin(answer) + context + 1);
    }

    private static MillraceException damaged(String what) {
        return new MillraceException(ErrorCode.MODEL_FILE_DAMAGED, "The tokenised dataset is damaged: " + what + ".");
    }
}
