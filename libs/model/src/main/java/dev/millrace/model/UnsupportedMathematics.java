package dev.millrace.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.model.family.ConfigKeys;
import dev.millrace.model.family.Family;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Refuses, by name, every entry that asks for mathematics the decoder does not have. Entries that are not known could
 * ask for anything, so they are refused too, unless their value switches something off.
 */
final class UnsupportedMathematics {
    /** Understood in every family. */
    private static final Set<String> UNDERSTOOD = Set.of(
            "model_type",
            "vocab_size",
            "num_key_value_heads",
            "head_dim",
            "initializer_range",
            "tie_word_embeddings",
            "bos_token_id",
            "eos_token_id");

    private static final Set<String> ROTARY = Set.of(
            "rope_theta",
            "rope_scaling",
            "rope_parameters",
            "original_max_position_embeddings",
            "partial_rotary_factor",
            "sliding_window",
            "layer_types");

    /** Entries that change no result: origin, types in memory, what training drops, how text is generated. */
    private static final Set<String> HARMLESS = Set.of(
            "architectures",
            "auto_map",
            "torch_dtype",
            "dtype",
            "use_cache",
            "pad_token_id",
            "sep_token_id",
            "cls_token_id",
            "decoder_start_token_id",
            "unk_token_id",
            "attention_dropout",
            "hidden_dropout",
            "resid_pdrop",
            "embd_pdrop",
            "transformers_version",
            "transformers.js_config",
            "name_or_path",
            "max_length",
            "min_length",
            "do_sample",
            "num_beams",
            "num_beam_groups",
            "temperature",
            "top_k",
            "top_p",
            "typical_p",
            "repetition_penalty",
            "length_penalty",
            "diversity_penalty",
            "num_return_sequences",
            "no_repeat_ngram_size",
            "encoder_no_repeat_ngram_size",
            "task_specific_params",
            "problem_type",
            "id2label",
            "label2id",
            "return_dict",
            "chunk_size_feed_forward",
            "finetuning_task",
            "prefix",
            "attn_implementation",
            "max_window_layers",
            "use_sliding_window",
            "pretraining_tp");

    private static final List<String> NEEDED_FALSE = List.of("scale_attn_by_inverse_layer_idx");
    /** Entries with one value that is built, by which absence is meant too. */
    private static final Map<String, String> FIXED = Map.of("scale_attn_weights", "true", "pretraining_tp", "1");

    private UnsupportedMathematics() {}

    /** The family, when everything in the configuration is built. */
    static Family refuse(JsonNode config) {
        String name = config.path("model_type").asText("missing");
        Family family = Family.named(name)
                .orElseThrow(
                        () -> DecoderConfig.unsupported("model_type is " + printable(name) + ", known are " + known()));
        ConfigKeys keys = family.keys();
        Stream<String> own = Stream.of(
                        keys.own().stream(),
                        family.learnedPositions() ? Stream.<String>of() : ROTARY.stream(),
                        Stream.of(
                                keys.width(),
                                keys.layers(),
                                keys.heads(),
                                keys.positions(),
                                keys.feedForward(),
                                keys.epsilon(),
                                keys.activation()))
                .flatMap(names -> names);
        refuseOthers(config, own);
        NEEDED_FALSE.forEach(entry -> requireUnderstood(entry, config.path(entry), Set.of()));
        FIXED.forEach((entry, value) -> requireFixed(entry, config.path(entry), value));
        if (!family.learnedPositions()) {
            AttentionJson.refuse(config, family);
        }
        return family;
    }

    /** Refuses every entry that is neither understood by all, nor named here, nor without effect. */
    static void refuseOthers(JsonNode config, Stream<String> own) {
        Set<String> understood = Stream.of(UNDERSTOOD.stream(), HARMLESS.stream(), own)
                .flatMap(names -> names)
                .collect(Collectors.toSet());
        config.properties().forEach(entry -> requireUnderstood(entry.getKey(), entry.getValue(), understood));
    }

    private static String known() {
        return Stream.of(Family.values()).map(Family::modelType).collect(Collectors.joining(", "));
    }

    private static void requireUnderstood(String name, JsonNode value, Set<String> understood) {
        boolean off = value.isMissingNode()
                || value.isNull()
                || (value.isBoolean() && !value.booleanValue())
                || (value.isContainerNode() && value.isEmpty());
        boolean foreign = !understood.contains(name) && !name.startsWith("_") && !name.startsWith("unsloth");
        if (foreign && !off) {
            throw DecoderConfig.unsupported(printable(name) + " is set, which is not built");
        }
    }

    static void requireFixed(String name, JsonNode value, String built) {
        if (!value.isMissingNode()
                && !value.isNull()
                && !value.asText().toLowerCase(Locale.ROOT).equals(built)) {
            throw new MillraceException(
                    ErrorCode.MODEL_CONFIG_UNSUPPORTED,
                    "The model's configuration is refused: " + name + " is not " + built + ".");
        }
    }

    static String printable(String text) {
        String plain = text.replaceAll("[^A-Za-z0-9_.-]", "?");
        return plain.length() <= 80 ? plain : plain.substring(0, 80);
    }
}
