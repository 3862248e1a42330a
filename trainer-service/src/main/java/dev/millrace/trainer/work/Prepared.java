package dev.millrace.trainer.work;

import dev.millrace.model.decoder.DecoderModel;
import dev.millrace.model.training.TokenDataset;
import dev.millrace.model.training.TrainingPlan;
import dev.millrace.trainer.files.ModelTexts;
import dev.millrace.trainer.run.RunState.Running;
import java.util.Optional;

/**
 * Everything a run's first step needs.
 *
 * @param run with its recipe resolved
 * @param model as it is before the first step; owned by whoever asked for it
 */
record Prepared(
        Running run,
        TrainingPlan plan,
        DecoderModel model,
        TokenDataset train,
        Optional<TokenDataset> validation,
        ModelTexts texts) {}
