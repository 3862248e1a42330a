package dev.millrace.model.encoder;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.model.safetensors.SafetensorsFile;
import dev.millrace.model.safetensors.TensorInfo;
import dev.millrace.model.safetensors.TensorType;
import dev.millrace.model.training.TokenDataset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tokenised texts that each have a number: their class, or 0 for the first of some texts that belong together, 1 for the one
 * that belongs to it and 2 for one that does not.
 *
 * @param labels one byte a text, without a sign [D]
 * @param names of the classes in the order of their numbers; empty when they have none
 */
public record LabelledTexts(TokenDataset tokens, byte[] labels, List<String> names) {
    /** Takes the arrays as they are: a corpus is too large to be copied for safety. */
    public LabelledTexts {
        names = List.copyOf(names);
        if (labels.length != tokens.documents()) {
            throw damaged("texts and labels differ in number");
        }
    }

    /** Texts whose numbers have no names. */
    public LabelledTexts(TokenDataset tokens, byte[] labels) {
        this(tokens, labels, List.of());
    }

    /**
     * Reads the tensors of {@link TokenDataset#load} and {@code labels} (U8 [D]), and the classes' names from the entry of the metadata that is
     * called so too: a JSON list.
     *
     * @throws MillraceException MODEL_FILE_DAMAGED when the file is damaged or its tensors do not fit each other
     */
    public static LabelledTexts load(Path path) {
        TokenDataset tokens = TokenDataset.load(path);
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            TensorInfo info = file.info("labels");
            if (info.type() != TensorType.U8 || !info.shape().equals(List.of((long) tokens.documents()))) {
                throw damaged("labels are not one byte a text");
            }
            byte[] labels = new byte[tokens.documents()];
            file.bytes("labels", 0, labels.length).get(labels);
            return new LabelledTexts(tokens, labels, names(file.metadata().get("labels")));
        }
    }

    private static List<String> names(@Nullable String json) {
        try {
            return json == null ? List.of() : List.of(new JsonMapper().readValue(json, String[].class));
        } catch (JsonProcessingException e) {
            throw damaged("the names of its classes cannot be read");
        }
    }

    /** Number of texts. */
    public int size() {
        return labels.length;
    }

    int label(int text) {
        return labels[text] & 0xff;
    }

    /** A text of at most so many tokens; of a longer one the last token stays the last. */
    int[] text(int text, int longest) {
        int begin = tokens.begin(text);
        int[] cut = Arrays.copyOfRange(tokens.tokens(), begin, Math.min(tokens.end(text), begin + longest));
        if (tokens.end(text) - begin > longest) {
            cut[longest - 1] = tokens.tokens()[tokens.end(text) - 1];
        }
        return cut;
    }

    /**
     * Texts that belong together, by the number of the first.
     *
     * @throws MillraceException MODEL_FILE_DAMAGED when labels are not 0, 1 and perhaps 2 in turn
     */
    List<Integer> groups() {
        List<Integer> groups = new ArrayList<>();
        for (int text = 0; text < labels.length; text += has(text + 2, 2) ? 3 : 2) {
            if (!has(text, 0) || !has(text + 1, 1)) {
                throw damaged("texts that belong together are not beside each other");
            }
            groups.add(text);
        }
        return groups;
    }

    /** Whether there is such a text and has this number. */
    boolean has(int text, int label) {
        return text < labels.length && label(text) == label;
    }

    private static MillraceException damaged(String what) {
        return new MillraceException(ErrorCode.MODEL_FILE_DAMAGED, "The tokenised dataset is damaged: " + what + ".");
    }
}
