package dev.millrace.model.decoder;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.model.DecoderConfig;
import dev.millrace.model.family.WeightNames;
import dev.millrace.model.safetensors.TensorSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds tensors by the names of the full model also in files of the bare decoder, and keeps account: a block's tensor
 * that nobody asks for belongs to mathematics that would be left out.
 */
final class WeightFinder {
    /** Buffers that some versions of the reference store beside the weights. */
    private static final List<String> BUFFERS =
            List.of(".attn.bias", ".attn.masked_bias", "rotary_emb.inv_freq", "position_ids");

    private final DecoderConfig config;
    private final TensorSource source;
    private final String base;
    private final Set<String> used = new HashSet<>();

    WeightFinder(DecoderConfig config, TensorSource source) {
        this.config = config;
        this.source = source;
        this.base = config.family().names().base();
    }

    /** The file's name of a tensor. */
    String find(String name) {
        boolean bare = !source.names().contains(name)
                && name.startsWith(base)
                && source.names().contains(name.substring(base.length()));
        String found = bare ? name.substring(base.length()) : name;
        used.add(found);
        return found;
    }

    /** Refuses tensors of the blocks that the configuration has no place for. */
    void requireAllUsed() {
        for (String name : source.names()) {
            boolean buffer = BUFFERS.stream().anyMatch(name::endsWith);
            if (!used.contains(name) && !buffer && inBlock(name)) {
                throw new MillraceException(
                        ErrorCode.MODEL_FILE_DAMAGED,
                        "The tensor " + name.replaceAll("[^A-Za-z0-9_.-]", "?")
                                + " has no place in the model that the configuration describes.");
            }
        }
    }

    private boolean inBlock(String name) {
        WeightNames names = config.family().names();
        String inner = name.startsWith(base) ? name.substring(base.length()) : name;
        return inner.startsWith(names.block());
    }
}
