package dev.millrace.benchmarks.footprint;

import dev.millrace.model.decoder.BaseForm;
import dev.millrace.model.decoder.Precision;
import dev.millrace.model.decoder.WeightForm;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A way to train.
 *
 * @param base how linear layers lie in memory beside adapters; null when the whole model is trained
 */
record FootprintCase(
        String name, Precision precision, @Nullable WeightForm base, boolean checkpointing) {
    static final List<FootprintCase> ALL = List.of(
            new FootprintCase("full fp32", Precision.FP32, null, false),
            new FootprintCase("full fp32 checkpointing", Precision.FP32, null, true),
            new FootprintCase("full bf16", Precision.BF16, null, false),
            new FootprintCase("full bf16 checkpointing", Precision.BF16, null, true),
            new FootprintCase("lora bf16", Precision.BF16, WeightForm.BF16, false),
            new FootprintCase("qlora int8 bf16", Precision.BF16, WeightForm.INT8, false),
            new FootprintCase("qlora nf4 bf16", Precision.BF16, WeightForm.NF4, false),
            new FootprintCase("qlora nf4 bf16 checkpointing", Precision.BF16, WeightForm.NF4, true));

    static FootprintCase named(String name) {
        return ALL.stream().filter(each -> each.name.equals(name)).findFirst().orElseThrow();
    }

    BaseForm form(WeightForm linear) {
        return BaseForm.of(precision).withLinear(linear);
    }
}
