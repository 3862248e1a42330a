package dev.millrace.tokenizer;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.contracts.Json;
import java.util.Arrays;
import java.util.List;

/**
 * A trained byte-level byte-pair encoding: ids are the special tokens, then the 256 bytes, then the merges in their order.
 */
public record BytePairVocabulary(List<String> specialTokens, List<Merge> merges) {
    private static final int BYTES = 256;

    /** Two neighbours that become one. */
    public record Merge(byte[] left, byte[] right) {
        byte[] joined() {
            byte[] joined = Arrays.copyOf(left, left.length + right.length);
            System.arraycopy(right, 0, joined, left.length, right.length);
            return joined;
        }
    }

    public BytePairVocabulary {
        specialTokens = List.copyOf(specialTokens);
        merges = List.copyOf(merges);
    }

    public int size() {
        return specialTokens.size() + BYTES + merges.size();
    }

    /** As Hugging Face's {@code tokenizer.json}; the same vocabulary gives the same bytes. */
    public byte[] toTokenizerJson() {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("version", "1.0");
        root.putNull("truncation");
        root.putNull("padding");
        ArrayNode added = root.putArray("added_tokens");
        for (int id = 0; id < specialTokens.size(); id++) {
            added.addObject()
                    .put("id", id)
                    .put("content", specialTokens.get(id))
                    .put("single_word", false)
                    .put("lstrip", false)
                    .put("rstrip", false)
                    .put("normalized", false)
                    .put("special", true);
        }
        root.putNull("normalizer");
        byteLevel(root.putObject("pre_tokenizer"));
        root.putNull("post_processor");
        byteLevel(root.putObject("decoder"));
        model(root.putObject("model"));
        return Json.write(root);
    }

    private static void byteLevel(ObjectNode node) {
        node.put("type", "ByteLevel")
                .put("add_prefix_space", false)
                .put("trim_offsets", true)
                .put("use_regex", true);
    }

    private void model(ObjectNode model) {
        model.put("type", "BPE");
        model.putNull("dropout");
        model.putNull("unk_token");
        model.putNull("continuing_subword_prefix");
        model.putNull("end_of_word_suffix");
        model.put("fuse_unk", false).put("byte_fallback", false).put("ignore_merges", false);
        ObjectNode vocabulary = model.putObject("vocab");
        int id = 0;
        for (String token : specialTokens) {
            vocabulary.put(token, id++);
        }
        for (int b = 0; b < BYTES; b++) {
            vocabulary.put(ByteAlphabet.text(new byte[] {(byte) b}), id++);
        }
        ArrayNode list = model.putArray("merges");
        for (Merge merge : merges) {
            vocabulary.put(ByteAlphabet.text(merge.joined()), id++);
            list.addArray().add(ByteAlphabet.text(merge.left())).add(ByteAlphabet.text(merge.right()));
        }
    }
}
