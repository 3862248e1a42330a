package dev.millrace.model;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

class DecoderConfigJsonTest {
    private static final String PLAIN = """
            {"model_type": "llama", "vocab_size": 100, "hidden_size": 64, "intermediate_size": 96, "num_hidden_layers": 2,
             "num_attention_heads": 4, "max_position_embeddings": 128, "rms_norm_eps": 1e-5, "eos_token_id": [2, 3],
             "bos_token_id": 1, "hidden_act": "silu"}""";

    static Stream<Arguments> foreign() {
        return Stream.of(
                argumentSet("another family", "model_type", "\"mixtral\""),
                argumentSet("another activation", "hidden_act", "\"gelu\""),
                argumentSet("biases of another kind", "qkv_bias", "true"),
                argumentSet("all biases at once", "use_bias", "true"),
                argumentSet("soft-capped logits", "final_logit_softcapping", "30.0"),
                argumentSet("an entry that nobody knows", "attention_twist", "0.5"),
                argumentSet("a sliding window", "sliding_window", "16"),
                argumentSet("experts", "num_local_experts", "8"),
                argumentSet("quantised weights", "quantization_config", "{\"bits\": 4}"),
                argumentSet("scaled embeddings", "embedding_multiplier", "12.0"),
                argumentSet("partial rotation", "partial_rotary_factor", "0.5"),
                argumentSet("layers of another kind", "layer_types", "[\"sliding_attention\"]"),
                argumentSet("unknown rope scaling", "rope_scaling", "{\"type\": \"dynamic\", \"factor\": 2}"),
                argumentSet("unknown rope parameters", "rope_parameters", "{\"rope_type\": \"proportional\"}"),
                argumentSet("heads that do not divide", "num_key_value_heads", "3"),
                argumentSet("no layers", "num_hidden_layers", "0"),
                argumentSet("a width of text", "hidden_size", "\"wide\""),
                argumentSet("an enormous vocabulary", "vocab_size", "2000000000"),
                argumentSet("an odd head", "head_dim", "3"),
                argumentSet("no epsilon", "rms_norm_eps", "0"));
    }

    @ParameterizedTest
    @MethodSource("foreign")
    void refusesByName(String entry, String value) throws IOException {
        ObjectNode config = (ObjectNode) new JsonMapper().readTree(PLAIN);
        config.set(entry, new JsonMapper().readTree(value));
        assertThatThrownBy(() -> DecoderConfigJson.parse(config.toString()))
                .hasMessageContaining(
                        entry.equals("rope_scaling") || entry.equals("rope_parameters") ? "rope_type" : entry)
                .isInstanceOfSatisfying(
                        MillraceException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL_CONFIG_UNSUPPORTED));
    }

    @Test
    void defaultsAreThoseOfHuggingFace() {
        DecoderConfig config = DecoderConfigJson.parse(PLAIN);
        assertThat(config.keyValueHeads()).isEqualTo(4);
        assertThat(config.headWidth()).isEqualTo(16);
        assertThat(config.rope()).isEqualTo(new RopeSettings(10_000, null));
        assertThat(config.endTokens()).containsExactly(2, 3);
        assertThat(config.tiedEmbeddings()).isFalse();
    }

    @Test
    void readsBothFormsOfRotarySettings() throws IOException {
        ObjectNode older = (ObjectNode) new JsonMapper().readTree(PLAIN);
        older.put("rope_theta", 500_000.0);
        older.set("rope_scaling", new JsonMapper().readTree(scaling("")));
        ObjectNode newer = (ObjectNode) new JsonMapper().readTree(PLAIN);
        newer.set("rope_parameters", new JsonMapper().readTree(scaling(", \"rope_theta\": 500000.0")));
        assertThat(DecoderConfigJson.parse(newer.toString()))
                .isEqualTo(DecoderConfigJson.parse(older.toString()))
                .extracting(DecoderConfig::rope)
                .isEqualTo(new RopeSettings(500_000, new RopeScaling.Llama3(8, 1, 4, 32)));
    }

    private static String scaling(String more) {
        return "{\"rope_type\": \"llama3\", \"factor\": 8.0, \"low_freq_factor\": 1.0, \"high_freq_factor\": 4.0,"
                + " \"original_max_position_embeddings\": 32" + more + "}";
    }

    @Test
    void readsBackWhatItWrites() {
        DecoderConfig config = DecoderConfigJson.read(Fixture.directory());
        assertThat(DecoderConfigJson.parse(DecoderConfigJson.write(config, "float32")))
                .isEqualTo(config);
    }

    @Test
    void saysThatTextIsNoJson() {
        assertThatThrownBy(() -> DecoderConfigJson.parse("["))
                .isInstanceOfSatisfying(
                        MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL_FILE_DAMAGED));
    }

    @Test
    void sizesAFewMegabytesOfTextAtAFewMillionWeights() {
        DecoderConfig small = ModelSizing.choose(8192, 700_000, 512, ModelSizing.Wish.AUTO);
        DecoderConfig larger = ModelSizing.choose(8192, 3_000_000, 512, ModelSizing.Wish.AUTO);
        assertThat(small.parameterCount()).isBetween(4_000_000L, 8_000_000L);
        assertThat(larger.parameterCount()).isBetween(10_000_000L, 15_000_000L);
    }
}
