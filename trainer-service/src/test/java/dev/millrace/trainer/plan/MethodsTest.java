package dev.millrace.trainer.plan;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.Json;
import dev.millrace.contracts.MillraceException;
import dev.millrace.contracts.recipe.MethodRecipe;
import dev.millrace.contracts.recipe.TrainingRecipe;
import dev.millrace.model.DecoderConfig;
import dev.millrace.model.ModelSizing;
import dev.millrace.model.adapter.AdapterSettings;
import dev.millrace.model.decoder.BaseForm;
import dev.millrace.model.decoder.Precision;
import dev.millrace.model.decoder.WeightForm;
import dev.millrace.model.training.Regime;
import dev.millrace.model.training.Rule;
import dev.millrace.model.training.Schedule;
import dev.millrace.model.training.TrainingPlan;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** TR-3, TR-5: methods and schedules as recipes ask for them, and what is refused before the first step. */
class MethodsTest {
    private static final MethodRecipe LORA = MethodRecipe.of(MethodRecipe.LORA);

    private static final Corpus SMALL = new Corpus(37_000, 4096);
    private static final DecoderConfig BASE = ModelSizing.choose(4096, 100_000, 512, ModelSizing.Wish.AUTO);

    private static TrainingRecipe recipe(String json) throws IOException {
        return Json.strict().readValue(json.replace('\'', '"'), TrainingRecipe.class);
    }

    private static AutoRules.Resolved resolved(String json) throws IOException {
        return AutoRules.resolve(recipe(json), SMALL, BASE);
    }

    @Test
    void whatARecipeLeavesOpenIsWrittenIntoTheRun() throws IOException {
        AutoRules.Resolved resolved = resolved("{'base': 'some/base', 'method': {'kind': 'lora'}}");

        assertThat(resolved.recipe().method())
                .isEqualTo(LORA.with()
                        .rank(16)
                        .alpha(32.0)
                        .dropout(0.0)
                        .rslora(false)
                        .dora(false)
                        .targetModules(List.of("all-linear"))
                        .modulesToSave(List.of())
                        .loraPlusRatio(1.0)
                        .build());
        assertThat(resolved.adapter()).contains(new AdapterSettings(16, 32, 0, false, false, List.of(), List.of()));
        double full = resolved("{'base': 'some/base'}").plan().learningRate();
        assertThat(resolved.plan().learningRate()).isBetween(4.9 * full, 5.1 * full);
        assertThat(AutoRules.resolve(resolved.recipe(), SMALL, BASE).recipe()).isEqualTo(resolved.recipe());
    }

    /** Whether a value is not there or "auto": what was decided stands in the run. */
    @Test
    void everyValueMayBeAutomaticAndIsWrittenResolvedIntoTheRun() throws IOException {
        String open = "{'base': 'some/base', 'method': {'kind': 'lora'}, 'tuning': {'schedule': 'wsd'}}";
        String said = "{'base': 'some/base', 'automatic': 'auto', 'steps': 'auto', 'batch': 'auto', 'microBatch':"
                + " 'auto','contextLength': 'auto', 'learningRate': 'auto', 'warmupSteps': 'auto', 'weightDecay':"
                + " 'auto','clip': 'auto', 'checkpointEvery': 'auto', 'seed': 'auto', 'priority': 'auto','method':"
                + " {'kind': 'lora', 'rank': 'auto', 'alpha': 'auto', 'dropout': 'auto', 'rslora': 'auto','dora':"
                + " 'auto', 'loraPlusRatio': 'auto'},'tuning': {'schedule': 'wsd', 'decaySteps': 'auto',"
                + " 'finalRate': 'auto', 'labelSmoothing': 'auto','embeddingNoise': 'auto'},'watch': {'patience':"
                + " 'auto', 'divergence': 'auto', 'stallSeconds': 'auto', 'returns': 'auto'}}";

        TrainingRecipe resolved = resolved(said).recipe();

        assertThat(resolved).isEqualTo(resolved(open).recipe());
        assertThat(Json.mapper().valueToTree(resolved).toString())
                .doesNotContain("null")
                .doesNotContain("auto\"");
        assertThat(resolved.tuning()).isNotNull();
        assertThat(resolved.tuning().decaySteps()).isNotNull();
        assertThat(resolved.priority()).isZero();
        assertThatThrownBy(() -> recipe("{'steps': 'automatic'}")).isInstanceOf(JsonMappingException.class);
    }

    @Test
    void theRegimeIsTheRecipes() throws IOException {
        AutoRules.Resolved resolved = resolved("{'base': 'some/base', 'steps': 200, 'learningRate': 0.01,"
                + "'method': {'kind': 'lora', 'loraPlusRatio': 8},"
                + "'tuning': {'schedule': 'wsd', 'finalRate': 0, 'labelSmoothing': 0.1, 'embeddingNoise': 5}}");

        assertThat(resolved.plan().regime())
                .isEqualTo(Regime.USUAL
                        .with()
                        .schedule(Schedule.WSD)
                        .decaySteps(20)
                        .rateRatio(8)
                        .labelSmoothing(0.1)
                        .noise(5)
                        .build());
        assertThat(resolved.plan().learningRateAt(180)).isEqualTo(0.01);
        assertThat(resolved.plan().learningRateAt(200)).isZero();
        assertThat(resolved("{'base': 'some/base'}").plan().regime()).isEqualTo(Regime.USUAL);
    }

    @Test
    void aBaseInFewBitsIsAskedForByNameAndHasFourWhenNothingIsSaid() throws IOException {
        AutoRules.Resolved open =
                resolved("{'base': 'b', 'precision': 'bf16', 'method': {'kind': 'qlora', 'rank': 8}}");
        assertThat(open.form()).isEqualTo(new BaseForm(WeightForm.NF4, WeightForm.BF16));
        assertThat(open.adapter()).contains(new AdapterSettings(8, 16, 0, false, false, List.of(), List.of()));
        MethodRecipe method = Objects.requireNonNull(open.recipe().method());
        assertThat(method.kind()).isEqualTo("qlora");
        assertThat(method.quantisation()).isEqualTo("nf4");
        assertThat(AutoRules.resolve(open.recipe(), SMALL, BASE).recipe()).isEqualTo(open.recipe());

        String eight = "{'base': 'b', 'method': {'kind': 'qlora', 'quantisation': 'int8'}}";
        assertThat(resolved(eight).form()).isEqualTo(new BaseForm(WeightForm.INT8, WeightForm.FP32));
        assertThat(resolved("{'base': 'b', 'precision': 'bf16', 'method': {'kind': 'lora'}}")
                        .form())
                .isEqualTo(new BaseForm(WeightForm.BF16, WeightForm.BF16));
        assertThat(resolved("{'base': 'b', 'method': {'kind': 'lora'}}").form()).isEqualTo(BaseForm.WHOLE);
    }

    @Test
    void aRunFromAnAdapterKeepsItsBaseInFewBits() {
        AdapterSettings adapter = new AdapterSettings(8, 12, 0.1, true, false, List.of("q_proj"), List.of());
        MethodRecipe qlora = MethodRecipe.of(MethodRecipe.QLORA)
                .with()
                .adapter("/some/where")
                .build();
        assertThat(Methods.startedFrom(qlora, adapter).kind()).isEqualTo(MethodRecipe.QLORA);
    }

    @ParameterizedTest
    @CsvSource({"fp32,adamw,FP32,ADAMW", "bf16,adafactor,BF16,ADAFACTOR", "fp16,adafactor-scaled,FP16,ADAFACTOR_SCALED"
    })
    void precisionOptimiserAndCheckpointingAreTheRecipes(
            String precision, String optimiser, Precision expected, Rule rule) throws IOException {
        TrainingPlan plan = resolved("{'base': 'b', 'precision': '" + precision + "', 'activationCheckpointing': true,"
                        + "'tuning': {'optimiser': '" + optimiser + "'}}")
                .plan();
        assertThat(plan.precision()).isEqualTo(expected);
        assertThat(plan.regime().rule()).isEqualTo(rule);
        assertThat(plan.regime().checkpointing()).isTrue();
        assertThat(resolved("{'base': 'b'}").plan().regime().checkpointing()).isFalse();
    }

    @Test
    void aRunThatStartsFromAnAdapterIsOfItsRankAndTargets() {
        AdapterSettings adapter = new AdapterSettings(8, 12, 0.1, true, false, List.of("q_proj"), List.of());
        MethodRecipe open = LORA.with()
                .dropout(0.0)
                .loraPlusRatio(2.0)
                .adapter("/some/where")
                .build();
        assertThat(Methods.startedFrom(open, adapter))
                .isEqualTo(open.with()
                        .rank(8)
                        .alpha(12.0)
                        .rslora(true)
                        .dora(false)
                        .targetModules(List.of("q_proj"))
                        .modulesToSave(List.of())
                        .build());

        MethodRecipe other = LORA.with().rank(16).adapter("/some/where").build();
        assertThatThrownBy(() -> Methods.startedFrom(other, adapter))
                .isInstanceOfSatisfying(
                        MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RUN_CONFIG_INVALID))
                .hasMessageContaining("rank");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'method': {'kind': 'lora'}} | base model",
                "{'method': {'freezeLayers': 1}} | freezeLayers",
                "{'base': 'b', 'method': {'kind': 'lora', 'freezeLayers': 1}} | freezeLayers",
                "{'base': 'b', 'method': {'rank': 8}} | lora",
                "{'base': 'b', 'method': {'adapter': '/a'}} | lora",
                "{'base': 'b', 'method': {'kind': 'lora', 'quantisation': 'nf4'}} | quantisation",
                "{'method': {'kind': 'qlora'}} | base model",
                "{'base': 'b', 'method': {'kind': 'lora', 'targetModules': []}} | targetModules",
                "{'base': 'b', 'steps': 10, 'warmupSteps': 4, 'tuning': {'schedule': 'wsd', 'decaySteps': 8}} |"
                        + " decaySteps",
                "{'base': 'b', 'contextLength': 1000000} | contextLength",
            })
    void contradictionsEndInACodeThatNamesTheField(String json, String field) {
        assertThatThrownBy(() -> resolved(json))
                .isInstanceOfSatisfying(
                        MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RUN_CONFIG_INVALID))
                .hasMessageContaining(field);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'method': {'kind': 'magic'}}",
                "{'method': {'kind': 'qlora', 'quantisation': 'nf3'}}",
                "{'precision': 'fp8'}",
                "{'tuning': {'optimiser': 'sgd'}}",
                "{'method': {'kind': 'lora', 'rank': 0}}",
                "{'method': {'kind': 'lora', 'rank': -4}}",
                "{'method': {'kind': 'lora', 'rank': 100000000}}",
                "{'method': {'kind': 'lora', 'alpha': 'NaN'}}",
                "{'method': {'kind': 'lora', 'alpha': -1}}",
                "{'method': {'kind': 'lora', 'alpha': 'Infinity'}}",
                "{'method': {'kind': 'lora', 'dropout': 1}}",
                "{'method': {'kind': 'lora', 'dropout': 'NaN'}}",
                "{'method': {'kind': 'lora', 'loraPlusRatio': 0}}",
                "{'method': {'kind': 'lora', 'targetModules': ['']}}",
                "{'method': {'kind': 'lora', 'adapter': ''}}",
                "{'method': {'freezeLayers': -1}}",
                "{'tuning': {'schedule': 'zigzag'}}",
                "{'tuning': {'decaySteps': 5}}",
                "{'tuning': {'schedule': 'wsd', 'decaySteps': 0}}",
                "{'tuning': {'finalRate': 1.5}}",
                "{'tuning': {'finalRate': 'NaN'}}",
                "{'tuning': {'labelSmoothing': 1}}",
                "{'tuning': {'labelSmoothing': -0.1}}",
                "{'tuning': {'embeddingNoise': 1e300}}",
                "{'tuning': {'optimiser': 'sgd'}}",
                "{'learningRate': 'NaN'}",
                "{'steps': 1e99}",
                "{'priority': 1001}",
                "{'checkpoints': {'keepLast': 0}}",
                "{'checkpoints': {'keepEvery': -1}}",
                "{'watch': {'keep': 'worst'}}",
                "{'watch': {'patience': -1}}",
                "{'watch': {'divergence': 'NaN'}}",
                "{'watch': {'divergence': 0.5}}",
                "{'watch': {'divergenceSteps': 0}}",
                "{'watch': {'returns': 1000}}",
                "{'watch': {'stallSeconds': -1}}",
                "{'watch': {'prompts': ['']}}",
                "{'watch': {'promptTokens': 0}}",
            })
    void valuesOutOfRangeNeverBecomeARecipe(String json) {
        assertThatThrownBy(() -> recipe(json)).isInstanceOf(JsonMappingException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'methods': {}}",
                "{'method': {'kind': 'lora', 'ranks': 4}}",
                "{'tuning': {'warmup': 3}}",
                "{'checkpoints': {'last': 1}}",
                "{'watch': {'nan': true}}"
            })
    void unknownKeysNeverBecomeARecipe(String json) {
        assertThatThrownBy(() -> recipe(json)).isInstanceOf(UnrecognizedPropertyException.class);
    }
}
